import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core';
import { util } from '@tensorflow/tfjs-core';
import type { Call } from '../threads/pool.js';
import { ranges } from './simd-heap.js';
import type { Heap } from './simd-heap.js';
import { multiplyElsewhere } from './mat-mul.js';
import type { Matrix } from './mat-mul.js';

/*
 * Convolutions as products by a GEMM of the machine's own: rows of patches, so many at a time that they stay in the
 * cache, and never more however large the images are.
 */

type Info = backend_util.Conv2DInfo;

/** Numbers of patches at a time: 1 MB. */
const BLOCK = 2 ** 18;

const tapsOf = (info: Info): number => info.filterHeight * info.filterWidth * info.inChannels;
const placesOf = (info: Info): number => info.batchSize * info.outHeight * info.outWidth;

/** Whether a convolution is to be made of products, by the machine's GEMM. */
export const isPatched = ({ gemm }: Heap, info: Info): boolean =>
  gemm !== undefined && gemm.convolves(placesOf(info), info.outChannels, tapsOf(info));

const geometryOf = (info: Info): readonly number[] => [
  info.inHeight,
  info.inWidth,
  info.inChannels,
  info.padInfo.top,
  info.padInfo.left,
  info.strideHeight,
  info.strideWidth,
  info.filterHeight,
  info.filterWidth,
  info.dilationHeight,
  info.dilationWidth,
  info.outHeight,
  info.outWidth,
];

const rowsOf = (start: number, columns: number): Matrix => ({ start, row: columns, column: 1 });
const transposed = (start: number, columns: number): Matrix => ({ start, row: 1, column: columns });

/** Goes over all places in blocks of `step`, each with room for its patches; whole images where some fit into a block. */
function blocks(heap: Heap, info: Info, f: (first: number, end: number, room: number) => void): void {
  const [taps, places, image] = [tapsOf(info), placesOf(info), info.outHeight * info.outWidth];
  const most = Math.max(1, Math.floor(BLOCK / taps));
  const step = most > image ? most - (most % image) : most;
  const room = heap.scratch(4 * taps * Math.min(step, places));
  for (let first = 0; first < places; first += step) f(first, Math.min(places, first + step), room);
}

function takePatches(heap: Heap, info: Info, x: number, first: number, end: number, to: number): void {
  const bytes = 4 * tapsOf(info);
  const parts = ranges(end - first, heap.threads, 8);
  heap.share(parts.map(([a, b]): Call => ['patches', 1, x, ...geometryOf(info), first + a, first + b, to + a * bytes]));
}

/** Adds patches to images. Those of one image meet, so that threads share images. */
function givePatches(heap: Heap, info: Info, dx: number, first: number, end: number, from: number): void {
  const bytes = 4 * tapsOf(info);
  const image = info.outHeight * info.outWidth;
  const whole = first % image === 0 && (end - first) % image === 0;
  const parts = whole ? ranges((end - first) / image, heap.threads).map(([a, b]) => [a * image, b * image] as const) : [[0, end - first]];
  heap.share(parts.map(([a, b]): Call => ['patches', 0, dx, ...geometryOf(info), first + a!, first + b!, from + a! * bytes]));
}

/** y = patches of x by the filter. */
export function patchedForward(heap: Heap, x: TensorInfo, filter: TensorInfo, info: Info, y: TensorInfo): void {
  const [taps, filters] = [tapsOf(info), info.outChannels];
  blocks(heap, info, (first, end, room) => {
    takePatches(heap, info, heap.address(x), first, end, room);
    const to = heap.address(y) + 4 * first * filters;
    multiplyElsewhere(heap, end - first, filters, taps, rowsOf(room, taps), rowsOf(heap.address(filter), filters), to, false);
  });
}

/** dx = patches that are dy by the transposed filter, each added where `patchedForward` takes it from. */
export function patchedBack(heap: Heap, dy: TensorInfo, filter: TensorInfo, info: Info, dx: TensorInfo): void {
  const [taps, filters] = [tapsOf(info), info.outChannels];
  new Float32Array(heap.memory(), heap.address(dx), util.sizeFromShape(dx.shape)).fill(0);
  blocks(heap, info, (first, end, room) => {
    const from = rowsOf(heap.address(dy) + 4 * first * filters, filters);
    multiplyElsewhere(heap, end - first, taps, filters, from, transposed(heap.address(filter), filters), room, false);
    givePatches(heap, info, heap.address(dx), first, end, room);
  });
}

/** dw = the transposed patches of x by dy. */
export function patchedFilterGradient(heap: Heap, x: TensorInfo, dy: TensorInfo, info: Info, dw: TensorInfo): void {
  const [taps, filters] = [tapsOf(info), info.outChannels];
  blocks(heap, info, (first, end, room) => {
    takePatches(heap, info, heap.address(x), first, end, room);
    const right = rowsOf(heap.address(dy) + 4 * first * filters, filters);
    multiplyElsewhere(heap, taps, filters, end - first, transposed(room, taps), right, heap.address(dw), first > 0);
  });
}
