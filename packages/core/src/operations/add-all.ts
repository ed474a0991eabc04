import { add } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** The sum of tensors of one shape, of one at least. Not tfjs's `addN`, which WebGPU cannot do of more than seven. */
export const addAll = <T extends Tensor>(tensors: readonly T[]): T => tensors.reduce((a, b) => add(a, b));
