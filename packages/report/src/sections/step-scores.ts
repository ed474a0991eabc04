import { check } from '@autoencoders/core/operations';
import { chart } from '../chart.js';
import { compact, formatNumber, plural } from '../format.js';
import type { Section, SectionText } from '../types.js';

/** Options of `stepScores`. */
export interface StepScoresOptions extends SectionText {
  /** The score of each step. NaN leaves a gap. */
  readonly scores: ArrayLike<number>;
  /** When each step was, in seconds since 1970. Default: their numbers, from 1. */
  readonly times?: ArrayLike<number> | undefined;
  readonly threshold: number;
  /** Events, by the number of their first step and of the one after their last, counted from 0. */
  readonly events: readonly { readonly start: number; readonly end: number }[];
}

/** The most points that are drawn. Of more steps, each point is the largest score of some of them. */
const POINTS = 1500;

/** Anomaly scores along a series, with the threshold and the events. */
export function stepScores({ scores, times, threshold, events, title = 'Scores along the series', caption }: StepScoresOptions): Section {
  check(scores.length > 0, 'stepScores: there are no scores');
  const placeOf = (step: number): number => (times ? 1000 * times[Math.min(step, scores.length - 1)]! : step + 1);
  const each = Math.ceil(scores.length / POINTS);
  const [at, values]: [number[], (number | null)[]] = [[], []];
  for (let first = 0; first < scores.length; first += each) {
    let largest = NaN;
    for (let step = first; step < Math.min(first + each, scores.length); step++)
      if (!(scores[step]! <= largest) && !Number.isNaN(scores[step])) largest = scores[step]!;
    at.push(placeOf(first));
    values.push(compact(largest));
  }
  return {
    title,
    caption: `${caption ?? 'The score of each step. Shaded parts are events: steps whose score is above the threshold.'}${
      each > 1 ? ` Each point is the largest score of ${each} steps.` : ''
    }`,
    body: chart(
      {
        kind: 'steps',
        label: 'score',
        at,
        isTime: times !== undefined,
        values,
        threshold: { value: threshold, name: `threshold ${formatNumber(threshold)}` },
        events: events.map(({ start, end }) => ({ start: placeOf(start), end: placeOf(end - 1) })),
      },
      300,
      `Scores of ${plural(scores.length, 'step')}, with ${plural(events.length, 'event')}.`,
    ),
  };
}
