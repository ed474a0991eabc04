import { plural } from '../format.js';
import { html } from '../html.js';
import { countImages, layoutOf } from '../images.js';
import type { Images } from '../images.js';
import { diverging } from '../palettes.js';
import { gapFor, picture } from '../picture.js';
import { ramp } from '../ramp.js';
import { sprite } from '../sprite.js';
import type { Section, SectionText } from '../types.js';

/** Options of `dictionaryEntries`. */
export interface DictionaryEntriesOptions extends SectionText {
  /** The weights from or to each hidden unit, as one picture per unit. They may be any numbers. */
  readonly filters: Images;
  /** Whether to sort by Euclidean norm, the largest first (default false). */
  readonly sortByNorm?: boolean | undefined;
}

/**
 * A picture of each dictionary entry, or of each filter of a layer. Each has its own scale, symmetric around zero: blue is negative, white is zero, red is positive. Filters of three
 * channels are drawn in their own colours, with zero at mid-grey.
 */
export function dictionaryEntries({ filters, sortByNorm = false, title = 'Learned filters', caption }: DictionaryEntriesOptions): Section {
  const count = countImages('dictionaryEntries', filters);
  const coloured = layoutOf('dictionaryEntries', filters.shape).channels === 3;
  const images = centred(sortByNorm ? sorted(filters) : filters);
  const sheet = sprite(images, { columns: Math.ceil(Math.sqrt(count)), gap: gapFor(filters), palette: diverging });
  const order = sortByNorm ? ', those with the largest norm first' : '';
  const reading = coloured
    ? 'Mid-grey is a weight of zero.'
    : 'Red weights are positive, blue weights are negative, white weights are zero.';
  return {
    title,
    caption:
      caption ??
      `The weights of ${plural(count, 'hidden unit')}, one picture each${order}. ${reading} Each picture has its own ` +
        'scale, so compare colours within a picture, not between pictures. Strokes and edges are features. Noise means that the unit learned nothing.',
    body: html`${!coloured && legend}${picture(sheet, `A grid of ${plural(count, 'learned filter')}`)}`,
  };
}

const legend = ramp(diverging, 'negative', 'positive');

/** w ↦ ½ + w / (2·max |w|) within each filter. */
function centred({ shape, values }: Images): Images {
  const { size } = layoutOf('dictionaryEntries', shape);
  const scaled = new Float32Array(values.length);
  for (let start = 0; start < values.length; start += size) {
    const filter = values.subarray(start, start + size);
    const greatest = filter.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0) || 1;
    scaled.set(
      filter.map((value) => 0.5 + value / (2 * greatest)),
      start,
    );
  }
  return { shape, values: scaled };
}

function sorted({ shape, values }: Images): Images {
  const { size } = layoutOf('dictionaryEntries', shape);
  const filters = Array.from({ length: values.length / size }, (_, i) => values.subarray(i * size, (i + 1) * size));
  const ranked = filters.map((filter) => ({ filter, norm: Math.hypot(...filter) || 0 })).sort((a, b) => b.norm - a.norm);
  return { shape, values: Float32Array.from(ranked.flatMap(({ filter }) => [...filter])) };
}
