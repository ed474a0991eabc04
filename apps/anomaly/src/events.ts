import { events } from '@autoencoders/anomaly';
import type { AnomalyEvent } from '@autoencoders/anomaly';
import type { SeriesFindings } from './findings.js';

/** The event that is shown: the one that has the chosen step, else the one with the highest score. */
export const shownEvent = (found: readonly AnomalyEvent[], chosen: number | undefined): AnomalyEvent | undefined =>
  found.find(({ start, end }) => chosen !== undefined && chosen >= start && chosen < end) ?? found.toSorted((a, b) => b.score - a.score)[0];

/** The events in the part of a series that is looked at, in their order, with the columns to blame. */
export function eventsOf(
  { scores, parts, columns, times, gaps, looked, rule }: SeriesFindings,
  threshold: number,
): readonly AnomalyEvent[] {
  const values = scores.map((score, step) => (step < looked.start ? NaN : score));
  const found = { values, contributions: parts, columns: columns.length, times, gaps, unscored: [] };
  return events(found, threshold, { ...rule, names: columns });
}
