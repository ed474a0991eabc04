import { concat1d, dispose, mul, sum, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { leaves } from '@autoencoders/core';
import { addAll } from '@autoencoders/core/operations';
import { readsWait } from '@autoencoders/core/internal';
import type { DivergenceError, Latent, Weights } from '@autoencoders/core';
import { divergedLoss, divergedWeights } from './divergence.js';
import type { StepLosses } from './divergence.js';
import type { Batch } from './source.js';
import { applyGradients, gradientsOf, tensorsOf } from './step.js';
import type { StepPlan } from './step.js';
import type { WeightKeeper } from './weight-keeper.js';

/** Takes step after step. Holds the state of the optimizer, and the losses that have not been read yet. */
export interface Trainer<X extends Tensor> {
  /** How many steps were taken. */
  readonly made: () => number;
  /** The state of the optimizer. It is not valid after the next step. */
  readonly state: () => Weights;
  /**
   * Takes one step on a batch. Gives the loss terms of all steps that were not read before, or none where reading can
   * wait. Throws a `DivergenceError` where one of them is not finite.
   */
  readonly step: (batch: Batch<X>, mayWait?: boolean) => Promise<readonly StepLosses[]>;
  /** Throws a `DivergenceError` when a weight is not finite. The loss of a next step would show it; call this where none follows. */
  readonly settle: () => Promise<void>;
  readonly dispose: () => void;
}

/** The loss terms of one step, on the device, and how many examples it had. */
interface UnreadLosses {
  readonly values: Tensor1D;
  readonly size: number;
}

/** How many steps a GPU may take before their losses are read. Reading makes it wait. */
const AHEAD = 16;

/** Where a training goes on: how many steps were made before, and the state of the optimizer, which the trainer frees. */
export interface TrainerStart {
  readonly made: number;
  readonly state: Weights;
}

/**
 * Trains by a plan. `steps` gives how many steps an epoch has, for schedules in epochs; `keeper` keeps the weights of the model. By
 * default, training starts at step 0.
 */
export function trainer<X extends Tensor, L extends Latent, K extends string>(
  run: StepPlan<X, L, K>,
  steps: () => number,
  keeper: WeightKeeper,
  start: TrainerStart = { made: 0, state: tidy(() => run.optimizer.init(run.trained.weights)) },
): Trainer<X> {
  let { made, state } = start;
  keeper.keep('finite');
  let [read, settled] = [made, 0];
  const unread: UnreadLosses[] = [];
  const ahead = readsWait() ? AHEAD : 1;
  const fail = (error: DivergenceError): never => {
    keeper.restore('finite');
    throw error;
  };
  const readAll = async (): Promise<readonly StepLosses[]> => {
    // A shader compiler may assume that all numbers are finite. On a GPU, a loss may then look finite where weights are not.
    const [losses, finite] = await Promise.all([readLosses(unread), !readsWait() || areFinite(run.model.weights)]);
    const error = divergedLoss(run, losses, read, steps()) ?? (finite ? undefined : divergedWeights(run.call, made));
    if (error) fail(error);
    dispose(unread.splice(0).map(({ values }) => values));
    keeper.keep('finite');
    read += losses.length;
    return losses;
  };
  return {
    made: () => made,
    state: () => state,
    async step(batch, mayWait = true) {
      const clock = { step: made, epoch: made / steps() };
      const found = gradientsOf(run, batch, clock);
      unread.push({ values: found.values, size: batch.size });
      try {
        const losses = mayWait && unread.length < ahead ? [] : await readAll();
        state = applyGradients(run, found, state, clock);
        made += 1;
        return losses;
      } catch (error) {
        dispose([...tensorsOf(found)]);
        throw error;
      }
    },
    async settle() {
      if (settled === made) return;
      if (!(await areFinite(run.model.weights))) fail(divergedWeights(run.call, made));
      settled = made;
    },
    dispose: () => dispose([...unread.map(({ values }) => values), ...Object.values(leaves(state))]),
  };
}

/** Whether every weight is finite: 0 · x is 0 unless x is NaN or infinite. */
async function areFinite(weights: Weights): Promise<boolean> {
  const zero = tidy(() => addAll(Object.values(leaves(weights)).map((weight) => sum(mul(weight, 0)))));
  const [value] = await zero.data<'float32'>().finally(() => zero.dispose());
  return value === 0;
}

/** The losses of all steps, read at once. */
async function readLosses(unread: readonly UnreadLosses[]): Promise<readonly StepLosses[]> {
  const [{ values: first }, ...others] = unread as readonly [UnreadLosses, ...UnreadLosses[]];
  if (others.length === 0) return [{ values: await first.data<'float32'>(), size: unread[0]!.size }];
  const joined = concat1d(unread.map(({ values }) => values));
  const all = await joined.data<'float32'>().finally(() => joined.dispose());
  return unread.map(({ size }, i) => ({ values: all.slice(i * first.size, (i + 1) * first.size), size }));
}
