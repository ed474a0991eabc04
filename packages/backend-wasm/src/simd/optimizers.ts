import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sizeFromShape } from '#stock';
import { threadsFor } from './activations.js';
import type { Arguments } from './calls.js';
import { ranges } from './simd-heap.js';
import type { Heap } from './simd-heap.js';
import { fusedKernel } from './simd-kernel.js';
import type { SimdKernel } from './simd-kernel.js';

/** A part of an optimizer's state that a step may overwrite: itself, not shared yet, or a copy if another tensor has the same data. */
function writable(heap: Heap, state: TensorInfo): TensorInfo {
  if (heap.alone(state)) return state;
  const copy = heap.output(state.shape);
  const [from, to, bytes] = [heap.address(state), heap.address(copy), 4 * sizeFromShape(state.shape)];
  new Uint8Array(heap.memory()).copyWithin(to, from, from + bytes);
  return copy;
}

/** One variable of a step: its size, and the addresses of its numbers. Its state is overwritten; its next weight is a new tensor. */
interface Variable {
  readonly size: number;
  readonly gradient: number;
  readonly weight: number;
  readonly next: number;
  readonly state: readonly number[];
}

/** A part of a variable that one call updates: the `n` numbers that start `skipped` bytes after the first. */
interface Piece {
  readonly variable: Variable;
  readonly n: number;
  readonly skipped: number;
}

/**
 * Calls a function on all variables, in pieces that give each thread about the same work. `argumentsOf` returns the arguments for a piece, given
 * the address for the sum of its next weights. Returns the next weight and the state of each variable, and these sums.
 */
function step<N extends 'adam' | 'sgd'>(
  heap: Heap,
  name: N,
  inputs: readonly TensorInfo[],
  { count, inPlace }: { readonly count: number; readonly inPlace: boolean },
  argumentsOf: (piece: Piece, sums: number) => Arguments<N>,
): TensorInfo[] {
  const variables: Variable[] = [];
  const made: TensorInfo[] = [];
  let all = 0;
  const inputsOfOne = inputs.length / count;
  for (let at = 0; at < inputs.length; at += inputsOfOne) {
    const [gradient, weight] = [inputs[at]!, inputs[at + 1]!];
    const state = inputs.slice(at + 2, at + inputsOfOne).map((part) => writable(heap, part));
    const next = heap.output(weight.shape);
    const size = sizeFromShape(weight.shape);
    const address = { gradient: heap.address(gradient), weight: heap.address(weight), next: heap.address(next) };
    variables.push({ size, ...address, state: state.map(heap.address) });
    made.push(next, ...state);
    all += size;
  }
  const threads = threadsFor(heap, all);
  const pieces: Piece[] = [];
  for (const variable of variables) {
    const count = Math.max(1, Math.min(threads, Math.ceil((2 * threads * variable.size) / Math.max(1, all))));
    for (const [first, end] of ranges(variable.size, count, 4)) pieces.push({ variable, n: end - first, skipped: 4 * first });
  }
  const sums = heap.output([pieces.length]);
  const start = heap.address(sums);
  const calls = pieces.map((piece, i) => argumentsOf(piece, start + 4 * i));
  if (threads > 1) heap.share(name, calls);
  else for (const call of calls) heap.call(name, call);
  made.push(sums);
  if (inPlace) return made;
  // Shared only now: if memory runs out before, nobody would take that back.
  const given = new Set(inputs);
  return made.map((info) => (given.has(info) ? heap.shared(info) : info));
}

/** `AdamStep` and `SgdStep`. */
export const optimizerKernels: readonly SimdKernel[] = [
  fusedKernel('AdamStep', (heap, inputs, attrs) => {
    const { beta1, beta2, scale, root, epsilon, keep } = attrs;
    // scale·m / (root·√v + ε), both sides over root.
    const [rate, over] = [scale / root, epsilon / root];
    return step(heap, 'adam', inputs, attrs, ({ variable: { gradient, state, weight, next }, n, skipped }, sums) => ({
      n,
      gradient: gradient + skipped,
      m: state[0]! + skipped,
      v: state[1]! + skipped,
      weight: weight + skipped,
      next: next + skipped,
      sums,
      beta1,
      beta2,
      rate,
      epsilon: over,
      keep,
    }));
  }),
  fusedKernel('SgdStep', (heap, inputs, attrs) => {
    const { learningRate, momentum, nesterov } = attrs;
    return step(heap, 'sgd', inputs, attrs, ({ variable: { gradient, state, weight, next }, n, skipped }, sums) => ({
      n,
      gradient: gradient + skipped,
      // 0 for none.
      velocity: state.length > 0 ? state[0]! + skipped : 0,
      weight: weight + skipped,
      next: next + skipped,
      sums,
      learningRate,
      momentum,
      nesterov: Number(nesterov),
    }));
  }),
];
