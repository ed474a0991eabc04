import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { composedKernel } from './composed-kernel.js';

/**
 * The gradient of resizing to the nearest pixel. With aligned corners and an axis of one pixel, tfjs never ends, also on its CPU
 * backend: it searches an infinite range for the pixels of dy. All of them come from that one pixel, so its gradient is their sum.
 */
export const resizeNearestGrad = (onCpu: KernelConfig): KernelConfig =>
  composedKernel<{ dy: TensorInfo; images: TensorInfo }, { alignCorners: boolean }>(
    'ResizeNearestNeighborGrad',
    (runner, inputs, attrs) => {
      const { backend, run, free } = runner;
      const { dy, images } = inputs;
      const axes = attrs.alignCorners ? [1, 2].filter((axis) => images.shape[axis] === 1 && dy.shape[axis]! > 1) : [];
      const gradient = (sum: TensorInfo): TensorInfo =>
        onCpu.kernelFunc({ inputs: { dy: sum, images }, attrs: { ...attrs }, backend }) as TensorInfo;
      if (axes.length === 0) return gradient(dy);
      const sum = run('Sum', { x: dy }, { axis: axes, keepDims: true });
      const result = gradient(sum);
      free(sum);
      return result;
    },
  );
