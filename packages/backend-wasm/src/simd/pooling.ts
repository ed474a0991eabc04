import { backend_util, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { infoOf } from '../kernels/framing.js';
import type { Filter, Geometry, Image } from '../kernels/framing.js';
import { sizedBy } from './geometry.js';
import { kernel } from './kernel.js';
import type { KernelOf } from './kernel.js';

type Info = backend_util.Conv2DInfo;

const pixels = ({ batchSize, inHeight, inWidth, inChannels }: Info): number[] => [batchSize, inHeight, inWidth, inChannels];

const windows = (info: Info): number[] => [
  info.filterHeight,
  info.filterWidth,
  info.strideHeight,
  info.strideWidth,
  info.dilationHeight,
  info.dilationWidth,
  info.padInfo.top,
  info.padInfo.left,
  info.outHeight,
  info.outWidth,
];

type PoolAttrs = Geometry & { readonly filterSize: [number, number] | number };

const poolInfo = (shape: number[], { filterSize, strides, pad, dimRoundingMode }: PoolAttrs): Info =>
  backend_util.computePool2DInfo(shape as Image, filterSize, strides, 1, pad, dimRoundingMode);

const depthwiseInfo = (image: number[], filter: Filter, dy: TensorInfo, attrs: Geometry): Info =>
  sizedBy(infoOf(image as Image, filter, attrs, true), dy);

const depthwiseNumbers = (info: Info): number[] => [...pixels(info), info.outChannels / info.inChannels, ...windows(info)];

/** Pooling by XNNPACK, which makes −∞ of NaN, and relu then 0; where there is any −∞, all windows are seen to by our function. */
const pooling = (name: 'MaxPool' | 'AvgPool', call: 'maxPool' | 'averagePool'): KernelOf =>
  kernel<{ x: TensorInfo }, PoolAttrs>(name, (heap, { x }, attrs, stock) => {
    const y = stock();
    if (x.dtype !== 'float32' || heap.call('hasLowest', util.sizeFromShape(y.shape), heap.address(y)) === 0) return y;
    const info = poolInfo(x.shape, attrs);
    heap.call(call, ...pixels(info), ...windows(info), heap.address(x), heap.address(y));
    return y;
  });

/** Pooling and its gradients, those of depthwise convolutions, and `UnsortedSegmentSum`, the gradient of gather. */
export const poolingKernels: Readonly<Record<string, KernelOf>> = {
  MaxPool: pooling('MaxPool', 'maxPool'),
  AvgPool: pooling('AvgPool', 'averagePool'),
  MaxPoolGrad: kernel<{ dy: TensorInfo; input: TensorInfo }, PoolAttrs>('MaxPoolGrad', (heap, { dy, input }, attrs) => {
    const info = sizedBy(poolInfo(input.shape, attrs), dy);
    const dx = heap.output(input.shape);
    heap.call('maxPoolGradient', ...pixels(info), ...windows(info), ...[input, dy, dx].map(heap.address));
    return dx;
  }),
  AvgPoolGrad: kernel<{ dy: TensorInfo; input: TensorInfo }, PoolAttrs>('AvgPoolGrad', (heap, { dy, input }, attrs) => {
    const info = sizedBy(poolInfo(input.shape, attrs), dy);
    const dx = heap.output(input.shape);
    heap.call('averagePoolGradient', ...pixels(info), ...windows(info), ...[dy, dx].map(heap.address));
    return dx;
  }),
  DepthwiseConv2dNativeBackpropFilter: kernel<{ x: TensorInfo; dy: TensorInfo }, Geometry & { filterShape: Filter }>(
    'DepthwiseConv2dNativeBackpropFilter',
    (heap, { x, dy }, attrs) => {
      const info = depthwiseInfo(x.shape, attrs.filterShape, dy, attrs);
      const dw = heap.output(attrs.filterShape);
      heap.call('depthwiseFilterGradient', ...depthwiseNumbers(info), ...[x, dy, dw].map(heap.address));
      return dw;
    },
  ),
  DepthwiseConv2dNativeBackpropInput: kernel<{ dy: TensorInfo; filter: TensorInfo }, Geometry & { inputShape: Image }>(
    'DepthwiseConv2dNativeBackpropInput',
    (heap, { dy, filter }, attrs) => {
      const info = depthwiseInfo(attrs.inputShape, filter.shape as Filter, dy, attrs);
      const dx = heap.output(attrs.inputShape);
      heap.call('depthwiseInputGradient', ...depthwiseNumbers(info), ...[dy, filter, dx].map(heap.address));
      return dx;
    },
  ),
  UnsortedSegmentSum: kernel<{ x: TensorInfo; segmentIds: TensorInfo }, { numSegments: number }>(
    'UnsortedSegmentSum',
    (heap, { x, segmentIds }, { numSegments }, stock) => {
      if (x.dtype !== 'float32') return stock();
      const shape = x.shape.slice(segmentIds.shape.length);
      const sums = heap.output([numSegments, ...shape]);
      const rows = util.sizeFromShape(segmentIds.shape);
      heap.call('segmentSum', rows, util.sizeFromShape(shape), numSegments, ...[x, segmentIds, sums].map(heap.address));
      return sums;
    },
  ),
};
