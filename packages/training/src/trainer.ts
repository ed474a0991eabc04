import { addN, dispose, mul, sum, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { DivergenceError, leaves, trainable } from '@autoencoders/core';
import type { Clock, Latent, Weights } from '@autoencoders/core';
import { snapshot } from './snapshot.js';
import type { Snapshot } from './snapshot.js';
import { applyGradients, gradientsOf, tensorsOf } from './step.js';
import type { Gradients, Run } from './step.js';

/** What changes from step to step: the optimizer's state, and the last weights known to be good. */
export interface Trainer {
  /** Steps made so far. */
  readonly made: () => number;
  /** One step on the given rows; gives the values of the loss terms, or throws a `DivergenceError`. */
  readonly step: (rows: Int32Array) => Promise<Float32Array>;
  /** Throws a `DivergenceError` when a weight is not finite, which the next step's loss would show; to be called where none follows. */
  readonly settle: () => Promise<void>;
  readonly dispose: () => void;
}

/** `steps` is how many steps an epoch has, for schedules in epochs. */
export function trainer<X extends Tensor, L extends Latent, K extends string>(run: Run<X, L, K>, steps: number): Trainer {
  let state: Weights = tidy(() => run.optimizer.init(trainable(run.model.weights)));
  let good: Snapshot | undefined;
  let made = 0;
  const take = async (found: Gradients, clock: Clock): Promise<Float32Array> => {
    const values = await found.values.data<'float32'>();
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) {
      good?.restore();
      throw diverged(run.call, run.terms[bad]![0], values[bad]!, made + 1, Math.floor(made / steps) + 1);
    }
    good?.dispose();
    good = snapshot(leaves(run.model.weights));
    state = applyGradients(run, found, state, clock);
    made += 1;
    return values;
  };
  return {
    made: () => made,
    async step(rows) {
      const clock = { step: made, epoch: made / steps };
      const found = gradientsOf(run, rows, clock);
      try {
        return await take(found, clock);
      } catch (error) {
        dispose([...tensorsOf(found)]);
        throw error;
      }
    },
    async settle() {
      // 0 · x is 0 unless x is NaN or infinite.
      const zero = tidy(() => addN(Object.values(leaves(run.model.weights)).map((weight) => sum(mul(weight, 0)))));
      const [value] = await zero.data<'float32'>();
      dispose(zero);
      if (value === 0) return;
      good?.restore();
      throw divergedWeights(run.call, made);
    },
    dispose() {
      good?.dispose();
      dispose(Object.values(leaves(state)));
    },
  };
}

function diverged(call: string, term: string, value: number, step: number, epoch: number): DivergenceError {
  const since = step === 1 ? 'the model is unchanged' : 'the model holds the last weights that gave a finite loss';
  return new DivergenceError(
    `${call}: loss.${term} is ${value} at step ${step}, in epoch ${epoch}; training stopped and ${since}. A smaller learning rate or clipNorm may help`,
    { step, term },
  );
}

function divergedWeights(call: string, step: number): DivergenceError {
  return new DivergenceError(
    `${call}: step ${step} left weights that are not finite; training stopped and the model holds those before it. A smaller learning rate or clipNorm may help`,
    { step, term: 'weights' },
  );
}
