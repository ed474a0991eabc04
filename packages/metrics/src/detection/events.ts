import { check, checkInteger } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import { checkFlags } from './checks.js';
import { f1OfCounts } from './f1.js';
import type { F1 } from './f1.js';

/** A stretch of a series, in steps. It holds the steps from `start` up to, but not including, `end`. */
export interface SeriesEvent {
  readonly start: number;
  readonly end: number;
}

/**
 * The stretches of a series in which the flags are 1, in order. `flags` has 0 or 1 for each step. Throws when there are no flags, or when
 * one is neither 0 nor 1.
 */
export function eventsOf(flags: ArrayLike<number>): SeriesEvent[] {
  checkFlags('eventsOf', 'flags', flags);
  return stretchesOf(flags);
}

/** `eventsOf` without the checks. */
export function stretchesOf(flags: ArrayLike<number>): SeriesEvent[] {
  const events: SeriesEvent[] = [];
  for (let start = 0; start < flags.length; start++) {
    if (flags[start] === 0) continue;
    let end = start + 1;
    while (end < flags.length && flags[end] === 1) end++;
    events.push({ start, end });
    start = end;
  }
  return events;
}

/**
 * The labels of `steps` steps: 1 within an event, 0 elsewhere. `eventsOf` gives the events back; those that overlap or touch come back as
 * one. Throws unless events have a whole `start` of 0 or more and a whole `end` after it, at most `steps`.
 */
export function labelsOf(events: readonly SeriesEvent[], steps: number): Uint8Array {
  checkInteger('labelsOf', 'steps', steps, 1);
  checkEvents('labelsOf', 'events', events, steps);
  const labels = new Uint8Array(steps);
  for (const { start, end } of events) labels.fill(1, start, end);
  return labels;
}

/**
 * F1, precision and recall of events, where any overlap counts. A true positive is a labelled event that at least one found event overlaps;
 * a false negative is a labelled event that none overlaps; a false positive is a found event that overlaps no labelled event. Several
 * found events over one labelled event count once. Two events overlap when they share a step.
 *
 * Orion counts so ("overlap segment"). It adds up the counts of all series of a data set, and publishes the F1 of the sums: `f1OfCounts`
 * does the same. One found event over the whole series finds everything, so report how long alarms are, too. Without labelled events, the
 * recall is 0. Throws unless events have a whole `start` of 0 or more and a whole `end` after it. Source: Alnegheimish, Liu, Sala,
 * Berti-Equille & Veeramachaneni, "Sintel: a machine learning framework to extract insights from signals", SIGMOD 2022; `contextual.py` and
 * `results.py` of Orion.
 */
export function overlapF1(labelled: readonly SeriesEvent[], found: readonly SeriesEvent[]): F1 {
  checkEvents('overlapF1', 'labelled events', labelled);
  checkEvents('overlapF1', 'found events', found);
  const truePositives = labelled.filter((event) => overlapsAny(event, found)).length;
  const falsePositives = found.filter((event) => !overlapsAny(event, labelled)).length;
  return f1OfCounts({ truePositives, falsePositives, falseNegatives: labelled.length - truePositives });
}

const overlapsAny = (event: SeriesEvent, others: readonly SeriesEvent[]): boolean =>
  others.some(({ start, end }) => start < event.end && event.start < end);

function checkEvents(call: string, name: string, events: readonly SeriesEvent[], steps: number = Infinity): void {
  const bad = events.findIndex(
    ({ start, end }) => !(Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end > start && end <= steps),
  );
  check(bad < 0, () => {
    const { start, end } = events[bad]!;
    const within = steps === Infinity ? '' : `, within ${steps} steps`;
    return `${call}: ${name} go from a whole start of 0 or more to a whole end after it${within}; number ${bad} goes from ${show(start)} to ${show(end)}`;
  });
}
