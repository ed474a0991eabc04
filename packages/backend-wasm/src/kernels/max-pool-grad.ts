import type { KernelConfig, TensorInfo, backend_util } from '@tensorflow/tfjs-core';
import { computePool2DInfo } from '#stock';
import type { Geometry, Image } from './framing.js';
import { valuesOf, zeros } from './zeros.js';
import { composedKernel } from './composed-kernel.js';

/**
 * The gradient of the maximum over windows: dy goes to the first greatest pixel of its window. tfjs's own kernel looks
 * for a pixel above 0, and drops dy where a whole window is negative. A plain loop over the heap.
 */
export const maxPoolGrad: KernelConfig = composedKernel<
  { dy: TensorInfo; input: TensorInfo },
  Geometry & { filterSize: [number, number] | number }
>('MaxPoolGrad', (runner, { dy, input }, attrs) => {
  const shape = input.shape as Image;
  const info = computePool2DInfo(shape, attrs.filterSize, attrs.strides, 1, attrs.pad, attrs.dimRoundingMode);
  const { out, values } = zeros(runner, shape);
  const [dx, xs, dys] = [values(), valuesOf(runner, input), valuesOf(runner, dy)];
  let at = 0;
  for (let n = 0; n < info.batchSize; n++)
    for (let p = 0; p < info.outHeight; p++)
      for (let q = 0; q < info.outWidth; q++)
        for (let c = 0; c < info.outChannels; c++) dx[greatestOf(xs, n, p, q, c, info)]! += dys[at++]!;
  return out;
});

/** Where in x the first greatest value of a window stands. */
function greatestOf(xs: Float32Array, n: number, p: number, q: number, c: number, info: backend_util.Conv2DInfo): number {
  const { inHeight, inWidth, inChannels, padInfo } = info;
  const [top, left] = [p * info.strideHeight - padInfo.top, q * info.strideWidth - padInfo.left];
  let greatest = -Infinity;
  let place = -1;
  for (let h = Math.max(0, top); h < Math.min(inHeight, top + info.filterHeight); h++)
    for (let w = Math.max(0, left); w < Math.min(inWidth, left + info.filterWidth); w++) {
      const at = ((n * inHeight + h) * inWidth + w) * inChannels + c;
      // Whatever follows a NaN is greater: the maximum leaves NaN out, too.
      if (place < 0 || xs[at]! > greatest || Number.isNaN(greatest)) {
        greatest = xs[at]!;
        place = at;
      }
    }
  return place;
}
