import { clone, dispose } from '@tensorflow/tfjs-core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { Leaves } from '@autoencoders/core';

/** The values of weights at one moment; costs no copy, since assigning to a variable replaces its values. */
export interface Snapshot {
  /** Puts these values back. */
  readonly restore: () => void;
  readonly dispose: () => void;
}

export function snapshot(weights: Leaves): Snapshot {
  const values: readonly (readonly [Tensor, Tensor])[] = Object.values(weights).map((leaf) => [leaf, clone(leaf)]);
  return {
    restore: () => values.forEach(([leaf, value]) => (leaf as Variable).assign(value)),
    dispose: () => values.forEach(([, value]) => dispose(value)),
  };
}
