import { check } from '@autoencoders/core/operations';
import { pValueOf } from '../threshold/p-values.js';
import { onlineScorer } from './online.js';
import type { OnlineScore } from './online.js';
import type { SeriesDetectorParts } from './series-detector.js';
import { voting } from './voting.js';

/** What a detector says of one row. */
export interface OnlineDetection extends OnlineScore {
  /** Whether the row is part of an alarm, as far as it can be known by now. A row without a score is none. */
  readonly alarm: boolean;
  /** The first row of the alarm. It is before this one where `rule` asks for several steps. Undefined where there is none. */
  readonly since?: number | undefined;
  /** The share of usual steps that score at least as much. NaN without a score. */
  readonly pValue: number;
}

/** Looks at a series row by row, as rows come. It holds one window of rows, however long it runs. */
export interface OnlineDetector {
  /**
   * Takes the next row, `[columns]`, and says whether the row `delay` rows before is an alarm. Undefined for the first `delay` rows. Calls are
   * answered in order. Throws, and takes nothing, when the row has other columns, or a time that is not after the last.
   */
  readonly push: (row: ArrayLike<number>, time?: number) => Promise<OnlineDetection | undefined>;
  /** What there is to say of the last `delay` rows, at the end of the series. The next row begins a new series. */
  readonly flush: () => Promise<OnlineDetection[]>;
}

/** Scores rows as they come, and says which are alarms: those of `detect`, each as soon as the rule allows. `merge` joins none here. */
export function onlineDetector({ scorer, options, rule, calibration, threshold }: SeriesDetectorParts): OnlineDetector {
  const { stride = 1, ...how } = options;
  check(stride === 1, () => `online: the detector leaves out windows, by stride ${stride}, and rows that come one by one need stride 1`);
  const [length] = scorer.shape as readonly [number, number];
  const online = onlineScorer(scorer, { ...how, delay: options.delay ?? length - 1 });
  const votes = voting(rule);
  const judged = (score: OnlineScore): OnlineDetection => {
    if (score.afterGap || Number.isNaN(score.value)) votes.reset();
    const run = votes.push(score.step, score.value > threshold.value);
    return { ...score, alarm: run !== undefined, ...(run && { since: run.start }), pValue: pValueOf(calibration, score.value) };
  };
  return {
    async push(row, time) {
      const score = await online.push(row, time);
      return score && judged(score);
    },
    async flush() {
      const rest = (await online.flush()).map(judged);
      votes.reset();
      return rest;
    },
  };
}
