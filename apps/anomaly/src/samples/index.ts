import type { Fault } from '../truth.js';
import { pumpFaults, pumpSeries } from './pump.js';
import { partsOfToday, usualParts } from './presses.js';

/** The data that the page brings: made by a seed, the same for everybody. */
export const samples = {
  presses: 'Parts of a press',
  pump: 'A pump, three weeks',
} as const;
/** What is wrong in a sample. */
export const truths: Readonly<Record<Sample, readonly Fault[]>> = {
  presses: Array.from(partsOfToday().odd, ([row, { why }]) => ({ start: row, end: row + 1, why })),
  pump: pumpFaults,
};

/** What a sample is. */
export const about: Readonly<Record<Sample, string>> = {
  presses: 'It learns from 1,200 usual parts and looks at 400 parts of today. Ten of them have a fault.',
  pump: 'Flow, pressure and vibration, every 15 minutes. The last half has three faults. An event is a stretch of alarms, and one fault can have several.',
};
export type Sample = keyof typeof samples;

/** The files of a sample, as if the reader had given them. */
export function sampleFiles(sample: Sample): { readonly learn: File; readonly look?: File } {
  const file = (name: string, text: string): File => new File([text], name, { type: 'text/csv' });
  if (sample === 'pump') return { learn: file('pump.csv', pumpSeries()) };
  return { learn: file('usual-parts.csv', usualParts()), look: file('parts-of-today.csv', partsOfToday().csv) };
}
