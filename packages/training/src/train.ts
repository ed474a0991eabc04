import type { Tensor } from '@tensorflow/tfjs-core';
import { seeded } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { periodicYield } from '@autoencoders/core/internal';
import type { Latent } from '@autoencoders/core';
import { batchChecker, checkSource } from './checks.js';
import { earlyStopping } from './early-stopping.js';
import { meanLosses } from './evaluate.js';
import { explained } from './missing-kernels.js';
import type { Plan } from './options.js';
import type { ARGUMENT_NAMES } from './pairs.js';
import { needsOf } from './preflight.js';
import { noteRun, warnOfRepeat } from './repeated-seed.js';
import { runningMeans } from './running-means.js';
import type { Evaluation } from './running-means.js';
import { SEED_STREAMS } from './seed-streams.js';
import type { Batch, Source } from './source.js';
import { stopwatch } from './stopwatch.js';
import { trainer } from './trainer.js';
import type { Trainer } from './trainer.js';
import { weightKeeper } from './weight-keeper.js';

/** The progress of a training. `loss` and `terms` are means over the examples of this epoch so far. */
export interface Progress<K extends string = string> extends Evaluation<K> {
  /** The epoch, from 1. */
  readonly epoch: number;
  /** How many epochs there are. */
  readonly epochs: number;
  /** Steps taken in this epoch; equal to `steps` when the epoch is complete. */
  readonly step: number;
  /** How many steps an epoch has; `Infinity` in the first epoch of a stream of unknown length, until it is complete. */
  readonly steps: number;
  /** The same means on the validation data, as `evaluate` takes them, when the epoch is complete. */
  readonly validation?: Evaluation<K>;
  /** Seconds of training and validation since the run began. The time that the caller's loop takes is left out. */
  readonly elapsedSeconds: number;
  /** Seconds of training and validation in this epoch. The epochs of a run add up to `elapsedSeconds`. */
  readonly epochSeconds: number;
  /** Seconds of this epoch in which steps waited for their data. */
  readonly waitingSeconds: number;
  /** Training examples per second in this epoch. */
  readonly examplesPerSecond: number;
}

/**
 * Trains by a plan. Where the backend lacks a kernel, the error names the layer that needs it. Kernels are not looked for
 * before the first step: a step changes the model only after its last kernel has run, and a corruption or a loss that counts
 * its calls is then called for training data only.
 */
export async function* train<X extends Tensor, L extends Latent, K extends string>(
  plan: Plan<X, L, K>,
): AsyncGenerator<Progress<K>, void, void> {
  try {
    yield* epochs(plan, await dividedData(plan));
  } catch (error) {
    throw explained(plan.call, error, () => needsOf(plan));
  }
}

/** The data to train on, and the data to validate by. */
interface DividedData<X extends Tensor> {
  readonly source: Source<X>;
  readonly validation: Source<X> | undefined;
}

/** Checks the data that are in memory, and sets examples aside as the plan says. */
async function dividedData<X extends Tensor, L extends Latent, K extends string>(plan: Plan<X, L, K>): Promise<DividedData<X>> {
  const { source, validation, share, seed } = plan;
  const checks = checksOf(plan, 'training');
  if (source.inMemory) await checkSource({ ...checks, several: share === 0 }, source);
  if (validation?.inMemory) await checkSource(checksOf(plan, 'validation'), validation);
  if (share === 0) return { source, validation };
  const [rest, aside] = source.divide(share, seeded(seed, SEED_STREAMS.split)());
  // The labels of a part may all be the same where those of the whole are not.
  if (rest.inMemory && plan.model.classes !== undefined) await checkSource({ ...checks, several: true }, rest);
  return { source: rest, validation: aside };
}

/** What the data of a plan must be. */
const checksOf = <X extends Tensor, L extends Latent, K extends string>(
  { call, names, model, terms }: Plan<X, L, K>,
  which: keyof typeof ARGUMENT_NAMES,
) => ({ call, names: names[which], model, terms });

async function* epochs<X extends Tensor, L extends Latent, K extends string>(
  plan: Plan<X, L, K>,
  { source, validation }: DividedData<X>,
): AsyncGenerator<Progress<K>, void, void> {
  const { call, model, corrupt, batch, seed } = plan;
  const known = source.count;
  // The steps of a stream of unknown length are known after its first epoch.
  let steps = known === undefined ? Infinity : Math.ceil(known / batch);
  const draws = { weights: model.weights, seed, count: known };
  if (plan.epochs > 0) warnOfRepeat(call, draws);
  const { timed, seconds } = stopwatch();
  const keeper = weightKeeper(call, model.weights);
  const toJudge = checksOf(plan, 'validation');
  const judged = { corrupt, batch, seed: seeded(seed, SEED_STREAMS.validation)() };
  const verdictOn = earlyStopping(plan.earlyStopping);
  const training = trainer(plan, () => steps, keeper);
  const breathe = periodicYield();
  const work: Work = (task) => timed(() => keeper.whileAlive(task));
  let left = true;
  try {
    for (let epoch = 1; epoch <= plan.epochs; epoch++) {
      const start = seconds();
      const times = (): Times => ({ elapsedSeconds: seconds(), epochSeconds: seconds() - start });
      const trained = yield* stepsOf(plan, source, epoch, { steps, training, work, times, breathe });
      steps = trained.step;
      const clock = { step: training.made(), epoch };
      const validated = validation && (await work(() => meanLosses(toJudge, validation, judged, clock)));
      await keeper.copyAfter(epoch);
      noteRun(draws);
      const { isBest, stops } = verdictOn((validated ?? trained).loss);
      // Before the yield, so that leaving the loop at the best epoch keeps its weights.
      if (isBest) keeper.keep('best');
      yield { ...trained, ...times(), ...(validated && { validation: validated }) };
      if (stops) return;
    }
  } catch (error) {
    left = false;
    throw error;
  } finally {
    try {
      // The loop may be left after a step whose weights no loss has shown yet.
      if (left) await keeper.whileAlive(training.settle);
    } finally {
      keeper.restore('best');
      keeper.dispose();
      training.dispose();
    }
  }
}

/** Does a task, and adds its time to that of the training. */
type Work = <T>(task: () => Promise<T>) => Promise<T>;
type Times = Pick<Progress, 'elapsedSeconds' | 'epochSeconds'>;

/** What the steps of an epoch use of their run. */
interface EpochTools<X extends Tensor> {
  /** How many steps an epoch has, as far as that is known. */
  readonly steps: number;
  readonly training: Trainer<X>;
  readonly work: Work;
  readonly times: () => Times;
  readonly breathe: () => Promise<void>;
}

/** Takes the steps of one epoch. Yields progress every so many steps, and returns the progress of the whole epoch. */
async function* stepsOf<X extends Tensor, L extends Latent, K extends string>(
  plan: Plan<X, L, K>,
  source: Source<X>,
  epoch: number,
  { steps, training, work, times, breathe }: EpochTools<X>,
): AsyncGenerator<Progress<K>, Progress<K>, void> {
  const { call, names, terms, epochs, batch: size, seed, shuffle, every } = plan;
  const losses = runningMeans(terms.map(([name]) => name));
  const checker = source.inMemory ? undefined : batchChecker({ ...checksOf(plan, 'training'), several: true }, source.shape);
  const waiting = stopwatch();
  let [step, examples] = [0, 0];
  const progress = (steps: number): Progress<K> => {
    const now = times();
    const rates = { waitingSeconds: waiting.seconds(), examplesPerSecond: examples / now.epochSeconds };
    return { epoch, epochs, step, steps, ...losses.means(), ...now, ...rates };
  };
  const order = shuffle ? seeded(seed, SEED_STREAMS.order, epoch)() : undefined;
  for await (const batch of waitingFor(source.batches({ size, seed: order }), (task) => work(() => waiting.timed(task)))) {
    await checker?.add(batch);
    step += 1;
    examples += batch.size;
    const due = batch.last || step % every === 0;
    for (const { values, size } of await work(() => training.step(batch, !due))) losses.add(values, size);
    await breathe();
    if (!batch.last && due) yield progress(steps);
  }
  check(step > 0, () => `${call}: ${names.training.data} has no examples`);
  checker?.finish();
  await work(training.settle);
  return progress(step);
}

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
