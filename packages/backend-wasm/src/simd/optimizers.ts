import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { threadsFor } from './activations.js';
import { ranges } from './heap.js';
import type { Heap } from './heap.js';
import { kernel } from './kernel.js';
import type { KernelOf } from './kernel.js';

interface AdamInputs {
  readonly gradient: TensorInfo;
  readonly m: TensorInfo;
  readonly v: TensorInfo;
  readonly weight: TensorInfo;
}

/** Attributes as core reckons them: one scalar each for what a step multiplies by. */
interface AdamAttrs {
  readonly beta1: number;
  readonly beta2: number;
  readonly scale: number;
  readonly root: number;
  readonly epsilon: number;
  readonly keep: number;
}

/** A part of an optimizer's state that a step may write over: itself, or a copy where somebody else has its data, too. */
function writable(heap: Heap, state: TensorInfo): TensorInfo {
  if (heap.alone(state)) return heap.shared(state);
  const copy = heap.output(state.shape);
  const [from, to, bytes] = [heap.address(state), heap.address(copy), 4 * util.sizeFromShape(state.shape)];
  new Uint8Array(heap.memory()).copyWithin(to, from, from + bytes);
  return copy;
}

/** One step on one variable: the next weight is new, the optimizer's state is written over. Both give [next, …state]. */
export const optimizerKernels: Readonly<Record<string, KernelOf>> = {
  AdamStep: kernel<AdamInputs, AdamAttrs>('AdamStep', (heap, { gradient, weight, ...state }, attrs) => {
    const next = heap.output(weight.shape);
    const [m, v] = [writable(heap, state.m), writable(heap, state.v)];
    const places = [gradient, m, v, weight, next].map(heap.address);
    const size = util.sizeFromShape(weight.shape);
    const scalars = [attrs.beta1, attrs.beta2, attrs.scale, attrs.root, attrs.epsilon, attrs.keep];
    const parts = ranges(size, threadsFor(heap, size), 4);
    heap.share(parts.map(([first, end]) => ['adam', end - first, ...places.map((at) => at + 4 * first), ...scalars]));
    return [next, m, v];
  }),
  SgdStep: kernel<
    { gradient: TensorInfo; velocity?: TensorInfo; weight: TensorInfo },
    { learningRate: number; momentum: number; nesterov: boolean }
  >('SgdStep', (heap, { gradient, velocity, weight }, { learningRate, momentum, nesterov }) => {
    const next = heap.output(weight.shape);
    const state = velocity && writable(heap, velocity);
    const size = util.sizeFromShape(weight.shape);
    const at = (info: TensorInfo | undefined, first: number): number => (info ? heap.address(info) + 4 * first : 0);
    const parts = ranges(size, threadsFor(heap, size), 4);
    heap.share(
      parts.map(([first, end]) => [
        'sgd',
        end - first,
        ...[gradient, state, weight, next].map((info) => at(info, first)),
        learningRate,
        momentum,
        Number(nesterov),
      ]),
    );
    return state ? [next, state] : [next];
  }),
};
