import { leaves, writeWeights } from '@autoencoders/core';
import type { Model, StateDict } from '@autoencoders/core';

/** Gives weights these values. Does nothing when the model was disposed meanwhile. */
export function assignWeights(weights: Model['weights'], values: StateDict): void {
  if (!Object.values(leaves(weights)).some((leaf) => leaf.isDisposed)) writeWeights({ weights }, values);
}
