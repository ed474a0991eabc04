import { check } from '@autoencoders/core/operations';
import { formatNumber, plural } from '../format.js';
import type { Section, SectionText } from '../types.js';
import { drawSteps, largestOf, stepsPerPart } from './steps.js';
import type { Steps } from './steps.js';

/** Options of `stepScores`. */
export interface StepScoresOptions extends SectionText, Pick<Steps, 'times' | 'events' | 'labelled'> {
  /** The score of each step. NaN leaves a gap. */
  readonly scores: ArrayLike<number>;
  /** A score above it is an alarm. */
  readonly threshold: number;
}

/** Anomaly scores along a series, with the threshold and the events. Of very many steps, the largest scores are drawn. */
export function stepScores({
  scores,
  times,
  threshold,
  events,
  labelled,
  title = 'Scores along the series',
  caption,
}: StepScoresOptions): Section {
  check(scores.length > 0, 'stepScores: there are no scores');
  const each = stepsPerPart(scores.length, 1);
  const line = { value: threshold, name: `threshold ${formatNumber(threshold)}` };
  return {
    title,
    caption: `${caption ?? 'The score of each step. Shaded parts are events: steps whose score is above the threshold.'}${
      each > 1 ? ` Each point is the largest score of ${each} steps.` : ''
    }`,
    body: drawSteps(
      { label: 'score', values: scores, times, events, labelled, threshold: line },
      each,
      (first, end) => [largestOf(scores, first, end)],
      `Scores of ${plural(scores.length, 'step')}, with ${plural(events.length, 'event')}.`,
    ),
  };
}
