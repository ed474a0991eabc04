import type { Tensor } from '@tensorflow/tfjs-core';
import { leaves, permutation, seeded } from '@autoencoders/core';
import { periodicYield } from '@autoencoders/core/internal';
import type { Clock, Latent } from '@autoencoders/core';
import { checkSeveral } from './checks.js';
import { watcher } from './early-stopping.js';
import { meanLosses } from './evaluate.js';
import { only } from './examples.js';
import type { Pairs } from './examples.js';
import { explained } from './missing-kernels.js';
import type { Plan } from './options.js';
import { keeper } from './weights-on-loss.js';
import { checkPairs } from './pairs.js';
import { needsOf } from './preflight.js';
import { noteRun, warnOfRepeat } from './repeats.js';
import { sumsOf } from './sums.js';
import type { Evaluation } from './sums.js';
import { stopwatch } from './stopwatch.js';
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
  /** Seconds of training and validation since the run began. The time that the caller's loop takes is left out. */
  readonly elapsedSeconds: number;
  /** Seconds of training and validation in this epoch. The epochs of a run add up to `elapsedSeconds`. */
  readonly epochSeconds: number;
  /** Training examples per second in this epoch. */
  readonly examplesPerSecond: number;
}

/** Streams of the run's seed; steps draw from stream 2. */
const SPLIT = 0;
const ORDER = 1;
const VALIDATION = 3;

/**
 * Trains by a plan, and where a kernel is missing names the layer that needs it. Nothing is asked before the first
 * step: no step changes the model before its last kernel has run, so that the first is soon enough, and a corruption or
 * a loss that counts its calls or draws numbers of its own sees training data only.
 */
export async function* train<X extends Tensor, L extends Latent, K extends string>(
  plan: Plan<X, L, K>,
): AsyncGenerator<Progress<K>, void, void> {
  try {
    yield* epochs(plan, await divided(plan));
  } catch (error) {
    throw explained(plan.call, error, () => needsOf(plan));
  }
}

/** What of the data is trained on, and what is judged by. */
interface Divided<X extends Tensor> {
  readonly rows: Int32Array;
  readonly validation: Pairs<X> | undefined;
}

/** Looks through the data, and divides it as the plan says. */
async function divided<X extends Tensor, L extends Latent, K extends string>(plan: Plan<X, L, K>): Promise<Divided<X>> {
  const { call, names, model, terms, data, target, setAside, seed } = plan;
  await checkPairs(call, names.training, plan, model, terms);
  if (plan.validation) await checkPairs(call, names.validation, plan.validation, model, terms);
  const order = setAside === 0 ? Int32Array.from({ length: data.count }, (_, i) => i) : permutation(data.count, seeded(seed, SPLIT)());
  const [rows, aside] = [order.slice(setAside).sort(), order.slice(0, setAside)];
  if (target && model.classes !== undefined) await checkSeveral(call, names.training.target, only(target, rows));
  const held = setAside === 0 ? undefined : { data: only(data, aside), target: target && only(target, aside) };
  return { rows, validation: plan.validation ?? held };
}

async function* epochs<X extends Tensor, L extends Latent, K extends string>(
  plan: Plan<X, L, K>,
  { rows, validation }: Divided<X>,
): AsyncGenerator<Progress<K>, void, void> {
  const { model, terms, epochs, batch, seed } = plan;
  const steps = Math.ceil(rows.length / batch);
  const draws = { weights: model.weights, seed, count: rows.length };
  if (epochs > 0) warnOfRepeat(plan.call, draws);
  const breathe = periodicYield();
  const best = watcher(leaves(model.weights), plan.earlyStopping);
  const judging = { corrupt: plan.corrupt, batch, seed: seeded(seed, VALIDATION)() };
  const judge = async (clock: Clock): Promise<Evaluation<K> | undefined> =>
    validation && meanLosses(model, validation, terms, judging, clock);
  const { timed, seconds } = stopwatch();
  const keeping = keeper(plan.call, model.weights);
  const { alive } = keeping;
  const training = trainer(plan, steps);
  let left = true;
  try {
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const sums = sumsOf(terms.map(([name]) => name));
      const order = plan.shuffle ? permutation(rows.length, seeded(seed, ORDER, epoch)()) : undefined;
      const before = seconds();
      const times = () => ({ elapsedSeconds: seconds(), epochSeconds: seconds() - before });
      const progress = (step: number): Progress<K> => {
        const examplesPerSecond = Math.min(step * batch, rows.length) / (seconds() - before);
        return { epoch, epochs, step, steps, ...sums.means(), ...times(), examplesPerSecond };
      };
      for (let step = 1; step <= steps; step++) {
        const places = [(step - 1) * batch, Math.min(step * batch, rows.length)] as const;
        const chosen = order ? order.slice(...places).map((place) => rows[place]!) : rows.slice(...places);
        const due = step === steps || step % plan.every === 0;
        for (const { values, size } of await timed(() => alive(() => training.step(chosen, !due)))) sums.add(values, size);
        await breathe();
        if (step < steps && due) yield progress(step);
      }
      await timed(() => alive(training.settle));
      const trained = progress(steps);
      const validated = await timed(() => alive(() => judge({ step: training.made(), epoch })));
      await keeping.keep(epoch);
      noteRun(draws);
      // Before the yield, so that leaving the loop at the best epoch keeps its weights.
      const stop = best.shouldStop((validated ?? trained).loss);
      yield { ...trained, ...times(), ...(validated && { validation: validated }) };
      if (stop) return;
    }
  } catch (error) {
    left = false;
    throw error;
  } finally {
    try {
      // Whoever leaves the loop after a step has not seen what its weights give.
      if (left) await alive(training.settle);
    } finally {
      best.finish();
      training.dispose();
    }
  }
}
