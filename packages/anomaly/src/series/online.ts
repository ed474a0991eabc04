import { check, checkNumber, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import { windows } from '@autoencoders/datasets';
import type { ArrayDataset } from '@autoencoders/core';
import type { Scorer, Scores } from '../types.js';
import { resolve, SERIES_OPTIONS } from './options.js';
import type { Resolved, SeriesOptions } from './options.js';
import { isKnown } from './score-series.js';
import { stepMaker } from './step-maker.js';

/** Options of `onlineScorer`. Give those of `scoreSeries` to get the same scores. */
export interface OnlineOptions extends Omit<SeriesOptions, 'stride' | 'delay'> {
  /**
   * How many rows later a row gets its score. 0: at once, from the window that ends with it. More: from more windows, up to all that cover
   * the row with a delay of the length of the window − 1.
   */
  readonly delay: number;
}

/** The score of one row. */
export interface OnlineScore {
  /** The number of the row that is scored, counted from 0. */
  readonly step: number;
  /** When it was measured, if times were given. */
  readonly time?: number | undefined;
  /** How odd it is. NaN where no window covers it. */
  readonly value: number;
  /** What each column adds to `value`, `[columns]`, if the scorer tells. */
  readonly contributions?: Float64Array | undefined;
  /** Whether a gap in time is between this row and the one before it. */
  readonly afterGap?: true | undefined;
  /** Why the window began anew with the newest row: after a gap in time, or after a missing value. */
  readonly restarted?: 'gap' | 'missing' | undefined;
}

/** Scores a series row by row, as rows come. It holds one window of rows, however long it runs. */
export interface OnlineScorer {
  /**
   * Takes the next row, `[columns]`, and gives the score of the row `delay` rows before. Undefined for the first `delay` rows. Calls are
   * answered in order. Throws, and takes nothing, when the row has other columns, or a time that is not after the last.
   */
  readonly push: (row: ArrayLike<number>, time?: number) => Promise<OnlineScore | undefined>;
  /** The scores of the last `delay` rows, at the end of the series. The next row begins a new series. */
  readonly flush: () => Promise<OnlineScore[]>;
}

/**
 * Scores the rows of a series as they come, with the same result as `scoreSeries` with the same options gives for the whole. Until there is
 * a whole window, scores are NaN. The window begins anew after a step in time that is longer than `longestStep` (default: no step is
 * too long, since the median step is not known), and with `missing: 'skip'` after a row with a missing value. It does not own the scorer.
 *
 * ```ts
 * const online = onlineScorer(scorer, { ...options, delay: 0 });
 * for await (const { row, time } of rows) console.log((await online.push(row, time))?.value);
 * ```
 */
export function onlineScorer(scorer: Scorer, options: OnlineOptions): OnlineScorer {
  checkOptions('onlineScorer', options, SERIES_OPTIONS as Omit<typeof SERIES_OPTIONS, 'stride'>);
  checkNumber('onlineScorer', 'delay', options.delay, 0);
  const resolved = resolve('onlineScorer', scorer, options);
  let state = beginning(scorer, resolved);
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => T | Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    push(row, time) {
      // The caller may use its array for the next row.
      const own = Float64Array.from(row);
      return inTurn(() => state.push(own, time));
    },
    flush: () =>
      inTurn(() => {
        const rest = state.rest();
        state = beginning(scorer, resolved);
        return rest;
      }),
  };
}

/** One series from its first row. */
function beginning(scorer: Scorer, resolved: Resolved) {
  const { length, columns, delay, missing, longestStep } = resolved;
  const maker = stepMaker('onlineScorer', resolved);
  const buffer = rowBuffer(length, columns);
  // Of the last rows, for when they get their scores: when they were measured, whether they have a value, and whether a gap is before them.
  const times: (number | undefined)[] = [];
  const known = new Uint8Array(delay + 1);
  const gaps = new Uint8Array(delay + 1);
  let rows = 0;
  let latest: number | undefined;

  const take = (step: number): OnlineScore => {
    const score = maker.take(step);
    const slot = step % (delay + 1);
    const value = known[slot] ? score : NaN;
    const contributions = Number.isNaN(value) ? undefined : maker.latest()?.slice();
    return { step, time: times[slot], value, contributions, ...(gaps[slot] && { afterGap: true as const }) };
  };
  return {
    async push(row: Float64Array, time: number | undefined): Promise<OnlineScore | undefined> {
      checkRow(row, columns, { time, latest, rows });
      const incomplete = missing === 'skip' && !row.every(Number.isFinite);
      const gap = longestStep !== undefined && time !== undefined && latest !== undefined && time - latest > longestStep;
      if (gap || incomplete) buffer.clear();
      if (!incomplete) buffer.add(row, resolved.scaling);
      const scores = buffer.full() ? await scorer.score(await windowOf(buffer.window(), resolved), { contributions: true }) : undefined;
      const step = rows++;
      latest = time;
      const slot = step % (delay + 1);
      times[slot] = time;
      known[slot] = Number(isKnown(row, 0, columns));
      gaps[slot] = Number(gap);
      if (scores) maker.add(step, scores as Scores, 0);
      const restarted = incomplete ? ('missing' as const) : gap ? ('gap' as const) : undefined;
      return step < delay ? undefined : { ...take(step - delay), ...(restarted && { restarted }) };
    },
    rest: (): OnlineScore[] => Array.from({ length: Math.min(delay, rows) }, (_, i) => take(rows - Math.min(delay, rows) + i)),
  };
}

function checkRow(
  row: Float64Array,
  columns: number,
  { time, latest, rows }: { readonly time: number | undefined; readonly latest: number | undefined; readonly rows: number },
): void {
  check(row.length === columns, () => `onlineScorer: a row must have ${columns} columns, and row ${rows} has ${row.length}`);
  if (rows > 0)
    check(
      (time === undefined) === (latest === undefined),
      () =>
        `onlineScorer: give each row its time, or none; row ${rows} has ${time === undefined ? 'none' : 'one'}, the row before ${time === undefined ? 'one' : 'none'}`,
    );
  if (time === undefined) return;
  check(Number.isFinite(time), () => `onlineScorer: the time of row ${rows} must be a number, not ${show(time)}`);
  check(
    latest === undefined || time > latest,
    () => `onlineScorer: times must increase, but the time of row ${rows} is ${time} after ${latest}; the row was not taken`,
  );
}

/** The window as an example. Missing values are masked and filled as those of `windows`. */
function windowOf(values: Float32Array, { length, columns, missing }: Resolved): ArrayDataset | Promise<ArrayDataset> {
  if (missing === 'skip') return { shape: [length, columns], values };
  return windows({ values, channels: columns }, { length, missing }).rows(Int32Array.of(0));
}

/** The last `length` rows, one after the other in memory. It has room for twice as many, so that rows rarely move. */
function rowBuffer(length: number, columns: number) {
  const room = new Float32Array(2 * length * columns);
  let [start, end] = [0, 0];
  return {
    add(row: Float64Array, scaling: Resolved['scaling']): void {
      if (end === 2 * length) {
        const from = Math.max(start, end - length + 1);
        room.copyWithin(0, from * columns);
        [start, end] = [0, end - from];
      }
      for (let i = 0; i < columns; i++) room[end * columns + i] = scaling ? (row[i]! - scaling.center[i]!) / scaling.scale[i]! : row[i]!;
      end += 1;
      start = Math.max(start, end - length);
    },
    clear: (): void => void (start = end),
    full: (): boolean => end - start === length,
    window: (): Float32Array => room.subarray(start * columns, end * columns),
  };
}
