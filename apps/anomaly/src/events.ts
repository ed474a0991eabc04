import { events } from '@autoencoders/anomaly';
import type { AnomalyEvent } from '@autoencoders/anomaly';
import type { SeriesFindings } from './findings.js';

/** Events with fewer steps between them are one: what rises above the threshold twice in an hour or two is one thing to look at. */
const MERGE = 4;

/** The events in the part of a series that is looked at, in their order, with the columns to blame. */
export function eventsOf({ scores, parts, columns, times, gaps, looked }: SeriesFindings, threshold: number): readonly AnomalyEvent[] {
  const values = scores.map((score, step) => (step < looked.start ? NaN : score));
  const found = { values, contributions: parts, columns: columns.length, times, gaps, unscored: [] };
  return events(found, threshold, { merge: MERGE, names: columns });
}
