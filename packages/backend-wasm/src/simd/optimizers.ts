import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Call } from '../threads/pool.js';
import { threadsFor } from './activations.js';
import { ranges } from './simd-heap.js';
import type { Heap } from './simd-heap.js';
import { fusedKernel } from './simd-kernel.js';
import type { SimdKernel } from './simd-kernel.js';

/** What a step takes: `gradient0`, `weight0` and the parts of its state, `m0`, of the first variable, and so on. */
type Inputs = Readonly<Record<string, TensorInfo>>;

/** A part of an optimizer's state that a step may write over: itself, or a copy where somebody else has its data, too. */
function writable(heap: Heap, state: TensorInfo): TensorInfo {
  if (heap.alone(state)) return heap.shared(state);
  const copy = heap.output(state.shape);
  const [from, to, bytes] = [heap.address(state), heap.address(copy), 4 * util.sizeFromShape(state.shape)];
  new Uint8Array(heap.memory()).copyWithin(to, from, from + bytes);
  return copy;
}

/**
 * One step on so many variables, shared by the threads as one piece of work: `call` gives that of a part of a variable, from
 * where its gradient, its state, its weight and its next weight are. Gives the next weight and the state of each; weights are
 * new, the state is written over.
 */
function stepped(
  heap: Heap,
  inputs: Inputs,
  count: number,
  slots: readonly string[],
  call: (numbers: number, at: readonly number[]) => Call,
): TensorInfo[] {
  const variables = Array.from({ length: count }, (_, i) => {
    const weight = inputs[`weight${i}`]!;
    const state = slots.map((slot) => writable(heap, inputs[slot + i]!));
    return { gradient: inputs[`gradient${i}`]!, state, weight, next: heap.output(weight.shape), size: util.sizeFromShape(weight.shape) };
  });
  const all = variables.reduce((sum, { size }) => sum + size, 0);
  const threads = threadsFor(heap, all);
  const calls = variables.flatMap(({ gradient, state, weight, next, size }) => {
    const places = [gradient, ...state, weight, next].map(heap.address);
    // Pieces of about the same size, so that all threads are done at about the same time.
    const pieces = Math.max(1, Math.min(threads, Math.ceil((2 * threads * size) / Math.max(1, all))));
    return ranges(size, pieces, 4).map(([first, end]) =>
      call(
        end - first,
        places.map((at) => at + 4 * first),
      ),
    );
  });
  if (threads > 1) heap.share(calls);
  else for (const each of calls) heap.share([each]);
  return variables.flatMap(({ next, state }) => [next, ...state]);
}

export const optimizerKernels: readonly SimdKernel[] = [
  fusedKernel('AdamStep', (heap, inputs, attrs) => {
    // scale·m / (root·√v + ε), both sides over root.
    const scalars = [attrs.beta1, attrs.beta2, attrs.scale / attrs.root, attrs.epsilon / attrs.root, attrs.keep];
    return stepped(heap, inputs, attrs.count, ['m', 'v'], (numbers, at) => ['adam', numbers, ...at, ...scalars]);
  }),
  fusedKernel('SgdStep', (heap, inputs, { count, learningRate, momentum, nesterov }) => {
    const slots = 'velocity0' in inputs ? ['velocity'] : [];
    return stepped(heap, inputs, count, slots, (numbers, at) => {
      const [gradient, velocity, weight, next] = slots.length > 0 ? at : [at[0], 0, at[1], at[2]];
      return ['sgd', numbers, gradient!, velocity!, weight!, next!, learningRate, momentum, Number(nesterov)];
    });
  }),
];
