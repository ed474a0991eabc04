import { check } from '@autoencoders/core/operations';
import { withAxes } from '../axes.js';
import { formatNumber, plural } from '../format.js';
import { countAlike, joinImages } from '../images.js';
import type { Images } from '../images.js';
import { gapFor, picture } from '../picture.js';
import { sprite } from '../sprite.js';
import type { Section, SectionText } from '../types.js';

/** Options of `traversals`. */
export interface TraversalsOptions extends SectionText {
  /** A row for each latent: its name, and pictures decoded while it moves through `range`. */
  readonly rows: readonly { readonly label: string; readonly images: Images }[];
  /** The first and the last value of each latent. */
  readonly range: readonly [least: number, greatest: number];
  /** The unit of `range` (default: values of the latent). */
  readonly unit?: string | undefined;
}

/** One code, decoded with one latent at a time moved through a range. Throws unless all rows have the same number and shape of pictures. */
export function traversals({ rows, range, unit, title = 'What each latent does', caption }: TraversalsOptions): Section {
  const steps = countAlike(
    'traversals',
    rows.map(({ images }) => images),
  );
  check(range[0] < range[1], () => `traversals: range must go from a lower to a higher value, not from ${range[0]} to ${range[1]}`);
  const sheet = sprite(joinImages(rows.map(({ images }) => images)), { columns: steps, gap: gapFor(rows[0]!.images) });
  const image = picture(sheet, `${plural(rows.length, 'row')} of ${plural(steps, 'picture')}, with one latent growing along each row`, 40);
  const axis = { label: unit ?? 'value of the latent', ticks: [range[0], (range[0] + range[1]) / 2, range[1]] as const, cells: steps };
  return {
    title,
    caption:
      caption ??
      `In each row, one latent of a code moves from ${formatNumber(range[0])} to ${formatNumber(range[1])}` +
        `${unit ? ` ${unit}` : ''}, and the others stay as they are. If a row does not change, the decoder does not use that latent.`,
    body: withAxes(
      image,
      axis,
      rows.map(({ label }) => label),
    ),
  };
}
