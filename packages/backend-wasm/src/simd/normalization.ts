import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { simdKernel } from './simd-kernel.js';
import type { KernelOf } from './simd-kernel.js';

interface Inputs {
  readonly x: TensorInfo;
  readonly gamma: TensorInfo;
  readonly beta: TensorInfo;
}
interface GradInputs {
  readonly dy: TensorInfo;
  readonly x: TensorInfo;
  readonly gamma: TensorInfo;
  readonly mean: TensorInfo;
  readonly scale: TensorInfo;
}

const sizes = ({ shape }: TensorInfo): { rows: number; columns: number } => {
  const columns = shape.at(-1)!;
  return { rows: util.sizeFromShape(shape) / columns, columns };
};

/**
 * γ·(x − mean)·scale + β with scale = 1 / √(variance + ε), over every column (batch norm) or every row (layer norm):
 * [y, mean, variance, scale], without the variance for rows; and their gradients [dx, dγ, dβ].
 */
export const normalizationKernels: Readonly<Record<string, KernelOf>> = {
  BatchNormalization: simdKernel<Inputs, { epsilon: number }>('BatchNormalization', (heap, { x, gamma, beta }, { epsilon }) => {
    const { rows, columns } = sizes(x);
    const [y, mean, variance, scale] = [x.shape, [columns], [columns], [columns]].map((shape) => heap.output(shape));
    const [from, g, b, ...to] = [x, gamma, beta, y!, mean!, variance!, scale!].map(heap.address);
    heap.call('batchNormalization', rows, columns, from!, g!, b!, epsilon, ...to);
    return [y!, mean!, variance!, scale!];
  }),
  BatchNormalizationGrad: simdKernel<GradInputs, object>('BatchNormalizationGrad', (heap, { dy, x, gamma, mean, scale }) => {
    const { rows, columns } = sizes(x);
    const out = [x.shape, [columns], [columns]].map((shape) => heap.output(shape));
    const places = [dy, x, gamma, mean, scale, ...out].map(heap.address);
    heap.call('batchNormalizationGradient', rows, columns, ...places);
    return out;
  }),
  LayerNormalization: simdKernel<Inputs, { epsilon: number }>('LayerNormalization', (heap, { x, gamma, beta }, { epsilon }) => {
    const { rows, columns } = sizes(x);
    const [y, mean, scale] = [x.shape, [rows], [rows]].map((shape) => heap.output(shape));
    const [from, g, b, ...to] = [x, gamma, beta, y!, mean!, scale!].map(heap.address);
    heap.call('layerNormalization', rows, columns, from!, g!, b!, epsilon, ...to);
    return [y!, mean!, scale!];
  }),
  LayerNormalizationGrad: simdKernel<GradInputs, object>('LayerNormalizationGrad', (heap, { dy, x, gamma, mean, scale }) => {
    const { rows, columns } = sizes(x);
    const out = [x.shape, [columns], [columns]].map((shape) => heap.output(shape));
    for (const info of out.slice(1)) new Float32Array(heap.memory(), heap.address(info), columns).fill(0);
    heap.call('layerNormalizationGradient', rows, columns, ...[dy, x, gamma, mean, scale, ...out].map(heap.address));
    return out;
  }),
};
