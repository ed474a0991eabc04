import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { framed, infoOf } from './framing.js';
import type { Filter, Geometry, Image } from './framing.js';
import { composedKernel } from './composed-kernel.js';

/**
 * Convolutions that tfjs hands to XNNPACK in a form it refuses: `same` with a stride above the size of the kernel along
 * either axis. tfjs goes on all the same and gives what stood in the heap. Here such an input gets its frame of zeros
 * first and is convolved as `valid`. For `Conv2D`, `DepthwiseConv2dNative` and their fused forms.
 */
export function framedConvolution(stock: KernelConfig): KernelConfig {
  const depthwise = stock.kernelName.includes('Depthwise');
  return composedKernel<{ x: TensorInfo; filter: TensorInfo }, Geometry>(stock.kernelName, (runner, inputs, attrs) => {
    const convolve = (x: TensorInfo, more: Partial<Geometry> = {}): TensorInfo =>
      stock.kernelFunc({
        inputs: { ...inputs, x },
        attrs: { ...attrs, ...more, dilations: attrs.dilations ?? 1 },
        backend: runner.backend,
      }) as TensorInfo;
    const info = infoOf(inputs.x.shape as Image, inputs.filter.shape as Filter, attrs, depthwise);
    const fits = info.strideHeight <= info.effectiveFilterHeight && info.strideWidth <= info.effectiveFilterWidth;
    if (attrs.pad !== 'same' || fits) return convolve(inputs.x);
    const { top, bottom, left, right } = info.padInfo;
    const x = framed(runner, inputs.x, [top, bottom], [left, right]);
    const result = convolve(x, { pad: 'valid' });
    runner.free(x);
    return result;
  });
}
