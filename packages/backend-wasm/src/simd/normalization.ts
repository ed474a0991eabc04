import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sizeFromShape } from '#stock';
import type { Heap } from './simd-heap.js';
import { fusedKernel } from './simd-kernel.js';
import type { SimdKernel } from './simd-kernel.js';

const sizes = ({ shape }: TensorInfo): { rows: number; columns: number } => {
  const columns = shape.at(-1)!;
  return { rows: sizeFromShape(shape) / columns, columns };
};

/** The addresses of tensors, by the same names. */
const addressesOf = <K extends string>(heap: Heap, tensors: Readonly<Record<K, TensorInfo>>): Record<K, number> =>
  Object.fromEntries(Object.entries<TensorInfo>(tensors).map(([name, tensor]) => [name, heap.address(tensor)])) as Record<K, number>;

/**
 * γ·(x − mean)·scale + β with scale = 1 / √(variance + ε), over every column (batch norm) or every row (layer norm):
 * [y, mean, variance, scale], without the variance for rows; and their gradients [dx, dγ, dβ].
 */
export const normalizationKernels: readonly SimdKernel[] = [
  fusedKernel('BatchNormalization', (heap, { x, gamma, beta }, { epsilon }) => {
    const { rows, columns } = sizes(x);
    const [y, mean, variance, scale] = [heap.output(x.shape), heap.output([columns]), heap.output([columns]), heap.output([columns])];
    heap.call('batchNormalization', {
      rows,
      columns,
      epsilon,
      ...addressesOf(heap, { x, gamma, beta, y, mean, scale }),
      variance: heap.address(variance),
    });
    return [y, mean, variance, scale];
  }),
  fusedKernel('BatchNormalizationGrad', (heap, inputs) => {
    const { rows, columns } = sizes(inputs.x);
    const [dx, dGamma, dBeta] = [heap.output(inputs.x.shape), heap.output([columns]), heap.output([columns])];
    heap.call('batchNormalizationGradient', { rows, columns, ...addressesOf(heap, { ...inputs, dx, dGamma, dBeta }) });
    return [dx, dGamma, dBeta];
  }),
  fusedKernel('LayerNormalization', (heap, { x, gamma, beta }, { epsilon }) => {
    const { rows, columns } = sizes(x);
    const [y, mean, scale] = [heap.output(x.shape), heap.output([rows]), heap.output([rows])];
    heap.call('layerNormalization', {
      rows,
      columns,
      epsilon,
      ...addressesOf(heap, { x, gamma, beta, y, mean, scale }),
    });
    return [y, mean, scale];
  }),
  fusedKernel('LayerNormalizationGrad', (heap, inputs) => {
    const { rows, columns } = sizes(inputs.x);
    const [dx, dGamma, dBeta] = [heap.output(inputs.x.shape), heap.output([columns]), heap.output([columns])];
    for (const info of [dGamma, dBeta]) new Float32Array(heap.memory(), heap.address(info), columns).fill(0);
    heap.call('layerNormalizationGradient', { rows, columns, ...addressesOf(heap, { ...inputs, dx, dGamma, dBeta }) });
    return [dx, dGamma, dBeta];
  }),
];
