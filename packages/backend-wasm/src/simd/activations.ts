import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sizeFromShape } from '#stock';
import { ranges, threadsWorth } from './simd-heap.js';
import type { Heap } from './simd-heap.js';
import { fusedKernel, simdKernel } from './simd-kernel.js';
import type { SimdKernel } from './simd-kernel.js';

/** The numbers of activations in assembly/activations.ts, by their names in core and in tfjs's fused kernels. */
const numbers: Readonly<Record<string, number>> = {
  linear: 0,
  relu: 1,
  relu6: 2,
  leakyRelu: 3,
  leakyrelu: 3,
  elu: 4,
  sigmoid: 5,
  tanh: 6,
  softplus: 7,
  gelu: 8,
};

/** An activation as kernels get it in their attributes. */
export interface ActivationAttrs {
  readonly activation: string;
  readonly slope?: number;
}

/** Whether there is a function for an activation. */
export const knows = (activation: string): boolean => activation in numbers;

/** The number of an activation and its slope, as the functions take them. */
export const codeOf = ({ activation, slope = 0 }: ActivationAttrs): readonly [kind: number, slope: number] => [numbers[activation]!, slope];

/** Below so many numbers, another thread costs more than it saves. */
export const SMALL = 16_384;

/** How many threads to use for a loop over so many numbers. */
export const threadsFor = (heap: Heap, count: number): number => threadsWorth(heap, count, SMALL);

/** A part of many numbers: its place among them, and how many they are. */
export interface Part {
  readonly at: number;
  readonly n: number;
}

/** Parts of `size` numbers, one for each thread, which begin at multiples of eight. */
export const partsOf = (heap: Heap, size: number): readonly Part[] =>
  ranges(size, threadsFor(heap, size), 8).map(([at, end]) => ({ at, n: end - at }));

/** y ← f(y + bias), in place, the bias along the last axis. */
export function addBiasAndActivate(heap: Heap, y: TensorInfo, bias: TensorInfo | undefined, activation: ActivationAttrs): void {
  const [kind, slope] = codeOf(activation);
  const size = sizeFromShape(y.shape);
  if (size === 0 || (!bias && kind === 0)) return;
  const columns = y.shape.at(-1) ?? 1;
  const parts = ranges(size / columns, threadsFor(heap, size));
  const [start, from] = [heap.address(y), bias ? heap.address(bias) : 0];
  heap.share(
    'biasActivate',
    parts.map(([first, end]) => ({ kind, rows: end - first, columns, y: start + 4 * first * columns, bias: from, slope })),
  );
}

function activated(heap: Heap, x: TensorInfo, attrs: ActivationAttrs): TensorInfo {
  const [kind, slope] = codeOf(attrs);
  const size = sizeFromShape(x.shape);
  const y = heap.output(x.shape);
  const [from, to] = [heap.address(x), heap.address(y)];
  heap.share(
    'activate',
    partsOf(heap, size).map(({ at, n }) => ({ kind, n, x: from + 4 * at, y: to + 4 * at, slope })),
  );
  return y;
}

function passedBack(heap: Heap, dy: TensorInfo, y: TensorInfo, attrs: ActivationAttrs): TensorInfo {
  const [kind, slope] = codeOf(attrs);
  const size = sizeFromShape(dy.shape);
  const dx = heap.output(dy.shape);
  const [up, from, to] = [heap.address(dy), heap.address(y), heap.address(dx)];
  heap.share(
    'activationGradient',
    partsOf(heap, size).map(({ at, n }) => ({ kind, n, dy: up + 4 * at, y: from + 4 * at, dx: to + 4 * at, slope })),
  );
  return dx;
}

/** tfjs's kernel of one activation. */
const stockActivation = (kernelName: string, activation: string): SimdKernel =>
  simdKernel<{ x: TensorInfo }, { alpha?: number }>(kernelName, (heap, { x }, { alpha }, stock) =>
    x.dtype === 'float32' ? activated(heap, x, { activation, slope: alpha ?? 0 }) : stock(),
  );

/** f(x), and dy · f′ from y = f(x); from x for `gelu`. */
export const activationKernels: readonly SimdKernel[] = [
  stockActivation('Relu', 'relu'),
  stockActivation('Relu6', 'relu6'),
  stockActivation('LeakyRelu', 'leakyRelu'),
  stockActivation('Elu', 'elu'),
  stockActivation('Sigmoid', 'sigmoid'),
  stockActivation('Tanh', 'tanh'),
  stockActivation('Softplus', 'softplus'),
  simdKernel<{ dy: TensorInfo; y: TensorInfo }, object>('EluGrad', (heap, { dy, y }, _, stock) =>
    dy.dtype === 'float32' && y.dtype === 'float32' ? passedBack(heap, dy, y, { activation: 'elu' }) : stock(),
  ),
  fusedKernel('Activation', (heap, { x }, attrs) => activated(heap, x, attrs)),
  fusedKernel('ActivationGrad', (heap, { dy, y }, attrs) => passedBack(heap, dy, y, attrs)),
];
