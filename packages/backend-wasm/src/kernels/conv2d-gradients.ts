import type { KernelConfig, TensorInfo, backend_util } from '@tensorflow/tfjs-core';
import { framed, gradientInfo, infoOf } from './framing.js';
import type { Filter, Geometry, Image } from './framing.js';
import { valuesOf, zeros } from './zeros.js';
import { addPatches, examples, patches } from './patches.js';
import { composedKernel, shaped } from './composed-kernel.js';
import type { Runner } from './composed-kernel.js';

/*
 * Two ways to have a gradient of a convolution from XNNPACK. One is another convolution, at stride 1 and with the
 * channels of x filling a register of eight. With a stride it would multiply by the zeros between the pixels of dy, and
 * a single channel would take the time of eight; there, the patches of x that meet the filter are made into a matrix.
 */

type Info = backend_util.Conv2DInfo;

const plain = { strides: 1, pad: 'valid', dataFormat: 'NHWC', dilations: 1 };
const untransposed = { transposeA: false, transposeB: false };

type FilterInputs = { x: TensorInfo; dy: TensorInfo };
type FilterAttrs = Geometry & { filterShape: Filter };
type InputInputs = { dy: TensorInfo; filter: TensorInfo };
type InputAttrs = Geometry & { inputShape: Image; dataFormat?: 'NHWC' | 'NCHW' };

const byConvolution = ({ strideHeight, strideWidth, inChannels }: Info): boolean =>
  strideHeight === 1 && strideWidth === 1 && inChannels >= 8;

/** ∂/∂filter: dw[i, j, c, d] = Σ x[n, s·p + i − top, s·q + j − left, c] · dy[n, p, q, d] over n, p, q. */
export const conv2dBackpropFilter: KernelConfig = composedKernel<FilterInputs, FilterAttrs>(
  'Conv2DBackpropFilter',
  (runner, inputs, attrs) => {
    return onPlaces(runner, infoOf(inputs.x.shape as Image, attrs.filterShape, attrs), inputs.dy, (dy, info) =>
      (byConvolution(info) ? filterByConvolution : filterByPatches)(runner, { ...inputs, dy }, info),
    );
  },
);

/** `f` of dy on its places, or of a part of it where it has more than there are. */
function onPlaces(runner: Runner, computed: Info, dy: TensorInfo, f: (dy: TensorInfo, info: Info) => TensorInfo): TensorInfo {
  const { info, cropped } = gradientInfo('conv2d', computed, dy);
  if (!cropped) return f(dy, info);
  const [batch = 0, , , filters = 0] = dy.shape;
  const part = runner.run('Slice', { x: dy }, { begin: [0, 0, 0, 0], size: [batch, info.outHeight, info.outWidth, filters] });
  const result = f(part, info);
  runner.free(part);
  return result;
}

/** That sum is itself a convolution of x by dy as its filter, with batch and channels exchanged in both. */
function filterByConvolution(runner: Runner, { x, dy }: FilterInputs, info: Info): TensorInfo {
  const { run, free } = runner;
  const { padInfo } = info;
  const padded = framed(runner, x, [padInfo.top, padInfo.bottom], [padInfo.left, padInfo.right]);
  const images = run('Transpose', { x: padded }, { perm: [3, 1, 2, 0] });
  const taps = run('Transpose', { x: dy }, { perm: [1, 2, 0, 3] });
  const product = run('Conv2D', { x: images, filter: taps }, plain);
  const result = run('Transpose', { x: product }, { perm: [1, 2, 0, 3] });
  free(padded, images, taps, product);
  return result;
}

/** The patches [rows · columns · channels, p · q · n] times dy [p · q · n, filters]. */
function filterByPatches(runner: Runner, { x, dy }: FilterInputs, info: Info): TensorInfo {
  const { run, free } = runner;
  const { filterHeight, filterWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const taps = filterHeight * filterWidth * inChannels;
  const products: TensorInfo[] = [];
  for (const { parts } of examples(runner, [x, dy], taps * outHeight * outWidth)) {
    const [xs, dys] = parts as [TensorInfo, TensorInfo];
    const [count] = xs.shape as Image;
    const places = outHeight * outWidth * count;
    const left = patches(runner, xs, { ...info, batchSize: count });
    const right = run('Transpose', { x: shaped(dys, [count, outHeight * outWidth, outChannels]) }, { perm: [1, 0, 2] });
    products.push(run('BatchMatMul', { a: shaped(left, [1, taps, places]), b: shaped(right, [1, places, outChannels]) }, untransposed));
    free(left, right);
  }
  const sum = run('AddN', products);
  free(...products);
  return shaped(sum, info.filterShape);
}

/**
 * ∂/∂input, and the transposed convolution: dx[n, h, w, c] = Σ dy[n, p, q, d] · w[i, j, c, d] over all p, q, i, j, d with
 * s·p + i − top = h and s·q + j − left = w. In place of tfjs's plain loop.
 */
export const conv2dBackpropInput: KernelConfig = composedKernel<InputInputs, InputAttrs>('Conv2DBackpropInput', (runner, inputs, attrs) =>
  onPlaces(runner, infoOf(attrs.inputShape, inputs.filter.shape as Filter, attrs), inputs.dy, (dy, info) =>
    (byConvolution(info) ? inputByConvolution : inputByPatches)(runner, { ...inputs, dy }, info),
  ),
);

/** A convolution of dy, within a frame of zeros, by the filter turned around. */
function inputByConvolution(runner: Runner, { dy, filter }: InputInputs, info: Info): TensorInfo {
  const { run, free } = runner;
  const { padInfo, filterHeight, filterWidth, inHeight, inWidth, outHeight, outWidth } = info;
  const rows = [filterHeight - 1 - padInfo.top, inHeight + padInfo.top - outHeight] as const;
  const columns = [filterWidth - 1 - padInfo.left, inWidth + padInfo.left - outWidth] as const;
  const padded = framed(runner, dy, rows, columns);
  const turned = run('Reverse', { x: filter }, { dims: [0, 1] });
  const exchanged = run('Transpose', { x: turned }, { perm: [0, 1, 3, 2] });
  const result = run('Conv2D', { x: padded, filter: exchanged }, plain);
  free(padded, turned, exchanged);
  return result;
}

/** dy [n · p · q, filters] times the filter [filters, rows · columns · channels] gives patches; dx is where they overlap. */
function inputByPatches(runner: Runner, { dy, filter }: InputInputs, info: Info): TensorInfo {
  const { run, free } = runner;
  const { filterHeight, filterWidth, inChannels, inHeight, inWidth, outHeight, outWidth, outChannels } = info;
  const taps = filterHeight * filterWidth * inChannels;
  const right = run('Transpose', { x: shaped(filter, [taps, outChannels]) }, { perm: [1, 0] });
  const { out, values } = zeros(runner, info.inShape);
  for (const { first, parts } of examples(runner, [dy], taps * outHeight * outWidth)) {
    const [dys] = parts as [TensorInfo];
    const [count] = dys.shape as Image;
    const places = count * outHeight * outWidth;
    const found = run('BatchMatMul', { a: shaped(dys, [1, places, outChannels]), b: shaped(right, [1, outChannels, taps]) }, untransposed);
    const image = inHeight * inWidth * inChannels;
    addPatches(values().subarray(first * image), valuesOf(runner, found), { ...info, batchSize: count });
    free(found);
  }
  free(right);
  return out;
}
