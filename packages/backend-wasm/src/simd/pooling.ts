import type { TensorInfo, backend_util } from '@tensorflow/tfjs-core';
import { arraysEqual, computePool2DInfo, sizeFromShape } from '#stock';
import { checkPlaces, infoOf } from '../kernels/framing.js';
import type { Filter, Geometry, Image } from '../kernels/framing.js';
import { geometryOf, sizedBy } from './geometry.js';
import { ranges, threadsWorth } from './simd-heap.js';
import { simdKernel } from './simd-kernel.js';
import type { SimdKernel } from './simd-kernel.js';

type Info = backend_util.Conv2DInfo;

type PoolAttrs = Geometry & { readonly filterSize: [number, number] | number };

const poolInfo = (shape: number[], dy: TensorInfo, { filterSize, strides, pad, dimRoundingMode }: PoolAttrs): Info =>
  sizedBy(computePool2DInfo(shape as Image, filterSize, strides, 1, pad, dimRoundingMode), dy);

const depthwiseInfo = (image: number[], filter: Filter, dy: TensorInfo, attrs: Geometry): Info =>
  sizedBy(infoOf(image as Image, filter, attrs, true), dy);

const multiplierOf = ({ outChannels, inChannels }: Info): number => outChannels / inChannels;

const floats = (...infos: readonly TensorInfo[]): boolean => infos.every(({ dtype }) => dtype === 'float32');

/** Numbers of x below which another thread costs more than it saves. */
const SMALL = 2 ** 15;

/** For windows of one pixel and a result of the same size, tfjs does not pool, for any stride and padding. */
const isIdentity = ({ filterHeight, filterWidth, inShape, outShape }: Info): boolean =>
  filterHeight === 1 && filterWidth === 1 && arraysEqual(inShape, outShape);

/** `MaxPool` or `AvgPool`; the threads share the images. */
const pooled = (kernelName: string, greatest: boolean): SimdKernel =>
  simdKernel<{ x: TensorInfo }, PoolAttrs>(kernelName, (heap, { x }, { filterSize, strides, pad, dimRoundingMode }, stock) => {
    if (!floats(x) || x.shape.includes(0)) return stock();
    const info = computePool2DInfo(x.shape as Image, filterSize, strides, 1, pad, dimRoundingMode);
    checkPlaces(kernelName, info);
    if (isIdentity(info)) return heap.shared(x);
    const y = heap.output(info.outShape);
    const size = sizeFromShape(info.outShape);
    if (size === 0) return y;
    const { batch, ...geometry } = geometryOf(info);
    const [input, output] = [sizeFromShape(x.shape) / batch, size / batch];
    const [from, to] = [heap.address(x), heap.address(y)];
    heap.share(
      'pool',
      ranges(batch, threadsWorth(heap, batch * input, SMALL)).map(([first, end]) => ({
        ...geometry,
        greatest: Number(greatest),
        batch: end - first,
        x: from + 4 * first * input,
        y: to + 4 * first * output,
      })),
    );
    return y;
  });

/** Pooling, its gradients and those of depthwise convolutions, and `UnsortedSegmentSum`, the gradient of gather. */
export const poolingKernels: readonly SimdKernel[] = [
  pooled('MaxPool', true),
  pooled('AvgPool', false),
  simdKernel<{ dy: TensorInfo; input: TensorInfo }, PoolAttrs>('MaxPoolGrad', (heap, { dy, input }, attrs, stock) => {
    if (!floats(dy, input)) return stock();
    const info = poolInfo(input.shape, dy, attrs);
    const dx = heap.output(input.shape);
    heap.call('maxPoolGradient', { ...geometryOf(info), x: heap.address(input), dy: heap.address(dy), dx: heap.address(dx) });
    return dx;
  }),
  simdKernel<{ dy: TensorInfo; input: TensorInfo }, PoolAttrs>('AvgPoolGrad', (heap, { dy, input }, attrs, stock) => {
    if (!floats(dy, input)) return stock();
    const info = poolInfo(input.shape, dy, attrs);
    const dx = heap.output(input.shape);
    heap.call('averagePoolGradient', { ...geometryOf(info), dy: heap.address(dy), dx: heap.address(dx) });
    return dx;
  }),
  simdKernel<{ x: TensorInfo; dy: TensorInfo }, Geometry & { filterShape: Filter }>(
    'DepthwiseConv2dNativeBackpropFilter',
    (heap, { x, dy }, attrs, stock) => {
      if (!floats(x, dy)) return stock();
      const info = depthwiseInfo(x.shape, attrs.filterShape, dy, attrs);
      const dw = heap.output(attrs.filterShape);
      heap.call('depthwiseFilterGradient', {
        ...geometryOf(info),
        multiplier: multiplierOf(info),
        x: heap.address(x),
        dy: heap.address(dy),
        dw: heap.address(dw),
      });
      return dw;
    },
  ),
  simdKernel<{ dy: TensorInfo; filter: TensorInfo }, Geometry & { inputShape: Image }>(
    'DepthwiseConv2dNativeBackpropInput',
    (heap, { dy, filter }, attrs, stock) => {
      if (!floats(dy, filter)) return stock();
      const info = depthwiseInfo(attrs.inputShape, filter.shape as Filter, dy, attrs);
      const dx = heap.output(attrs.inputShape);
      heap.call('depthwiseInputGradient', {
        ...geometryOf(info),
        multiplier: multiplierOf(info),
        dy: heap.address(dy),
        filter: heap.address(filter),
        dx: heap.address(dx),
      });
      return dx;
    },
  ),
  simdKernel<{ x: TensorInfo; segmentIds: TensorInfo }, { numSegments: number }>(
    'UnsortedSegmentSum',
    (heap, { x, segmentIds }, { numSegments }, stock) => {
      if (x.dtype !== 'float32' || !segmentIds.shape.every((n, axis) => x.shape[axis] === n)) return stock();
      const shape = x.shape.slice(segmentIds.shape.length);
      const sums = heap.output([numSegments, ...shape]);
      heap.call('segmentSum', {
        rows: sizeFromShape(segmentIds.shape),
        columns: sizeFromShape(shape),
        segments: numSegments,
        x: heap.address(x),
        ids: heap.address(segmentIds),
        sums: heap.address(sums),
      });
      return sums;
    },
  ),
];
