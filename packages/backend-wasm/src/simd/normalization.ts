import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { KernelInputs } from '@autoencoders/core/operations';
import type { Arguments } from './calls.js';
import type { Heap } from './simd-heap.js';
import { fusedKernel } from './simd-kernel.js';
import type { SimdKernel } from './simd-kernel.js';

const sizes = ({ shape }: TensorInfo): { rows: number; columns: number } => {
  const columns = shape.at(-1)!;
  return { rows: util.sizeFromShape(shape) / columns, columns };
};

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
      x: heap.address(x),
      gamma: heap.address(gamma),
      beta: heap.address(beta),
      epsilon,
      y: heap.address(y),
      mean: heap.address(mean),
      variance: heap.address(variance),
      scale: heap.address(scale),
    });
    return [y, mean, variance, scale];
  }),
  fusedKernel('BatchNormalizationGrad', (heap, inputs) => {
    const { rows, columns } = sizes(inputs.x);
    const [dx, dGamma, dBeta] = [heap.output(inputs.x.shape), heap.output([columns]), heap.output([columns])];
    heap.call('batchNormalizationGradient', { rows, columns, ...gradientAddresses(heap, inputs, dx, dGamma, dBeta) });
    return [dx, dGamma, dBeta];
  }),
  fusedKernel('LayerNormalization', (heap, { x, gamma, beta }, { epsilon }) => {
    const { rows, columns } = sizes(x);
    const [y, mean, scale] = [heap.output(x.shape), heap.output([rows]), heap.output([rows])];
    heap.call('layerNormalization', {
      rows,
      columns,
      x: heap.address(x),
      gamma: heap.address(gamma),
      beta: heap.address(beta),
      epsilon,
      y: heap.address(y),
      mean: heap.address(mean),
      scale: heap.address(scale),
    });
    return [y, mean, scale];
  }),
  fusedKernel('LayerNormalizationGrad', (heap, inputs) => {
    const { rows, columns } = sizes(inputs.x);
    const [dx, dGamma, dBeta] = [heap.output(inputs.x.shape), heap.output([columns]), heap.output([columns])];
    for (const info of [dGamma, dBeta]) new Float32Array(heap.memory(), heap.address(info), columns).fill(0);
    heap.call('layerNormalizationGradient', { rows, columns, ...gradientAddresses(heap, inputs, dx, dGamma, dBeta) });
    return [dx, dGamma, dBeta];
  }),
];

/** What the gradients of both take. */
const gradientAddresses = (
  heap: Heap,
  { dy, x, gamma, mean, scale }: KernelInputs<'BatchNormalizationGrad'>,
  dx: TensorInfo,
  dGamma: TensorInfo,
  dBeta: TensorInfo,
): Omit<Arguments<'batchNormalizationGradient'>, 'rows' | 'columns'> => ({
  dy: heap.address(dy),
  x: heap.address(x),
  gamma: heap.address(gamma),
  mean: heap.address(mean),
  scale: heap.address(scale),
  dx: heap.address(dx),
  dGamma: heap.address(dGamma),
  dBeta: heap.address(dBeta),
});
