import { DivergenceError } from '@autoencoders/core';
import type { Group } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import type { SummaryWriter } from '@autoencoders/exchange';
import type { Evaluation, Progress, TrainingResult, TrainingRun } from '@autoencoders/training';
import type { Interruptions } from './interruptions.js';
import type { RunFolder } from './output/run-folder.js';
import { anyRankWants, isFollower } from './processes.js';
import { progressView } from './progress.js';
import { rankClock } from './rank-times.js';
import type { RankTimes } from './rank-times.js';
import type { Terminal } from './terminal.js';

/** The completed epochs of a training, and what ended it early, if anything did. */
export interface FitResult<P extends Progress = Progress> {
  readonly history: readonly JudgedProgress<P>[];
  /** Whether a signal ended it. */
  readonly stopped: boolean;
  /** What ended it, after at least one step. */
  readonly failure?: Error;
  /** What a step took on each rank, where several trained. */
  readonly ranks?: readonly RankTimes[] | undefined;
}

/** A run: its folder, the signals that can end its training, and where it is shown. */
export interface WatchedRun {
  readonly run: RunFolder;
  readonly signals: Interruptions;
  readonly terminal: Terminal;
}

/** Options of `fitWithProgress`. */
export interface WatchOptions<P extends Progress> {
  /** What stands before a progress. Default: nothing. */
  readonly label?: (progress: P) => string;
  /** What writes the progress for TensorBoard, and is closed. Default: nothing is written. */
  readonly summaries?: SummaryWriter | undefined;
  /** Measures the loss on test examples, after each epoch. Default: it is not measured. */
  readonly judge?: (() => Promise<Evaluation>) | undefined;
  /** The processes that train together. */
  readonly group?: Group | undefined;
}

/** The progress of an epoch, and the loss on test examples after it. */
export type JudgedProgress<P extends Progress = Progress> = P & { readonly test?: Evaluation };

/** Runs a training and shows its progress. A signal ends it early, and the weights stay as they are then. */
export async function fitWithProgress<P extends Progress>(
  training: TrainingRun<P, TrainingResult<P> | readonly TrainingResult<P>[]>,
  { signals, terminal: { err, style } }: WatchedRun,
  { label = () => '', summaries, judge, group }: WatchOptions<P> = {},
): Promise<FitResult<P>> {
  const view = progressView(err, style);
  signals.enter('training');
  const history: P[] = [];
  const tests = new Map<number, Evaluation>();
  const judged = (all: readonly P[]): readonly JudgedProgress<P>[] =>
    all.map((progress) => (tests.has(progress.epoch) ? { ...progress, test: tests.get(progress.epoch)! } : progress));
  const clock = group && rankClock(group);
  let last: P | undefined;
  try {
    for await (const progress of training) {
      last = progress;
      clock?.note(progress);
      view.show(progress, label(progress));
      await summaries?.add(progress);
      const stops = anyRankWants(group, signals.stopped());
      if (progress.step === progress.steps || stops) {
        history.push(progress);
        if (judge && !isFollower()) tests.set(progress.epoch, await judge());
      }
      if (stops) break;
    }
    view.end();
    const ranks = clock?.times();
    // With the epochs before the training was resumed.
    const whole = [await training].flat().flatMap((result) => result.history);
    const isPart = last !== undefined && last.step !== last.steps;
    await summaries?.close();
    return { history: judged(isPart ? [...whole, last!] : whole), stopped: signals.stopped(), ranks };
  } catch (failure) {
    view.end();
    await summaries?.close({ failed: true });
    if (!(failure instanceof DivergenceError) && last === undefined) throw failure;
    if (last && last !== history.at(-1)) history.push(last);
    return { history: judged(history), stopped: signals.stopped(), failure: failure as Error };
  }
}

/** The most test examples that are measured after each epoch, and the share of the training examples that they are at most. */
const JUDGED = 2000;
const JUDGED_SHARE = 0.2;

/** How many test examples to measure after each epoch, so that this takes little of the time. */
export const judgedCount = (test: number, training: number): number =>
  Math.max(1, Math.min(test, JUDGED, Math.round(JUDGED_SHARE * training)));

/** The least steps of a training: with fewer, a small model is not trained to the end. On a small dataset they take seconds. */
const MIN_STEPS = 1500;

/** The epochs of a variant by default, or more where the dataset is small. */
export const defaultEpochs = (epochs: number, examples: number, batch: number): number =>
  Math.max(epochs, Math.ceil(MIN_STEPS / Math.ceil(examples / batch)));

/** The size of batches, and the share of examples for validation. */
export interface Batching {
  readonly batch: number;
  readonly validation?: number | undefined;
}

/**
 * Batches that are not larger than the examples to train on. With a share for validation, at least one example is held out,
 * and at least one is left.
 */
export function batchingFor({ batch, validation }: Batching, examples: number): Batching {
  if (validation === undefined) return { batch: Math.min(batch, examples), validation };
  check(examples > 1, () => `--validation ${validation}: there is only one example, and none can be held out`);
  const share = Math.min(Math.max(validation, 1 / examples), 1 - 1 / examples);
  return { batch: Math.min(batch, examples - Math.round(share * examples)), validation: share };
}
