import type { Tensor } from '@tensorflow/tfjs-core';
import { permutation, seeded } from '@autoencoders/core';
import { periodicYield } from '@autoencoders/core/internal';
import type { Latent } from '@autoencoders/core';
import { checkSeveral } from './checks.js';
import { earlyStopping } from './early-stopping.js';
import { meanLosses } from './evaluate.js';
import { only } from './examples.js';
import type { Pairs } from './examples.js';
import { explained } from './missing-kernels.js';
import type { Plan } from './options.js';
import { checkPairs } from './pairs.js';
import { needsOf } from './preflight.js';
import { noteRun, warnOfRepeat } from './repeated-seed.js';
import { runningMeans } from './running-means.js';
import type { Evaluation } from './running-means.js';
import { SEED_STREAMS } from './seed-streams.js';
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
  /** How many steps an epoch has. */
  readonly steps: number;
  /** The same means on the validation data, as `evaluate` takes them, when the epoch is complete. */
  readonly validation?: Evaluation<K>;
  /** Seconds of training and validation since the run began. The time that the caller's loop takes is left out. */
  readonly elapsedSeconds: number;
  /** Seconds of training and validation in this epoch. The epochs of a run add up to `elapsedSeconds`. */
  readonly epochSeconds: number;
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

/** The rows of the data to train on, and the data to validate by. */
interface DividedData<X extends Tensor> {
  readonly rows: Int32Array;
  readonly validation: Pairs<X> | undefined;
}

/** Checks the data, and sets examples aside as the plan says. */
async function dividedData<X extends Tensor, L extends Latent, K extends string>(plan: Plan<X, L, K>): Promise<DividedData<X>> {
  const { call, names, model, terms, data, target, setAside, seed } = plan;
  await checkPairs(call, names.training, plan, model, terms);
  if (plan.validation) await checkPairs(call, names.validation, plan.validation, model, terms);
  const order =
    setAside === 0 ? Int32Array.from({ length: data.count }, (_, i) => i) : permutation(data.count, seeded(seed, SEED_STREAMS.split)());
  const [rows, aside] = [order.slice(setAside).sort(), order.slice(0, setAside)];
  if (target && model.classes !== undefined) await checkSeveral(call, names.training.target, only(target, rows));
  const held = setAside === 0 ? undefined : { data: only(data, aside), target: target && only(target, aside) };
  return { rows, validation: plan.validation ?? held };
}

async function* epochs<X extends Tensor, L extends Latent, K extends string>(
  plan: Plan<X, L, K>,
  { rows, validation }: DividedData<X>,
): AsyncGenerator<Progress<K>, void, void> {
  const { call, model, terms, corrupt, batch, seed } = plan;
  const steps = Math.ceil(rows.length / batch);
  const draws = { weights: model.weights, seed, count: rows.length };
  if (plan.epochs > 0) warnOfRepeat(call, draws);
  const { timed, seconds } = stopwatch();
  const keeper = weightKeeper(call, model.weights);
  const judged = { corrupt, batch, seed: seeded(seed, SEED_STREAMS.validation)() };
  const verdictOn = earlyStopping(plan.earlyStopping);
  const training = trainer(plan, steps, keeper);
  const breathe = periodicYield();
  const work: Work = (task) => timed(() => keeper.whileAlive(task));
  let left = true;
  try {
    for (let epoch = 1; epoch <= plan.epochs; epoch++) {
      const start = seconds();
      const times = (): Times => ({ elapsedSeconds: seconds(), epochSeconds: seconds() - start });
      const trained = yield* stepsOf(plan, rows, epoch, { steps, training, work, times, breathe });
      const clock = { step: training.made(), epoch };
      const validated = validation && (await work(() => meanLosses(model, validation, terms, judged, clock)));
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
interface EpochTools {
  /** How many steps an epoch has. */
  readonly steps: number;
  readonly training: Trainer;
  readonly work: Work;
  readonly times: () => Times;
  readonly breathe: () => Promise<void>;
}

/** Takes the steps of one epoch. Yields progress every so many steps, and returns the progress of the whole epoch. */
async function* stepsOf<X extends Tensor, L extends Latent, K extends string>(
  { terms, epochs, batch, seed, shuffle, every }: Plan<X, L, K>,
  rows: Int32Array,
  epoch: number,
  { steps, training, work, times, breathe }: EpochTools,
): AsyncGenerator<Progress<K>, Progress<K>, void> {
  const losses = runningMeans(terms.map(([name]) => name));
  const order = shuffle ? permutation(rows.length, seeded(seed, SEED_STREAMS.order, epoch)()) : undefined;
  const progress = (step: number): Progress<K> => {
    const now = times();
    const examplesPerSecond = Math.min(step * batch, rows.length) / now.epochSeconds;
    return { epoch, epochs, step, steps, ...losses.means(), ...now, examplesPerSecond };
  };
  for (let step = 1; step <= steps; step++) {
    const places = [(step - 1) * batch, Math.min(step * batch, rows.length)] as const;
    const chosen = order ? order.slice(...places).map((place) => rows[place]!) : rows.slice(...places);
    const due = step === steps || step % every === 0;
    for (const { values, size } of await work(() => training.step(chosen, !due))) losses.add(values, size);
    await breathe();
    if (step < steps && due) yield progress(step);
  }
  await work(training.settle);
  return progress(steps);
}
