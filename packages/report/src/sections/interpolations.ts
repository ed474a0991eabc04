import { withAxes } from '../axes.js';
import { countAlike, joinImages } from '../images.js';
import type { Images } from '../images.js';
import { gapFor, picture } from '../picture.js';
import { sprite } from '../sprite.js';
import type { Section, SectionText } from '../types.js';

/** Options of `interpolations`. */
export interface InterpolationsOptions extends SectionText {
  /** Each row from its first example, through the decoded codes between, to its last example. */
  readonly rows: readonly Images[];
}

/** Ways from one example to another through the space of codes, one a row. Throws unless all rows are alike. */
export function interpolations({ rows, title = 'Interpolations', caption }: InterpolationsOptions): Section {
  const steps = countAlike('interpolations', rows);
  const sheet = sprite(joinImages(rows), { columns: steps, gap: gapFor(rows[0]!) });
  const image = picture(sheet, `${rows.length} rows of ${steps} pictures, each changing from one example into another`);
  return {
    title,
    caption:
      caption ??
      'Each row leads from one example (left) to another (right): their codes are mixed in equal steps and decoded. ' +
        'A smooth change through plausible pictures says that the codes between the data mean something, too.',
    body: withAxes(image, { label: 'share of the right-hand code', ticks: [0, 0.5, 1], cells: steps }),
  };
}
