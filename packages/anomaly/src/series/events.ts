import { check, checkInteger, checkNumber, checkOptions } from '@autoencoders/core/operations';
import { runs } from './step-scores.js';
import type { Span, StepScores } from './step-scores.js';
import { checkFlagOptions, voting } from './voting.js';
import type { FlagOptions } from './voting.js';

/** Options of `events`. */
export interface EventOptions extends FlagOptions {
  /** Events with fewer steps than this between them are joined. Default 0: none are. */
  readonly merge?: number | undefined;
  /** The names of the columns. */
  readonly names?: readonly string[] | undefined;
}

/** How much of the score of an event is from a column. */
export interface ColumnShare {
  /** The number of the column, counted from 0. */
  readonly column: number;
  readonly name?: string | undefined;
  /** From 0 to 1. The shares of all columns add up to 1. */
  readonly share: number;
}

/** A part of a series with an alarm: steps from `start` to before `end`. */
export interface AnomalyEvent extends Span {
  /** The time of its first step, if the series has times. */
  readonly startTime?: number | undefined;
  /** The time of its last step, `end − 1`. */
  readonly endTime?: number | undefined;
  /** The step with the highest score. */
  readonly peak: number;
  /** The highest score. */
  readonly score: number;
  /** The columns to blame, by share, the largest first. Undefined when the scores have no contributions. */
  readonly columns?: readonly ColumnShare[] | undefined;
}

type Scored = Pick<StepScores, 'values'> & Partial<StepScores>;

/**
 * Which steps are part of an alarm: 1 or 0 for each step. A step without a score is never flagged, and a vote does not reach beyond it
 * or beyond a gap. `threshold`: a score above it is odd.
 *
 * @param scores The scores of the steps, in the order of time.
 */
export function flagsOf(scores: Scored, threshold: number, options: FlagOptions = {}): Uint8Array {
  checkOptions('flagsOf', options, { minLength: true, vote: true });
  return toFlags(scores.values.length, flaggedSpans('flagsOf', scores, threshold, options));
}

/**
 * Alarms as events. First come the steps above `threshold`, or those of a `vote`; runs shorter than `minLength` are dropped; then events
 * closer than `merge` steps are joined. No event crosses a gap or a step without a score.
 *
 * ```ts
 * events(scores, threshold, { vote: { of: 5, atLeast: 3 }, merge: 10 }); // [{ start: 120, end: 131, peak: 124, score: 9.1, … }]
 * ```
 */
export function events(scores: Scored, threshold: number, options: EventOptions = {}): AnomalyEvent[] {
  checkOptions('events', options, { minLength: true, vote: true, merge: true, names: true });
  const { minLength, vote, merge = 0, names } = options;
  checkInteger('events', 'merge', merge, 0);
  check(
    names === undefined || scores.columns === undefined || names.length === scores.columns,
    () => `events: the scores have ${scores.columns} columns, and ${names!.length} names came`,
  );
  return joined(flaggedSpans('events', scores, threshold, { minLength, vote }), merge, scores).map((span) => eventOf(span, scores, names));
}

function flaggedSpans(call: string, { values, gaps }: Scored, threshold: number, options: FlagOptions): Span[] {
  checkNumber(call, 'threshold', threshold);
  checkFlagOptions(call, options);
  const found: Span[] = [];
  for (const { start, end } of runs(values.length, (step) => !Number.isNaN(values[step]), gaps)) {
    const votes = voting(options);
    for (let step = start; step < end; step++) {
      const run = votes.push(step, values[step]! > threshold);
      if (!run) continue;
      if (found.at(-1)?.start === run.start) found.pop();
      found.push(run);
    }
  }
  return found;
}

function toFlags(steps: number, spans: readonly Span[]): Uint8Array {
  const flags = new Uint8Array(steps);
  for (const { start, end } of spans) flags.fill(1, start, end);
  return flags;
}

/** Spans with fewer than `merge` steps between them, as one. */
function joined(spans: readonly Span[], merge: number, { values, gaps = [] }: Scored): Span[] {
  const found: Span[] = [];
  const together = (a: Span, b: Span): boolean =>
    b.start - a.end < merge && !values.subarray(a.end, b.start).some(Number.isNaN) && !gaps.some((gap) => gap >= a.end && gap <= b.start);
  for (const span of spans) {
    const before = found.at(-1);
    if (before && together(before, span)) found[found.length - 1] = { start: before.start, end: span.end };
    else found.push(span);
  }
  return found;
}

function eventOf({ start, end }: Span, { values, contributions, columns = 1, times }: Scored, names: EventOptions['names']): AnomalyEvent {
  let peak = start;
  for (let step = start; step < end; step++) if (values[step]! > values[peak]!) peak = step;
  return {
    start,
    end,
    startTime: times?.[start],
    endTime: times?.[end - 1],
    peak,
    score: values[peak]!,
    columns: contributions && sharesOf(contributions.subarray(start * columns, end * columns), columns, names),
  };
}

/** The share of each column in what all columns add, the largest first. A column that lowers the score has no share. */
function sharesOf(contributions: Float64Array, columns: number, names: EventOptions['names']): ColumnShare[] {
  const sums = new Float64Array(columns);
  contributions.forEach((each, i) => (sums[i % columns]! += each));
  const total = sums.reduce((sum, each) => sum + Math.max(0, each), 0);
  return Array.from(sums, (sum, column) => ({
    column,
    name: names?.[column],
    share: total > 0 ? Math.max(0, sum) / total : 1 / columns,
  })).sort((a, b) => b.share - a.share);
}
