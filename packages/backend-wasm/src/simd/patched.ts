import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core';
import { codeOf } from './activations.js';
import type { ActivationAttrs } from './activations.js';
import type { Arguments } from './calls.js';
import type { Gemm } from '../gemm.js';
import { geometryOf } from './geometry.js';
import { ranges } from './simd-heap.js';
import type { Heap } from './simd-heap.js';

/*
 * Convolutions as matrix products by a GEMM. The rows of the left side are patches. A thread writes as many at a time as fit into its
 * second cache, and multiplies them, for images of any size; the threads wait for each other only at the end.
 */

type Info = backend_util.Conv2DInfo;

/** Numbers of patches at a time: 64 kB. */
const BLOCK = 2 ** 14;
/** Places at a time at least, so that the GEMM does not read a large filter again for few rows. */
const LEAST = 192;
/** The places of a filter's gradient are divided into so many parts at most, for any number of threads. So its bits do not depend on that number. */
const PARTS = 8;
/** Numbers of patches and sums of all parts: 16 MB. Large filters have fewer parts. */
const ROOM = 2 ** 22;

const tapsOf = (info: Info): number => info.filterHeight * info.filterWidth * info.inChannels;
const placesOf = (info: Info): number => info.batchSize * info.outHeight * info.outWidth;

/** How many threads may call the GEMM. */
const threadsOf = ({ gemm, threads }: Heap): number => (gemm!.shared ? threads : 1);

/** Places at a time. */
const blockOf = (info: Info, least = LEAST): number => Math.min(placesOf(info), Math.max(least, Math.floor(BLOCK / tapsOf(info))));

/** A bias and an activation that follow. */
interface After {
  readonly bias: TensorInfo | undefined;
  readonly activation: ActivationAttrs;
}

/** The arguments of `convolvePatches` or `convolvePatchesBack`, for each of some ranges of places or images. */
function callsFor(
  heap: Heap,
  info: Info,
  parts: ReturnType<typeof ranges>,
  [x, w, y]: readonly [x: TensorInfo, w: TensorInfo, y: TensorInfo],
  { bias, activation }: After,
): readonly Arguments<'convolvePatches'>[] {
  const block = blockOf(info);
  const bytes = 4 * tapsOf(info) * block;
  const room = heap.scratch(bytes * parts.length);
  const [kind, slope] = codeOf(activation);
  return parts.map(([first, end], i) => ({
    ...geometryOf(info),
    x: heap.address(x),
    first,
    end,
    block,
    w: heap.address(w),
    filters: info.outChannels,
    y: heap.address(y),
    kind,
    bias: bias ? heap.address(bias) : 0,
    slope,
    patch: room + i * bytes,
  }));
}

/** y = f(patches of x by the filter + bias). */
function forward(heap: Heap, x: TensorInfo, filter: TensorInfo, info: Info, y: TensorInfo, after: After): void {
  heap.share('convolvePatches', callsFor(heap, info, ranges(placesOf(info), threadsOf(heap), 8), [x, filter, y], after));
}

/** dx = f(patches that are dy by the transposed filter, each added where `forward` takes it from, + bias). */
function back(heap: Heap, dy: TensorInfo, filter: TensorInfo, info: Info, dx: TensorInfo, after: After): void {
  heap.share('convolvePatchesBack', callsFor(heap, info, ranges(info.batchSize, threadsOf(heap)), [dx, filter, dy], after));
}

/** dw = the transposed patches of x by dy: the sum over parts of the places. */
function filterGradient(heap: Heap, x: TensorInfo, dy: TensorInfo, info: Info, dw: TensorInfo): void {
  const [taps, filters] = [tapsOf(info), info.outChannels];
  // Every block reads and writes dw, which for many filters is large.
  const most = blockOf(info, Math.max(LEAST, filters));
  const fitting = Math.max(2, Math.floor(ROOM / (taps * (most + filters))));
  const parts = ranges(placesOf(info), Math.min(PARTS, fitting, Math.ceil(placesOf(info) / most)));
  const part = parts[0]![1];
  const block = Math.ceil(part / Math.ceil(part / most));
  const [bytes, size] = [4 * taps * block, 4 * taps * filters];
  const room = heap.scratch((bytes + size) * parts.length);
  const sums = room + bytes * parts.length;
  const calls = parts.map(([first, end], i) => ({
    ...geometryOf(info),
    x: heap.address(x),
    first,
    end,
    block,
    filters,
    dy: heap.address(dy),
    dw: parts.length > 1 ? sums + i * size : heap.address(dw),
    patch: room + i * bytes,
  }));
  if (heap.gemm!.shared) heap.share('patchesFilterGradient', calls);
  else for (const call of calls) heap.call('patchesFilterGradient', call);
  if (parts.length > 1)
    heap.call('sumMiddle', {
      outer: 1,
      n: parts.length,
      inner: taps * filters,
      columns: taps * filters,
      x: sums,
      sums: heap.address(dw),
      scale: 1,
    });
}

/** The GEMM, with convolutions as its products. Pages have no GEMM, so they do not load this. */
export const withConvolutions = (gemm: Gemm): ConvolvingGemm => ({
  ...gemm,
  takesConvolution: (info) => gemm.convolves(placesOf(info), info.outChannels, tapsOf(info)),
  forward,
  back,
  filterGradient,
});

/** A GEMM with convolutions as its products. */
export interface ConvolvingGemm extends Gemm {
  /** Whether it should compute a convolution. */
  readonly takesConvolution: (info: Info) => boolean;
  readonly forward: typeof forward;
  readonly back: typeof back;
  readonly filterGradient: typeof filterGradient;
}
