import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { valuesOf } from './heap.js';
import { kernel } from './run.js';

/** max(x, 0), NaN of NaN. tfjs's own, without SIMD, looks at the sign bit alone, which NaN has where a processor made it. */
export const relu = (stock: KernelConfig): KernelConfig =>
  kernel<{ x: TensorInfo }, object>('Relu', (runner, { x }) => {
    if (x.dtype !== 'float32') return stock.kernelFunc({ inputs: { x }, attrs: {}, backend: runner.backend }) as TensorInfo;
    const out = runner.backend.makeOutput(x.shape, 'float32');
    const [xs, ys] = [valuesOf(runner, x), valuesOf(runner, out)];
    for (let i = 0; i < ys.length; i++) ys[i] = Math.max(0, xs[i]!);
    return out;
  });
