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
    const [y, mean, variance, scale] = [x.shape, [columns], [columns], [columns]].map((shape) => heap.output(shape));
    const [from, g, b, ...to] = [x, gamma, beta, y!, mean!, variance!, scale!].map(heap.address);
    heap.call('batchNormalization', rows, columns, from!, g!, b!, epsilon, ...to);
    return [y!, mean!, variance!, scale!];
  }),
  fusedKernel('BatchNormalizationGrad', (heap, { dy, x, gamma, mean, scale }) => {
    const { rows, columns } = sizes(x);
    const [dx, dGamma, dBeta] = [x.shape, [columns], [columns]].map((shape) => heap.output(shape));
    const places = [dy, x, gamma, mean, scale, dx!, dGamma!, dBeta!].map(heap.address);
    heap.call('batchNormalizationGradient', rows, columns, ...places);
    return [dx!, dGamma!, dBeta!];
  }),
  fusedKernel('LayerNormalization', (heap, { x, gamma, beta }, { epsilon }) => {
    const { rows, columns } = sizes(x);
    const [y, mean, scale] = [x.shape, [rows], [rows]].map((shape) => heap.output(shape));
    const [from, g, b, ...to] = [x, gamma, beta, y!, mean!, scale!].map(heap.address);
    heap.call('layerNormalization', rows, columns, from!, g!, b!, epsilon, ...to);
    return [y!, mean!, scale!];
  }),
  fusedKernel('LayerNormalizationGrad', (heap, { dy, x, gamma, mean, scale }) => {
    const { rows, columns } = sizes(x);
    const [dx, dGamma, dBeta] = [x.shape, [columns], [columns]].map((shape) => heap.output(shape));
    for (const info of [dGamma!, dBeta!]) new Float32Array(heap.memory(), heap.address(info), columns).fill(0);
    heap.call('layerNormalizationGradient', rows, columns, ...[dy, x, gamma, mean, scale, dx!, dGamma!, dBeta!].map(heap.address));
    return [dx!, dGamma!, dBeta!];
  }),
];
