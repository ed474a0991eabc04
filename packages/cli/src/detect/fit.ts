import { fitDetector } from '@autoencoders/anomaly';
import type { FittedDetector, Method } from '@autoencoders/anomaly';
import { rowCount } from '@autoencoders/core/internal';
import { checkpointing } from '../checkpointing.js';
import type { WatchedRun } from '../fit-with-progress.js';
import { counted } from '../format.js';
import { inGroup } from '../processes.js';
import { percent, progressBar } from '../progress-bar.js';
import { datasetReference } from '../run-info.js';
import type { Terminal } from '../terminal.js';
import { text } from '../text.js';
import type { DetectorInfo } from './detector-run.js';
import type { TrainingExamples } from './examples.js';
import { methods } from './methods.js';
import type { DetectOptions } from './options.js';

/** The default false-alarm rate. */
export const ALARM_RATE = 0.01;

/** A detector that was fitted, and how. */
export interface Fitted {
  readonly detector: FittedDetector;
  readonly info: DetectorInfo;
}

/** Above this many examples, those that are scored themselves are held out in two parts. */
const MANY = 5000;

/**
 * Fits a method to usual examples. Those that are scored themselves are all held out once. In a run that is watched, nets keep checkpoints,
 * and a signal ends the work.
 */
export async function fitMethod(
  name: string,
  method: (examples: number) => Method,
  { usual, rows }: TrainingExamples,
  given: DetectOptions,
  { err }: Pick<Terminal, 'err'>,
  watched?: WatchedRun,
): Promise<{ readonly detector: FittedDetector; readonly seconds: number }> {
  const start = performance.now();
  const bar = progressBar({ err }, `learning (${name})`, percent);
  watched?.signals.enter('training');
  try {
    const how = {
      method: method(rowCount(usual)),
      encoder: rows?.encoder,
      alarmRate: given.alarmRate ?? ALARM_RATE,
      trim: given.trim,
      seed: given.seed,
      ...(given.on === undefined && rowCount(usual) > MANY && { folds: 2 }),
      onProgress: (share: number) => bar.show(100 * share, 100),
      ...(watched && { signal: watched.signals.signal, checkpoints: (part: string) => checkpointing(part, given, watched) }),
    };
    // A run that is watched has one fit; the others are controls, which rank 0 computes alone.
    const detector = await (watched ? inGroup(given, (group) => fitDetector(usual, { ...how, group })) : fitDetector(usual, how));
    return { detector, seconds: (performance.now() - start) / 1000 };
  } finally {
    bar.end();
  }
}

/** Fits the detector to the examples that were read from `path`, and says so. The caller disposes it. */
export async function fitOn(
  path: string,
  training: TrainingExamples,
  given: DetectOptions,
  terminal: Terminal,
  backend: string,
  watched?: WatchedRun,
): Promise<Fitted> {
  const { err, style } = terminal;
  const columns = training.rows?.encoder.columns.length;
  const count = rowCount(training.usual);
  err.write(training.about);
  err.write(
    text`${style.bold('detect')}: ${counted(count, `usual ${training.noun}`)}${columns !== undefined && `, ${counted(columns, 'column')}`}; method ${given.method}, backend ${backend}, seed ${given.seed}\n`,
  );
  const { detector, seconds } = await fitMethod(given.method, methods[given.method]!, training, given, terminal, watched);
  const info: DetectorInfo = {
    method: given.method,
    data: datasetReference(path),
    rows: count,
    columns,
    reading: training.reading,
    alarmRate: given.alarmRate ?? ALARM_RATE,
    trim: given.trim,
    seed: given.seed,
    seconds: Number(seconds.toFixed(2)),
    label: training.rule,
  };
  return { detector, info };
}
