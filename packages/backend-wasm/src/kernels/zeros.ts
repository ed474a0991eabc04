import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Runner } from './composed-kernel.js';

/** The values of a float32 tensor, in place; an allocation may move the heap from under them. */
export const valuesOf = ({ backend }: Runner, info: TensorInfo): Float32Array => backend.typedArrayFromHeap(info) as Float32Array;

/** A float32 result of zeros. */
export function zeros(runner: Runner, shape: number[]): { out: TensorInfo; values: () => Float32Array } {
  const out = runner.backend.makeOutput(shape, 'float32');
  const values = (): Float32Array => valuesOf(runner, out);
  values().fill(0);
  return { out, values };
}
