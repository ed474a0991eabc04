import { check, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { Series } from '@autoencoders/datasets';
import { defaultSeriesMethod } from '../default-method.js';
import { checkShare } from '../statistics/check-values.js';
import { effectiveSize } from '../statistics/effective-size.js';
import { quantileThreshold } from '../threshold/quantile-threshold.js';
import type { Method } from '../types.js';
import { checkRule } from './alarm-rule.js';
import type { AlarmRule } from './alarm-rule.js';
import { FIT_SERIES_OPTIONS, fitWindows } from './fit-series.js';
import type { FitSeriesOptions, FittedSeries } from './fit-series.js';
import { scoreSeries } from './score-series.js';
import { seriesDetectorOf } from './series-detector.js';
import type { SeriesDetector } from './series-detector.js';
import { constantNotes } from './series-notes.js';
import { sliceSeries } from './slice-series.js';

/** Options of `fitSeriesDetector`. */
export interface SeriesDetectorOptions extends FitSeriesOptions {
  /** What to score windows by. Default: `defaultSeriesMethod()`. */
  readonly method?: Method | undefined;
  /** The share of usual steps that may be above the threshold. Default 0.01. */
  readonly alarmRate?: number | undefined;
  /** How steps above the threshold become alarms and events, against flicker: `minLength`, `vote`, `merge`. Default: each is an alarm. */
  readonly rule?: AlarmRule | undefined;
  /** The names of the columns. Default: they have numbers only. */
  readonly columns?: readonly string[] | undefined;
}

const CALL = 'fitSeriesDetector';
const OPTIONS: Readonly<Record<keyof SeriesDetectorOptions, true>> = {
  ...FIT_SERIES_OPTIONS,
  method: true,
  alarmRate: true,
  rule: true,
  columns: true,
};

/** A series detector that was just fitted. */
export interface FittedSeriesDetector extends SeriesDetector, Pick<FittedSeries, 'trained' | 'heldOut'> {}

/** Fewer held-out scores say nothing about a threshold. */
const LEAST = 10;

/**
 * Fits a detector to a usual series, or to the usual beginning of one. It learns from windows of the first part. The threshold comes from the
 * scores of the steps after it, `heldOut`. It has not learned from their windows, but a method may use them to stop its training, and for the
 * scales of errors. Throws when fewer than 10 held-out steps have a score.
 *
 * Scores of neighbouring steps are alike. So the interval of the false-alarm rate is that of fewer, independent scores: of
 * `detector.effectiveSize`. It holds for a series that goes on as the held-out part.
 *
 * ```ts
 * using detector = await fitSeriesDetector(lastYear, { alarmRate: 0.001, rule: { minLength: 3 } });
 * const { events } = await detector.detect(thisWeek, { contributions: true });
 * ```
 */
export async function fitSeriesDetector(series: Series, options: SeriesDetectorOptions = {}): Promise<FittedSeriesDetector> {
  checkOptions(CALL, options, OPTIONS);
  const { method = defaultSeriesMethod(), alarmRate = 0.01, rule = {}, columns, ...how } = options;
  checkShare(CALL, 'alarmRate', alarmRate);
  check(how.heldOut !== 0, `${CALL}: heldOut must be above 0, since the threshold comes from held-out steps`);
  checkRule(CALL, rule);
  checkNames(columns, series);
  const { scorer, heldOut, trained, ...fitted } = await fitWindows(CALL, method, series, how, LEAST);
  try {
    const held = sliceSeries(series, heldOut.start, heldOut.end);
    const scores = (await scoreSeries(scorer, held, fitted.options)).values.filter((value) => !Number.isNaN(value));
    check(scores.length >= LEAST, () => tooShort(scores.length, fitted.window.length));
    const worth = effectiveSize(scores);
    const calibration = scores.sort();
    const threshold = quantileThreshold(calibration, { alarmRate, effectiveSize: worth });
    const notes = [learnedNote({ trained, heldOut }), fitted.window.why, ...constantNotes(sliceSeries(series, 0, trained.end), columns)];
    const detector = seriesDetectorOf({
      ...fitted,
      scorer,
      columns,
      rule,
      calibration,
      effectiveSize: worth,
      threshold,
      notes,
      metadata: {},
    });
    return { ...detector, trained, heldOut };
  } catch (error) {
    scorer.dispose();
    throw error;
  }
}

function checkNames(columns: readonly string[] | undefined, { channels = 1 }: Series): void {
  if (columns === undefined) return;
  const fits = Array.isArray(columns) && columns.length === channels && columns.every((name) => typeof name === 'string');
  check(fits, () => `${CALL}: columns must be ${channels} names, one for each column of the series, not ${show(columns)}`);
}

const tooShort = (scores: number, length: number): string =>
  `${CALL}: ${scores} held-out steps have a score, too few for a threshold; ${LEAST} are needed. ` +
  `Give a longer series, a larger heldOut, or a window of fewer than ${length} steps`;

const learnedNote = ({ trained, heldOut }: Pick<FittedSeries, 'trained' | 'heldOut'>): string =>
  `It learned from the first ${trained.end} steps. The threshold is from the next ${heldOut.end - heldOut.start}, which were held out.`;
