import { getBackend } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { InputError, leaves } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { checkAlive } from '@autoencoders/core/internal';
import type { Weights } from '@autoencoders/core';

/** The call that trains each weight at the moment. Models may share weights: a stack and its levels do. */
const inTraining = new WeakMap<Tensor, string>();

/** The same steps. From the first step until they end, no other run may train `weights`. */
export async function* alone<P>(call: string, weights: Weights, steps: AsyncGenerator<P, void, void>): AsyncGenerator<P, void, void> {
  checkAlive(call, weights);
  const own = Object.values(leaves(weights));
  const other = own.map((leaf) => inTraining.get(leaf)).find((found) => found !== undefined);
  check(
    other === undefined,
    () => `${call}: the model, or one that shares its weights, is still in training by ${other}; await that run, or leave its loop first`,
  );
  for (const leaf of own) inTraining.set(leaf, call);
  try {
    yield* steps;
  } finally {
    for (const leaf of own) inTraining.delete(leaf);
  }
}

/** A function that throws if, since this call, the model was disposed or the backend was switched. */
export function usable(call: string, weights: Weights): () => void {
  const backend = getBackend();
  const own = Object.values(leaves(weights));
  return () => {
    check(!own.some((leaf) => leaf.isDisposed), () => disposedMeanwhile(call));
    const now = getBackend();
    check(
      now === backend,
      () => `${call}: the backend was switched from ${backend} to ${now} during training; switch it back before the next step`,
    );
  };
}

/** Whether a weight was disposed. */
export const isDisposed = (weights: Weights): boolean => Object.values(leaves(weights)).some((leaf) => leaf.isDisposed);

const disposedMeanwhile = (call: string): string => `${call}: the model was disposed during training`;

/** The error to throw for `error`: if the model was disposed, an `InputError` that says so, whatever found it out first. */
export const withoutModel = (call: string, weights: Weights, error: unknown): unknown => {
  const isOther = error instanceof InputError && error.message !== `${call}: the model was disposed`;
  return isDisposed(weights) && !isOther ? new InputError(disposedMeanwhile(call), { cause: error }) : error;
};
