import { fitSeriesDetector } from '@autoencoders/anomaly';
import type { FittedSeriesDetector, Method } from '@autoencoders/anomaly';
import { InputError } from '@autoencoders/core';
import { checkpointing } from '../checkpointing.js';
import type { WatchedRun } from '../fit-with-progress.js';
import { counted } from '../format.js';
import { inGroup } from '../processes.js';
import { percent, progressBar } from '../progress-bar.js';
import { datasetReference } from '../run-info.js';
import { stepsOf } from '../series/describe-series.js';
import { withoutGaps } from '../source/reading.js';
import type { Terminal } from '../terminal.js';
import { text } from '../text.js';
import type { DetectorInfo } from './detector-run.js';
import { ALARM_RATE } from './fit.js';
import { seriesMethods } from './methods.js';
import type { DetectOptions } from './options.js';
import type { DetectSeries, TrainingSeries } from './series-data.js';

/** A series detector that was fitted, and how. */
export interface FittedSeries {
  readonly detector: FittedSeriesDetector;
  readonly info: DetectorInfo;
}

/** Fits a method to windows of a series. In a run that is watched, nets keep checkpoints, and a signal ends the work. */
export async function fitSeriesMethod(
  name: string,
  method: Method,
  training: TrainingSeries,
  given: DetectOptions,
  { err }: Pick<Terminal, 'err'>,
  watched?: WatchedRun,
): Promise<{ readonly detector: FittedSeriesDetector; readonly seconds: number }> {
  const start = performance.now();
  const { usual, columns, reading } = training;
  const bar = progressBar({ err }, `learning (${name})`, percent);
  watched?.signals.enter('training');
  const { window, train, delay, minLength, seed } = given;
  const { longestStep, resample } = reading;
  try {
    const how = {
      method,
      columns,
      alarmRate: given.alarmRate ?? ALARM_RATE,
      rule: withoutGaps({ minLength }),
      seed,
      ...withoutGaps({ window, train, delay, longestStep: resample === undefined ? longestStep : undefined }),
      onProgress: (share: number) => bar.show(100 * share, 100),
      ...(watched && { signal: watched.signals.signal, checkpoints: (part: string) => checkpointing(part, given, watched) }),
    };
    // A run that is watched has one fit; the others are controls, which rank 0 computes alone.
    const detector = await (watched
      ? inGroup(given, (group) => fitSeriesDetector(usual, { ...how, group }))
      : fitSeriesDetector(usual, how));
    return { detector, seconds: (performance.now() - start) / 1000 };
  } catch (cause) {
    throw inWordsOfOptions(cause, training);
  } finally {
    bar.end();
  }
}

/** An error of the library in the words of the command. It names the gaps of a series, if windows do not fit between them. */
function inWordsOfOptions(cause: unknown, { table, reading }: DetectSeries): unknown {
  if (!(cause instanceof InputError) || !cause.message.includes('held')) return cause;
  const { gaps = 0 } = stepsOf(table, reading) ?? {};
  const message = cause.message
    .replace(/^fitSeriesDetector/, 'detect')
    .replace(/ a larger heldOut,?/, '')
    .replace('or a window of', 'or a --window of');
  const hint =
    gaps > 0
      ? `. The series has ${counted(gaps, 'gap')}, which no window crosses: --longest-step 3600 allows steps of an hour, and --resample makes steps equal`
      : '';
  return new InputError(`${message}${hint}`, { cause });
}

/** The steps that methods of `seriesMethods` are told of; those for windows do not depend on them. */
export const STEPS = 10_000;

/** Fits a detector to the series that was read from `path`, and says so. The caller disposes it. */
export async function fitSeriesOn(
  path: string,
  training: TrainingSeries,
  given: DetectOptions,
  terminal: Terminal,
  backend: string,
  watched?: WatchedRun,
): Promise<FittedSeries> {
  const { err, style } = terminal;
  err.write(training.about);
  err.write(text`${style.bold('detect')}: method ${given.method}, backend ${backend}, seed ${given.seed}\n`);
  const { detector, seconds } = await fitSeriesMethod(
    given.method,
    seriesMethods[given.method]!(STEPS),
    training,
    given,
    terminal,
    watched,
  );
  const info: DetectorInfo = {
    method: given.method,
    data: datasetReference(path),
    rows: detector.heldOut.end,
    columns: training.columns.length,
    series: training.reading,
    alarmRate: given.alarmRate ?? ALARM_RATE,
    trim: 0,
    seed: given.seed,
    seconds: Number(seconds.toFixed(2)),
  };
  return { detector, info };
}
