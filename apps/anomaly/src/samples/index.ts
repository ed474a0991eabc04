import { pumpSeries } from './pump.js';
import { partsOfToday, usualParts } from './presses.js';

/** The data that the page brings: made by a seed, the same for everybody. */
export const samples = {
  presses: 'Parts of a press: 1,200 usual ones, 400 of today',
  pump: 'A pump: three columns, every 15 minutes for three weeks',
} as const;
export type Sample = keyof typeof samples;

/** The files of a sample, as if the reader had given them. */
export function sampleFiles(sample: Sample): { readonly learn: File; readonly look?: File } {
  const file = (name: string, text: string): File => new File([text], name, { type: 'text/csv' });
  if (sample === 'pump') return { learn: file('pump.csv', pumpSeries()) };
  return { learn: file('usual-parts.csv', usualParts()), look: file('parts-of-today.csv', partsOfToday().csv) };
}
