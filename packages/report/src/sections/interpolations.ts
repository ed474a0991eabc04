import { withAxes } from '../axes.js';
import { countAlike, joinImages } from '../images.js';
import type { Images } from '../images.js';
import { gapFor, picture } from '../picture.js';
import { sprite } from '../sprite.js';
import type { Section, SectionText } from '../types.js';

/** Options of `interpolations`. */
export interface InterpolationsOptions extends SectionText {
  /** In each row, pictures decoded from codes on the way from one example to another. */
  readonly rows: readonly Images[];
}

/** Interpolations between the codes of two examples, one per row. Throws unless all rows have the same number and shape of pictures. */
export function interpolations({ rows, title = 'Interpolations', caption }: InterpolationsOptions): Section {
  const steps = countAlike('interpolations', rows);
  const sheet = sprite(joinImages(rows), { columns: steps, gap: gapFor(rows[0]!) });
  const image = picture(sheet, `${rows.length} rows of ${steps} pictures, each changing from one example into another`);
  return {
    title,
    caption:
      caption ??
      'Each row goes from one example (left) to another (right): their codes are mixed in equal steps, and decoded. ' +
        'If the pictures between look plausible and change smoothly, the space of codes between the examples is meaningful.',
    body: withAxes(image, { label: 'share of the right-hand code', ticks: [0, 0.5, 1], cells: steps }),
  };
}
