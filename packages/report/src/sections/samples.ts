import { checkInteger } from '@autoencoders/core/operations';
import { plural } from '../format.js';
import { countImages } from '../images.js';
import type { Images } from '../images.js';
import { gapFor, picture } from '../picture.js';
import { sprite } from '../sprite.js';
import type { Section, SectionText } from '../types.js';

/** Options of `samples`. */
export interface SamplesOptions extends SectionText {
  readonly images: Images;
  /** Pictures in a row (default: about as many as there are rows). */
  readonly columns?: number | undefined;
}

/** A grid of pictures decoded from random codes. */
export function samples({ images, columns, title = 'Samples', caption }: SamplesOptions): Section {
  const count = countImages('samples', images);
  if (columns !== undefined) checkInteger('samples', 'columns', columns, 1);
  const sheet = sprite(images, { columns: columns ?? Math.ceil(Math.sqrt(count)), gap: gapFor(images) });
  return {
    title,
    caption:
      caption ??
      `${plural(count, 'picture')} decoded from random codes. None of them is in the data. The samples of a good model ` +
        'look like the data and differ from one another.',
    body: picture(sheet, `A grid of ${plural(count, 'generated picture')}`),
  };
}
