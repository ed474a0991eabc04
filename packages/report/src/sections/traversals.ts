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
  /** One latent each: its name, and pictures decoded while it moves from the least to the greatest value. */
  readonly rows: readonly { readonly label: string; readonly images: Images }[];
  /** From where to where each latent moves. */
  readonly range: readonly [least: number, greatest: number];
  /** What the range is measured in; the latent's own values by default. */
  readonly unit?: string | undefined;
}

/** What each latent stands for: one code, decoded with one latent at a time moved through its range. Throws unless all rows are alike. */
export function traversals({ rows, range, unit, title = 'What each latent does', caption }: TraversalsOptions): Section {
  const steps = countAlike(
    'traversals',
    rows.map(({ images }) => images),
  );
  check(range[0] < range[1], () => `traversals: range must rise, not go from ${range[0]} to ${range[1]}`);
  const sheet = sprite(joinImages(rows.map(({ images }) => images)), { columns: steps, gap: gapFor(rows[0]!.images) });
  const image = picture(sheet, `${plural(rows.length, 'row')} of ${plural(steps, 'picture')}, a latent growing along each`, 40);
  const axis = { label: unit ?? 'value of the latent', ticks: [range[0], (range[0] + range[1]) / 2, range[1]] as const, cells: steps };
  return {
    title,
    caption:
      caption ??
      `One code, decoded again and again while one latent moves from ${formatNumber(range[0])} to ${formatNumber(range[1])}` +
        `${unit ? ` ${unit}` : ''} and the others stay. A row that does not change belongs to a latent that the decoder does not use.`,
    body: withAxes(
      image,
      axis,
      rows.map(({ label }) => label),
    ),
  };
}
