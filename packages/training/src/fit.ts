import { gather, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { leaves, permutation, seeded } from '@autoencoders/core';
import type { Clock, Latent, Model } from '@autoencoders/core';
import { checkValues } from './checks.js';
import { watcher } from './early-stopping.js';
import { meanLosses } from './evaluate.js';
import { boundsOf } from './losses.js';
import { explained } from './missing.js';
import type { Needs } from './needs.js';
import { planOf } from './options.js';
import type { FitOptions, Plan } from './options.js';
import { needsOf } from './preflight.js';
import { sumsOf } from './sums.js';
import type { Evaluation } from './sums.js';
import { breather } from './time.js';
import { trainer } from './trainer.js';

/** How training stands. `loss` and `terms` are means over the examples of this epoch so far. */
export interface Progress<K extends string = string> extends Evaluation<K> {
  /** The epoch, from 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Steps made in this epoch; equal to `steps` when the epoch is complete. */
  readonly step: number;
  readonly steps: number;
  /** The same means on the validation data, as `evaluate` takes them, when the epoch is complete. */
  readonly validation?: Evaluation<K>;
  /** Seconds spent training and validating so far; what the caller's loop takes is not in it. */
  readonly seconds: number;
  /** Training examples per second in this epoch. */
  readonly examplesPerSecond: number;
}

/** Streams of the run's seed; steps draw from stream 2. */
const SPLIT = 0;
const ORDER = 1;
const VALIDATION = 3;

/**
 * Trains `model` on `data`, `[examples, …input]`, in place. Yields after every epoch, and every so many steps when asked
 * to; leaving the loop stops training and frees what it held. The same seed gives the same weights.
 *
 * Throws an `InputError` at once for options that do not fit, before the first step for data that is not finite or lies
 * outside of what the model can give back or a loss can judge, and in the first step, which then changes nothing, where
 * the backend lacks a kernel, naming the layer that needs it. Throws a `DivergenceError` at the step whose loss is not
 * finite; the model then holds the last weights that gave a finite one, or the best with early stopping.
 *
 * ```ts
 * for await (const { epoch, loss, terms } of fit(model, images, { loss: { squaredError }, epochs: 20, batch: 128 })) {
 *   console.log(epoch, loss, terms.squaredError);
 * }
 * ```
 */
export function fit<X extends Tensor, L extends Latent, K extends string>(
  model: Model<X, L>,
  data: X,
  options: FitOptions<X, NoInfer<L>, K>,
): AsyncGenerator<Progress<K>, void, void> {
  const plan = planOf<X, L, K>(model, data, options);
  return explaining(train(model, data, plan), () => needsOf({ ...plan, model }));
}

/**
 * `training`, and where a kernel is missing the layer that needs it. Nothing is asked before the first step: no step
 * changes the model before its last kernel has run, so that the first is soon enough, and a corruption or a loss that
 * counts its calls or draws numbers of its own sees training data only.
 */
async function* explaining<T>(training: AsyncGenerator<T, void, void>, needs: () => readonly Needs[]): AsyncGenerator<T, void, void> {
  try {
    yield* training;
  } catch (error) {
    throw explained(error, needs);
  }
}

async function* train<X extends Tensor, L extends Latent, K extends string>(
  model: Model<X, L>,
  data: X,
  plan: Plan<X, L, K>,
): AsyncGenerator<Progress<K>, void, void> {
  const { terms, epochs, batch, seed } = plan;
  const bounds = boundsOf(model, terms);
  await checkValues('fit', 'data', data, bounds);
  if (plan.validation) await checkValues('fit', 'validation', plan.validation, bounds);

  const { rows, aside } = divide(data.shape[0]!, plan);
  const steps = Math.ceil(rows.length / batch);
  const breathe = breather();
  const best = watcher(leaves(model.weights), plan.earlyStopping);
  let held: X | undefined;
  const judging = { corrupt: plan.corrupt, batch, seed: seeded(seed, VALIDATION)() };
  const judge = async (clock: Clock): Promise<Evaluation<K> | undefined> => {
    const validation = plan.validation ?? held;
    return validation && meanLosses(model, validation, terms, judging, clock);
  };
  let seconds = 0;
  const timed = async <T>(work: () => Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await work();
    seconds += (performance.now() - start) / 1000;
    return result;
  };

  const training = trainer({ ...plan, model, data }, steps);
  try {
    held = aside && tidy(() => gather(data, tensor1d(aside, 'int32')) as X);
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const sums = sumsOf(terms.map(([name]) => name));
      const order = plan.shuffle ? permutation(rows.length, seeded(seed, ORDER, epoch)()) : undefined;
      const before = seconds;
      const progress = (step: number): Progress<K> => {
        const examplesPerSecond = Math.min(step * batch, rows.length) / (seconds - before);
        return { epoch, epochs, step, steps, ...sums.means(), seconds, examplesPerSecond };
      };
      for (let step = 1; step <= steps; step++) {
        const places = [(step - 1) * batch, Math.min(step * batch, rows.length)] as const;
        const chosen = order ? order.slice(...places).map((place) => rows[place]!) : rows.slice(...places);
        sums.add(await timed(() => training.step(chosen)), chosen.length);
        await breathe();
        if (step < steps && step % plan.every === 0) yield progress(step);
      }
      await timed(training.settle);
      const trained = progress(steps);
      const validated = await timed(() => judge({ step: training.made(), epoch }));
      // Before the yield, so that leaving the loop at the best epoch keeps its weights.
      const stop = best.shouldStop((validated ?? trained).loss);
      yield { ...trained, seconds, ...(validated && { validation: validated }) };
      if (stop) return;
    }
  } finally {
    best.finish();
    training.dispose();
    held?.dispose();
  }
}

/** The rows to train on, and those set aside for validation, chosen by the seed. */
function divide(
  count: number,
  { setAside, seed }: { setAside: number; seed: number },
): { rows: Int32Array; aside: Int32Array | undefined } {
  if (setAside === 0) return { rows: Int32Array.from({ length: count }, (_, i) => i), aside: undefined };
  const order = permutation(count, seeded(seed, SPLIT)());
  return { rows: order.slice(setAside).sort(), aside: order.slice(0, setAside) };
}
