import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
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
    heap.call('batchNormalization', { rows, columns, epsilon, ...heap.addresses({ x, gamma, beta, y, mean, variance, scale }) });
    return [y, mean, variance, scale];
  }),
  fusedKernel('BatchNormalizationGrad', (heap, inputs) => {
    const { rows, columns } = sizes(inputs.x);
    const [dx, dGamma, dBeta] = [heap.output(inputs.x.shape), heap.output([columns]), heap.output([columns])];
    heap.call('batchNormalizationGradient', { rows, columns, ...heap.addresses({ ...inputs, dx, dGamma, dBeta }) });
    return [dx, dGamma, dBeta];
  }),
  fusedKernel('LayerNormalization', (heap, { x, gamma, beta }, { epsilon }) => {
    const { rows, columns } = sizes(x);
    const [y, mean, scale] = [heap.output(x.shape), heap.output([rows]), heap.output([rows])];
    heap.call('layerNormalization', { rows, columns, epsilon, ...heap.addresses({ x, gamma, beta, y, mean, scale }) });
    return [y, mean, scale];
  }),
  fusedKernel('LayerNormalizationGrad', (heap, inputs) => {
    const { rows, columns } = sizes(inputs.x);
    const [dx, dGamma, dBeta] = [heap.output(inputs.x.shape), heap.output([columns]), heap.output([columns])];
    for (const info of [dGamma, dBeta]) new Float32Array(heap.memory(), heap.address(info), columns).fill(0);
    heap.call('layerNormalizationGradient', { rows, columns, ...heap.addresses({ ...inputs, dx, dGamma, dBeta }) });
    return [dx, dGamma, dBeta];
  }),
];
