import { concat1d, dispose, mul, sum, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { DivergenceError, leaves } from '@autoencoders/core';
import { addAll } from '@autoencoders/core/operations';
import { readsWait } from '@autoencoders/core/internal';
import type { Latent, Weights } from '@autoencoders/core';
import { applyGradients, gradientsOf, tensorsOf } from './step.js';
import type { StepPlan } from './step.js';
import type { WeightKeeper } from './weight-keeper.js';

/** The values of the loss terms of one step, and how many examples it was. */
export interface StepLosses {
  readonly values: Float32Array;
  readonly size: number;
}

/** Takes step after step. Holds the state of the optimizer, and the losses that have not been read yet. */
export interface Trainer {
  /** Steps made so far. */
  readonly made: () => number;
  /**
   * One step on the given rows. Gives the loss terms of all steps that have not been read yet, or none where reading can
   * wait; throws a `DivergenceError` where one of them is not finite.
   */
  readonly step: (rows: Int32Array, mayWait?: boolean) => Promise<readonly StepLosses[]>;
  /** Throws a `DivergenceError` when a weight is not finite, which the next step's loss would show; to be called where none may follow. */
  readonly settle: () => Promise<void>;
  readonly dispose: () => void;
}

/** Steps that a GPU may be ahead of what was read: reading makes it wait. */
const AHEAD = 16;

/** Trains by a plan. `steps` is how many steps an epoch has, for schedules in epochs; `keeper` keeps the weights of the model. */
export function trainer<X extends Tensor, L extends Latent, K extends string>(
  run: StepPlan<X, L, K>,
  steps: number,
  keeper: WeightKeeper,
): Trainer {
  let state: Weights = tidy(() => run.optimizer.init(run.trained.weights));
  keeper.keep('finite');
  let made = 0;
  let read = 0;
  let settled = 0;
  const unread: { readonly values: Tensor1D; readonly size: number }[] = [];
  const ahead = readsWait() ? AHEAD : 1;
  const fail = (): never => {
    keeper.restore('finite');
    throw divergedWeights(run.call, made);
  };
  const readAll = async (): Promise<readonly StepLosses[]> => {
    // The languages of GPUs let a compiler take all numbers to be finite, so that a loss may not show what weights are not.
    const [all, finite] = await Promise.all([valuesOf(unread.map(({ values }) => values)), !readsWait() || areFinite(run.model.weights)]);
    const judged = all.map((values, i) => ({ values, size: unread[i]!.size }));
    for (const [i, { values }] of judged.entries()) {
      const bad = values.findIndex((value) => !Number.isFinite(value));
      if (bad < 0) continue;
      keeper.restore('finite');
      const step = read + i;
      const since = read === 0 ? 'the model is unchanged' : 'the model holds the last weights that gave a finite loss';
      throw diverged(run.call, run.terms[bad]![0], values[bad]!, step + 1, Math.floor(step / steps) + 1, since);
    }
    if (!finite) fail();
    dispose(unread.splice(0).map(({ values }) => values));
    keeper.keep('finite');
    read += judged.length;
    return judged;
  };
  return {
    made: () => made,
    async step(rows, mayWait = true) {
      const clock = { step: made, epoch: made / steps };
      const found = gradientsOf(run, rows, clock);
      unread.push({ values: found.values, size: rows.length });
      try {
        const judged = mayWait && unread.length < ahead ? [] : await readAll();
        state = applyGradients(run, found, state, clock);
        made += 1;
        return judged;
      } catch (error) {
        dispose([...tensorsOf(found)]);
        throw error;
      }
    },
    async settle() {
      if (settled === made) return;
      if (!(await areFinite(run.model.weights))) fail();
      settled = made;
    },
    dispose() {
      dispose([...unread.map(({ values }) => values), ...Object.values(leaves(state))]);
    },
  };
}

/** Whether every weight is: 0 · x is 0 unless x is NaN or infinite. */
async function areFinite(weights: Weights): Promise<boolean> {
  const zero = tidy(() => addAll(Object.values(leaves(weights)).map((weight) => sum(mul(weight, 0)))));
  const [value] = await zero.data<'float32'>().finally(() => zero.dispose());
  return value === 0;
}

/** The numbers of several tensors of one length, read at once. */
async function valuesOf(all: readonly Tensor1D[]): Promise<readonly Float32Array[]> {
  if (all.length === 1) return [await all[0]!.data<'float32'>()];
  const joined = concat1d([...all]);
  const values = await joined.data<'float32'>().finally(() => joined.dispose());
  const size = values.length / all.length;
  return all.map((_, i) => values.slice(i * size, (i + 1) * size));
}

function diverged(call: string, term: string, value: number, step: number, epoch: number, since: string): DivergenceError {
  return new DivergenceError(
    `${call}: loss.${term} is ${value} at step ${step}, in epoch ${epoch}; training stopped and ${since}. A smaller learning rate or clipByGlobalNorm may help`,
    { step, term },
  );
}

function divergedWeights(call: string, step: number): DivergenceError {
  return new DivergenceError(
    `${call}: step ${step} left weights that are not finite; training stopped and the model holds those before it. A smaller learning rate or clipByGlobalNorm may help`,
    { step, term: 'weights' },
  );
}
