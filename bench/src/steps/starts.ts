import { kernelShape } from './tasks.js';
import type { ModelTask } from './tasks.js';

export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** A weight that a task starts with. */
export interface Start {
  readonly shape: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
}

/** Kernel and bias of each layer, in order, from the numbers of a task's file. */
export function startsIn(
  all: Float32Array<ArrayBuffer>,
  { layers }: Pick<ModelTask, 'layers'>,
): readonly (readonly [kernel: Start, bias: Start])[] {
  let at = 0;
  const next = (shape: readonly number[]): Start => ({ shape, values: all.subarray(at, (at += sizeOf(shape))) });
  return layers.map((layer) => [next(kernelShape(layer)), next([layer.outputs])]);
}
