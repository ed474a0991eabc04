import { check } from '@autoencoders/core/operations';
import type { Scores } from '../types.js';
import type { Resolved } from './options.js';
import { ring } from './ring.js';
import type { Ring } from './ring.js';

/** Makes scores of steps from those of windows, which come in order. It holds `delay + 1` steps, however long the series is. */
export interface StepMaker {
  /** Adds the window at `place` in `scores`, whose newest step is `end`. Steps before `end − delay` must have been taken. */
  readonly add: (end: number, scores: Scores, place: number) => void;
  /** The score of a step; NaN where no window covers it. Steps are taken in order. */
  readonly take: (step: number) => number;
  /** What each column adds to the score that was taken last, `[columns]`. Undefined when the scorer does not tell. */
  readonly latest: () => Float64Array | undefined;
}

export function stepMaker(
  call: string,
  { length, columns, per, combine, delay }: Pick<Resolved, 'length' | 'columns' | 'per' | 'combine' | 'delay'>,
): StepMaker {
  let held: Ring | undefined;
  let latest: Float64Array = new Float64Array(1);
  let told = false;
  const totals = new Float64Array(columns);
  const begin = (contributions: Float64Array | undefined): Ring => {
    told = contributions !== undefined;
    check(told || per === 'window', () => `${call}: this scorer does not say what each step adds to a score; take per: 'window'`);
    latest = new Float64Array(told ? columns : 1);
    return ring(delay + 1, latest.length, combine);
  };
  return {
    add(end, { values, contributions }, place) {
      held ??= begin(contributions);
      const from = place * length * columns;
      if (contributions && per === 'window') columnTotals(contributions, from, length, totals);
      for (let step = end - delay; step <= end; step++) {
        if (!contributions) held.add(step, values, place);
        else if (per === 'window') held.add(step, totals, 0);
        else held.add(step, contributions, from + (length - 1 - end + step) * columns);
      }
    },
    take(step) {
      if (!held?.take(step, latest)) return NaN;
      let score = 0;
      for (let i = 0; i < latest.length; i++) score += latest[i]!;
      return score;
    },
    latest: () => (told ? latest : undefined),
  };
}

/** What each column adds to the score of a window. */
function columnTotals(contributions: Float64Array, from: number, length: number, totals: Float64Array): void {
  const columns = totals.length;
  totals.fill(0);
  for (let j = 0; j < length * columns; j++) totals[j % columns]! += contributions[from + j]!;
}
