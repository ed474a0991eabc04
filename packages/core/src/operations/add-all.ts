import { add } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** The sum of one or more tensors of one shape. (tfjs's `addN` fails on WebGPU for more than seven.) */
export const addAll = <T extends Tensor>(tensors: readonly T[]): T => tensors.reduce((a, b) => add(a, b));
