import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { framedBoth, infoOf } from './framing.js';
import type { Filter, Geometry, Image } from './framing.js';
import { kernel, shaped } from './run.js';
import type { Runner } from './run.js';

const plain = { strides: 1, pad: 'valid', dataFormat: 'NHWC', dilations: 1 };

/**
 * ∂/∂filter: dw[i, j, c, d] = Σ x[n, s·p + i, s·q + j, c] · dy[n, p, q, d] over n, p, q. That is itself a convolution: of
 * x with channels and batch exchanged, by dy as a filter whose taps lie s apart (its dilation), batch as its channels.
 */
export const conv2dBackpropFilter: KernelConfig = kernel<{ x: TensorInfo; dy: TensorInfo }, Geometry & { filterShape: Filter }>(
  'Conv2DBackpropFilter',
  (runner, { x, dy }, attrs) => {
    const { run, free } = runner;
    const [height, width] = attrs.filterShape;
    const { padInfo, strideHeight, strideWidth } = infoOf(x.shape as Image, attrs.filterShape, attrs);
    const padded = framedBoth(runner, x, [padInfo.top, padInfo.bottom], [padInfo.left, padInfo.right]);
    const images = run('Transpose', { x: padded }, { perm: [3, 1, 2, 0] });
    const taps = run('Transpose', { x: dy }, { perm: [1, 2, 0, 3] });
    const wide = run('Conv2D', { x: images, filter: taps }, { ...plain, dilations: [strideHeight, strideWidth] });
    const [channels, , , filters] = wide.shape as Image;
    // Rows of x that no tap of the filter reached give products beyond the filter's size.
    const cut = run('Slice', { x: wide }, { begin: [0, 0, 0, 0], size: [channels, height, width, filters] });
    const result = run('Transpose', { x: cut }, { perm: [1, 2, 0, 3] });
    free(padded, images, taps, wide, cut);
    return result;
  },
);

/** dy with s − 1 zeros between its rows and its columns. */
function spread(runner: Runner, dy: TensorInfo, strideHeight: number, strideWidth: number): TensorInfo {
  const { run, free } = runner;
  const [batch, height, width, channels] = dy.shape as Image;
  const after = (x: TensorInfo, zeros: number): TensorInfo => run('PadV2', { x }, { paddings: [[0, 0], [0, zeros]], constantValue: 0 });
  // A row of zeros after each row, then a pixel of zeros after each pixel; the last ones are cut off.
  const rows = after(shaped(dy, [batch * height, width * channels]), (strideHeight - 1) * width * channels);
  const pixels = after(shaped(rows, [batch * height * strideHeight * width, channels]), (strideWidth - 1) * channels);
  const whole = shaped(pixels, [batch, height * strideHeight, width * strideWidth, channels]);
  const size = [batch, (height - 1) * strideHeight + 1, (width - 1) * strideWidth + 1, channels];
  const result = run('Slice', { x: whole }, { begin: [0, 0, 0, 0], size });
  free(rows, pixels);
  return result;
}

/**
 * ∂/∂input, and the transposed convolution: dx[n, h, w, c] = Σ dy[n, p, q, d] · w[h + top − s·p, w + left − s·q, c, d]. As a
 * convolution of dy, spread by the stride, by the filter turned around, XNNPACK does it; tfjs's own kernel is a plain
 * loop. Spreading multiplies the work by s², and XNNPACK computes eight channels at a time, so where that is eightfold
 * work or more (few channels to give back), the plain loop stays ahead.
 */
export function conv2dBackpropInput(stock: KernelConfig): KernelConfig {
  return kernel<{ dy: TensorInfo; filter: TensorInfo }, Geometry & { inputShape: Image }>('Conv2DBackpropInput', (runner, inputs, attrs) => {
    const { backend, run, free } = runner;
    const { dy, filter } = inputs;
    const [height, width, inChannels] = filter.shape as Filter;
    const { padInfo, strideHeight, strideWidth } = infoOf(attrs.inputShape, filter.shape as Filter, attrs);
    const work = (strideHeight * strideWidth * Math.ceil(inChannels / 8) * 8) / inChannels;
    if (work >= 8) return stock.kernelFunc({ inputs: { ...inputs }, attrs: { ...attrs }, backend }) as TensorInfo;
    const wide = strideHeight * strideWidth === 1 ? dy : spread(runner, dy, strideHeight, strideWidth);
    const frame = (size: number, taps: number, before: number, found: number): [number, number] => [taps - 1 - before, size + before - found];
    const rows = frame(attrs.inputShape[1], height, padInfo.top, wide.shape[1]!);
    const columns = frame(attrs.inputShape[2], width, padInfo.left, wide.shape[2]!);
    const padded = framedBoth(runner, wide, rows, columns);
    const turned = run('Reverse', { x: filter }, { dims: [0, 1] });
    const exchanged = run('Transpose', { x: turned }, { perm: [0, 1, 3, 2] });
    const result = run('Conv2D', { x: padded, filter: exchanged }, plain);
    free(padded, turned, exchanged, ...(wide === dy ? [] : [wide]));
    return result;
  });
}
