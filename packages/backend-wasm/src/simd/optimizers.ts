import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sizeFromShape } from '#stock';
import { threadsFor } from './activations.js';
import type { Arguments } from './calls.js';
import { ranges } from './simd-heap.js';
import type { Heap } from './simd-heap.js';
import { fusedKernel } from './simd-kernel.js';
import type { SimdKernel } from './simd-kernel.js';

/** The inputs of a step: `gradient0`, `weight0` and the parts of the state, such as `m0`, of the first variable, and so on. */
type Inputs = Readonly<Record<string, TensorInfo>>;

/** A part of an optimizer's state that a step may overwrite: itself, not shared yet, or a copy if another tensor has the same data. */
function writable(heap: Heap, state: TensorInfo): TensorInfo {
  if (heap.alone(state)) return state;
  const copy = heap.output(state.shape);
  const [from, to, bytes] = [heap.address(state), heap.address(copy), 4 * sizeFromShape(state.shape)];
  new Uint8Array(heap.memory()).copyWithin(to, from, from + bytes);
  return copy;
}

/** One variable of a step. Its state is overwritten; its next weight is a new tensor. */
interface Variable {
  readonly gradient: TensorInfo;
  readonly weight: TensorInfo;
  readonly next: TensorInfo;
  readonly state: readonly TensorInfo[];
  readonly size: number;
}

/**
 * Calls a function on all variables, in pieces that give each thread about the same work. `argumentsOf` returns the arguments for the
 * `n` numbers of a variable that start `skipped` bytes after its first, given the address for the sum of its next weights. Returns the next weight and the
 * state of each variable, and these sums.
 */
function step<N extends 'adam' | 'sgd'>(
  heap: Heap,
  name: N,
  inputs: Inputs,
  count: number,
  slots: readonly string[],
  argumentsOf: (variable: Variable, n: number, skipped: number, sums: number) => Arguments<N>,
): TensorInfo[] {
  const variables = Array.from({ length: count }, (_, i): Variable => {
    const weight = inputs[`weight${i}`]!;
    const state = slots.map((slot) => writable(heap, inputs[slot + i]!));
    return { gradient: inputs[`gradient${i}`]!, weight, next: heap.output(weight.shape), state, size: sizeFromShape(weight.shape) };
  });
  const all = variables.reduce((sum, { size }) => sum + size, 0);
  const threads = threadsFor(heap, all);
  const pieces = variables.flatMap((variable) => {
    const count = Math.max(1, Math.min(threads, Math.ceil((2 * threads * variable.size) / Math.max(1, all))));
    return ranges(variable.size, count, 4).map(([first, end]) => ({ variable, first, end }));
  });
  const sums = heap.output([pieces.length]);
  const start = heap.address(sums);
  const calls = pieces.map(({ variable, first, end }, i) => argumentsOf(variable, end - first, 4 * first, start + 4 * i));
  if (threads > 1) heap.share(name, calls);
  else for (const call of calls) heap.call(name, call);
  // Shared only now: if memory runs out before, nobody would take that back.
  const given = new Set(Object.values(inputs));
  return [...variables.flatMap(({ next, state }) => [next, ...state.map((part) => (given.has(part) ? heap.shared(part) : part))]), sums];
}

/** `AdamStep` and `SgdStep`. */
export const optimizerKernels: readonly SimdKernel[] = [
  fusedKernel('AdamStep', (heap, inputs, { count, beta1, beta2, scale, root, epsilon, keep }) => {
    // scale·m / (root·√v + ε), both sides over root.
    const [rate, over] = [scale / root, epsilon / root];
    return step(heap, 'adam', inputs, count, ['m', 'v'], ({ gradient, state: [m, v], weight, next }, n, skipped, sums) => ({
      n,
      gradient: heap.address(gradient) + skipped,
      m: heap.address(m!) + skipped,
      v: heap.address(v!) + skipped,
      weight: heap.address(weight) + skipped,
      next: heap.address(next) + skipped,
      sums,
      beta1,
      beta2,
      rate,
      epsilon: over,
      keep,
    }));
  }),
  fusedKernel('SgdStep', (heap, inputs, { count, learningRate, momentum, nesterov }) => {
    const slots = 'velocity0' in inputs ? ['velocity'] : [];
    return step(heap, 'sgd', inputs, count, slots, ({ gradient, state: [velocity], weight, next }, n, skipped, sums) => ({
      n,
      gradient: heap.address(gradient) + skipped,
      // 0 for none.
      velocity: velocity ? heap.address(velocity) + skipped : 0,
      weight: heap.address(weight) + skipped,
      next: heap.address(next) + skipped,
      sums,
      learningRate,
      momentum,
      nesterov: Number(nesterov),
    }));
  }),
];
