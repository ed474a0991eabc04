import type { Tensor } from '@tensorflow/tfjs-core';
import { seeded } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import type { Latent } from '@autoencoders/core';
import { batchChecker } from './checks.js';
import type { Checkpoint } from './checkpoints/checkpoint.js';
import { checksOf, doneHere } from './data-checks.js';
import type { Plan } from './plan.js';
import { runningMeans } from './running-means.js';
import type { RunningMeans } from './running-means.js';
import { SEED_STREAMS } from './seed-streams.js';
import type { Batch, Source } from './source.js';
import { stopwatch } from './stopwatch.js';
import type { Stopwatch } from './stopwatch.js';
import type { Progress } from './progress.js';
import type { Trainer } from './trainer.js';

/** An epoch on its way. */
export interface OpenEpoch<K extends string> {
  /** The epoch, from 1. */
  readonly epoch: number;
  /** Steps taken in it. */
  step: number;
  /** Examples of these steps. */
  examples: number;
  readonly losses: RunningMeans<K>;
  /** The time that steps waited for data. */
  readonly waiting: Stopwatch;
  /** Seconds of training before the epoch began. */
  readonly start: number;
}

/** An epoch of which nothing was trained yet, or which goes on from a checkpoint. */
export const openEpoch = <K extends string>(
  { terms }: Plan<any, any, K>,
  { epoch, start }: Pick<OpenEpoch<K>, 'epoch' | 'start'>,
  from?: Checkpoint,
): OpenEpoch<K> => ({
  epoch,
  start,
  step: from?.step ?? 0,
  examples: from?.examples ?? 0,
  losses: runningMeans(
    terms.map(([name]) => name),
    from && { sums: from.lossSums, count: from.examples },
  ),
  waiting: stopwatch(from?.waitingSeconds),
});

/** Does a task, and adds its time to that of the training. */
export type Work = <T>(task: () => Promise<T>) => Promise<T>;
export type Times = Pick<Progress, 'elapsedSeconds' | 'epochSeconds'>;

/** What the steps of an epoch use of their run. */
export interface EpochTools<X extends Tensor> {
  /** How many steps an epoch has, as far as that is known. */
  readonly steps: number;
  readonly training: Trainer<X>;
  readonly work: Work;
  readonly times: () => Times;
  readonly breathe: () => Promise<void>;
  /** Whether a checkpoint should be taken after the next step. */
  readonly isDue: () => boolean;
  readonly takeCheckpoint: () => Promise<void>;
}

/** Takes the steps of one epoch that are left. Yields progress every so many steps, and returns the progress of the whole epoch. */
export async function* stepsOf<X extends Tensor, L extends Latent, K extends string>(
  plan: Plan<X, L, K>,
  source: Source<X>,
  open: OpenEpoch<K>,
  { steps, training, work, times, breathe, isDue, takeCheckpoint }: EpochTools<X>,
): AsyncGenerator<Progress<K>, Progress<K>, void> {
  const { call, names, epochs, batch: size, accumulationSteps, seed, shuffle, every, group, composed } = plan;
  const { epoch, losses, waiting } = open;
  const skip = open.step;
  // A rank may see one class only, in the rows that it reads.
  const checks = { ...checksOf(plan, 'training'), several: group === undefined };
  const checker = source.inMemory ? undefined : batchChecker(checks, source.shape, open.examples);
  const progress = (steps: number): Progress<K> => {
    const now = times();
    const rates = { waitingSeconds: waiting.seconds(), examplesPerSecond: open.examples / now.epochSeconds };
    const faults = training.faults();
    const ofFaults = faults && { skippedSteps: faults.skippedSteps, learningRateFactor: faults.factor };
    return { epoch, epochs, step: open.step, steps, ...losses.means(), ...now, ...rates, ...ofFaults };
  };
  const order = shuffle ? seeded(seed, SEED_STREAMS.order, epoch)() : undefined;
  const batches = source.batches({ size, seed: order, skip: skip * accumulationSteps, shard: shardToRead(plan) });
  const ofSteps = composed ? composed.batches(batches) : batches;
  // Ranks that average their weights are alike only then.
  const round = composed?.rounds?.every ?? 1;
  let isWanted = false;
  for await (const batch of waitingFor(ofSteps, (task) => work(() => waiting.timed(task)))) {
    for (const part of batch.parts ?? [batch]) await checker?.add(part);
    isWanted ||= (open.step + 1) % every === 0;
    const areAlike = batch.last || (training.made() + 1) % round === 0;
    const [yields, saves] = [areAlike && isWanted, areAlike && isDue()];
    const mayWait = !(batch.last || yields || saves || (round > 1 && areAlike));
    const { losses: read, isSkipped } = await work(() => training.step(batch, mayWait));
    for (const { values, size } of read) losses.add(values, size);
    open.step += 1;
    open.examples = isSkipped ? losses.sums().count : open.examples + batch.size;
    if (saves && !batch.last) await work(takeCheckpoint);
    await breathe();
    if (yields && !batch.last) yield progress(steps);
    if (yields) isWanted = false;
  }
  check(open.step > 0, () => `${call}: ${names.training.data} has no examples`);
  // Ranges and classes are those of whole epochs.
  if (skip === 0) await (plan.ranks?.all ?? doneHere)(async () => checker?.finish());
  await work(training.settle);
  return progress(open.step);
}

/** The rank that reads its rows of each batch only. What changes or corrupts examples needs the whole batch. */
const shardToRead = ({ augment, corrupt, group }: Plan<any, any, any>): Plan<any, any, any>['group'] =>
  augment || corrupt ? undefined : group;

/** The same batches. The time that each is waited for counts as work. */
async function* waitingFor<X extends Tensor>(batches: AsyncIterable<Batch<X>>, work: Work): AsyncGenerator<Batch<X>, void> {
  const iterator = batches[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await work(() => iterator.next());
      if (done) return;
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}
