import { backend_util, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { infoOf } from '../kernels/framing.js';
import type { Filter, Geometry, Image } from '../kernels/framing.js';
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

const depthwiseInfo = (image: number[], filter: Filter, attrs: Geometry): Info => infoOf(image as Image, filter, attrs, true);

const depthwiseNumbers = (info: Info): number[] => [...pixels(info), info.outChannels / info.inChannels, ...windows(info)];

/** Gradients of pooling and of depthwise convolutions, and `UnsortedSegmentSum`, the gradient of gather. */
export const poolingKernels: Readonly<Record<string, KernelOf>> = {
  MaxPoolGrad: kernel<{ dy: TensorInfo; input: TensorInfo }, PoolAttrs>('MaxPoolGrad', (heap, { dy, input }, attrs) => {
    const info = poolInfo(input.shape, attrs);
    const dx = heap.output(input.shape);
    heap.call('maxPoolGradient', ...pixels(info), ...windows(info), ...[input, dy, dx].map(heap.address));
    return dx;
  }),
  AvgPoolGrad: kernel<{ dy: TensorInfo; input: TensorInfo }, PoolAttrs>('AvgPoolGrad', (heap, { dy, input }, attrs) => {
    const info = poolInfo(input.shape, attrs);
    const dx = heap.output(input.shape);
    heap.call('averagePoolGradient', ...pixels(info), ...windows(info), ...[dy, dx].map(heap.address));
    return dx;
  }),
  DepthwiseConv2dNativeBackpropFilter: kernel<{ x: TensorInfo; dy: TensorInfo }, Geometry & { filterShape: Filter }>(
    'DepthwiseConv2dNativeBackpropFilter',
    (heap, { x, dy }, attrs) => {
      const dw = heap.output(attrs.filterShape);
      const info = depthwiseInfo(x.shape, attrs.filterShape, attrs);
      heap.call('depthwiseFilterGradient', ...depthwiseNumbers(info), ...[x, dy, dw].map(heap.address));
      return dw;
    },
  ),
  DepthwiseConv2dNativeBackpropInput: kernel<{ dy: TensorInfo; filter: TensorInfo }, Geometry & { inputShape: Image }>(
    'DepthwiseConv2dNativeBackpropInput',
    (heap, { dy, filter }, attrs) => {
      const dx = heap.output(attrs.inputShape);
      const info = depthwiseInfo(attrs.inputShape, filter.shape as Filter, attrs);
      heap.call('depthwiseInputGradient', ...depthwiseNumbers(info), ...[dy, filter, dx].map(heap.address));
      return dx;
    },
  ),
  UnsortedSegmentSum: kernel<{ x: TensorInfo; segmentIds: TensorInfo }, { numSegments: number }>(
    'UnsortedSegmentSum',
    (heap, { x, segmentIds }, { numSegments }) => {
      const shape = x.shape.slice(segmentIds.shape.length);
      const sums = heap.output([numSegments, ...shape]);
      const rows = util.sizeFromShape(segmentIds.shape);
      heap.call('segmentSum', rows, util.sizeFromShape(shape), numSegments, ...[x, segmentIds, sums].map(heap.address));
      return sums;
    },
  ),
};
