import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { mapRecord } from '@autoencoders/core/internal';
import { threadsFor } from './activations.js';
import type { Arguments } from './calls.js';
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

/** A part of a variable in a step: how many numbers, and where they are. */
interface Piece<State extends string> {
  readonly n: number;
  readonly gradient: number;
  readonly weight: number;
  readonly next: number;
  readonly state: Readonly<Record<State, number>>;
}

/** A step on so many variables: pieces of work for the threads, and its outputs. Weights are new, the state is written over. */
function stepOn<State extends string>(
  heap: Heap,
  inputs: Inputs,
  count: number,
  slots: readonly State[],
): { readonly pieces: readonly Piece<State>[]; readonly outputs: TensorInfo[] } {
  const variables = Array.from({ length: count }, (_, i) => {
    const weight = inputs[`weight${i}`]!;
    const state = Object.fromEntries(slots.map((slot) => [slot, writable(heap, inputs[slot + i]!)])) as Record<State, TensorInfo>;
    return { gradient: inputs[`gradient${i}`]!, weight, next: heap.output(weight.shape), state, size: util.sizeFromShape(weight.shape) };
  });
  const all = variables.reduce((sum, { size }) => sum + size, 0);
  const threads = threadsFor(heap, all);
  const pieces = variables.flatMap(({ gradient, weight, next, state, size }) => {
    const start = heap.addresses({ gradient, weight, next });
    const states = heap.addresses(state);
    // Pieces of about the same size, so that all threads are done at about the same time.
    const parts = Math.max(1, Math.min(threads, Math.ceil((2 * threads * size) / Math.max(1, all))));
    return ranges(size, parts, 4).map(([first, end]) => {
      const from = (address: number): number => address + 4 * first;
      return { n: end - first, ...mapRecord(start, from), state: mapRecord(states, from) };
    });
  });
  return { pieces, outputs: variables.flatMap(({ next, state }) => [next, ...slots.map((slot) => state[slot])]) };
}

/** Shares pieces of work, or does one after the other where all of it is not worth another thread. */
function doAll<N extends 'adam' | 'sgd'>(heap: Heap, name: N, calls: readonly (Arguments<N> & { readonly n: number })[]): void {
  const numbers = calls.reduce((sum, { n }) => sum + n, 0);
  if (threadsFor(heap, numbers) > 1) heap.share(name, calls);
  else for (const call of calls) heap.call(name, call);
}

/** `AdamStep` and `SgdStep`. */
export const optimizerKernels: readonly SimdKernel[] = [
  fusedKernel('AdamStep', (heap, inputs, { count, beta1, beta2, scale, root, epsilon, keep }) => {
    const { pieces, outputs } = stepOn(heap, inputs, count, ['m', 'v']);
    // scale·m / (root·√v + ε), both sides over root.
    const scalars = { beta1, beta2, rate: scale / root, epsilon: epsilon / root, keep };
    doAll(
      heap,
      'adam',
      pieces.map(({ state, ...piece }) => ({ ...piece, ...state, ...scalars })),
    );
    return outputs;
  }),
  fusedKernel('SgdStep', (heap, inputs, { count, learningRate, momentum, nesterov }) => {
    const { pieces, outputs } = stepOn(heap, inputs, count, 'velocity0' in inputs ? ['velocity'] : []);
    doAll(
      heap,
      'sgd',
      // Without momentum there is no velocity: its address is 0.
      pieces.map(({ state, ...piece }) => ({
        ...piece,
        velocity: state.velocity ?? 0,
        learningRate,
        momentum,
        nesterov: Number(nesterov),
      })),
    );
    return outputs;
  }),
];
