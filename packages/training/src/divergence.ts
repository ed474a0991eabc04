import { DivergenceError } from '@autoencoders/core';

/** The values of the loss terms of one step, and how many examples it had. */
export interface StepLosses {
  readonly values: Float32Array;
  readonly size: number;
}

/** The error for the first step whose loss is not finite, if there is one. `read` steps came before; an epoch has `steps`. */
export function divergedLoss(
  { call, terms }: { readonly call: string; readonly terms: readonly (readonly [name: string, ...unknown[]])[] },
  losses: readonly StepLosses[],
  read: number,
  steps: number,
): DivergenceError | undefined {
  const at = losses.findIndex(({ values }) => !values.every(Number.isFinite));
  if (at < 0) return undefined;
  const { values } = losses[at]!;
  const bad = values.findIndex((value) => !Number.isFinite(value));
  const term = terms[bad]![0];
  const step = read + at + 1;
  const where = `at step ${step}, in epoch ${Math.ceil(step / steps)}`;
  const state = read === 0 ? 'the model is unchanged' : 'the model holds the last weights that gave a finite loss';
  return new DivergenceError(
    `${call}: loss.${term} is ${values[bad]} ${where}; training stopped and ${state}. A smaller learning rate or clipByGlobalNorm may help`,
    { step, term },
  );
}

/** The error for a step that left weights which are not finite. */
export const divergedWeights = (call: string, step: number): DivergenceError =>
  new DivergenceError(
    `${call}: step ${step} left weights that are not finite; training stopped and the model holds those before it. A smaller learning rate or clipByGlobalNorm may help`,
    { step, term: 'weights' },
  );
