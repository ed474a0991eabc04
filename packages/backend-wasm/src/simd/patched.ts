import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core';
import { sizeFromShape } from '#stock';
import { geometryOf } from './geometry.js';
import { ranges } from './simd-heap.js';
import type { Heap } from './simd-heap.js';
import { multiplyElsewhere } from './mat-mul.js';
import type { Matrix } from './mat-mul.js';

/*
 * Convolutions as matrix products by a GEMM. The rows of the left side are patches. Only as many are written at a time as fit into
 * the cache, for images of any size.
 */

type Info = backend_util.Conv2DInfo;

/** Numbers of patches at a time: 1 MB. */
const BLOCK = 2 ** 18;

const tapsOf = (info: Info): number => info.filterHeight * info.filterWidth * info.inChannels;
const placesOf = (info: Info): number => info.batchSize * info.outHeight * info.outWidth;

/** Whether the GEMM should compute a convolution. */
export const isPatched = ({ gemm }: Heap, info: Info): boolean =>
  gemm !== undefined && gemm.convolves(placesOf(info), info.outChannels, tapsOf(info));

const rowsOf = (start: number, columns: number): Matrix => ({ start, row: columns, column: 1 });
const transposed = (start: number, columns: number): Matrix => ({ start, row: 1, column: columns });

/** Goes over all places in blocks of `step`, each with room for its patches. A block has whole images if they fit. */
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
  heap.share(
    'patches',
    parts.map(([a, b]) => ({ ...geometryOf(info), gather: 1, x, first: first + a, end: first + b, patch: to + a * bytes })),
  );
}

/** Adds patches to images. Patches of one image overlap, so each thread gets whole images. */
function givePatches(heap: Heap, info: Info, dx: number, first: number, end: number, from: number): void {
  const bytes = 4 * tapsOf(info);
  const image = info.outHeight * info.outWidth;
  const whole = first % image === 0 && (end - first) % image === 0;
  const parts = whole ? ranges((end - first) / image, heap.threads).map(([a, b]) => [a * image, b * image] as const) : [[0, end - first]];
  heap.share(
    'patches',
    parts.map(([a, b]) => ({ ...geometryOf(info), gather: 0, x: dx, first: first + a!, end: first + b!, patch: from + a! * bytes })),
  );
}

/** y = patches of x by the filter. */
export function patchedForward(heap: Heap, x: TensorInfo, filter: TensorInfo, info: Info, y: TensorInfo): void {
  const [taps, filters] = [tapsOf(info), info.outChannels];
  blocks(heap, info, (first, end, room) => {
    takePatches(heap, info, heap.address(x), first, end, room);
    const [a, b, c] = [rowsOf(room, taps), rowsOf(heap.address(filter), filters), heap.address(y) + 4 * first * filters];
    multiplyElsewhere(heap, { m: end - first, n: filters, k: taps, a, b, c }, false);
  });
}

/** dx = patches that are dy by the transposed filter, each added where `patchedForward` takes it from. */
export function patchedBack(heap: Heap, dy: TensorInfo, filter: TensorInfo, info: Info, dx: TensorInfo): void {
  const [taps, filters] = [tapsOf(info), info.outChannels];
  new Float32Array(heap.memory(), heap.address(dx), sizeFromShape(dx.shape)).fill(0);
  blocks(heap, info, (first, end, room) => {
    const [a, b] = [rowsOf(heap.address(dy) + 4 * first * filters, filters), transposed(heap.address(filter), filters)];
    multiplyElsewhere(heap, { m: end - first, n: taps, k: filters, a, b, c: room }, false);
    givePatches(heap, info, heap.address(dx), first, end, room);
  });
}

/** dw = the transposed patches of x by dy. */
export function patchedFilterGradient(heap: Heap, x: TensorInfo, dy: TensorInfo, info: Info, dw: TensorInfo): void {
  const [taps, filters] = [tapsOf(info), info.outChannels];
  blocks(heap, info, (first, end, room) => {
    takePatches(heap, info, heap.address(x), first, end, room);
    const [a, b] = [transposed(room, taps), rowsOf(heap.address(dy) + 4 * first * filters, filters)];
    multiplyElsewhere(heap, { m: taps, n: filters, k: end - first, a, b, c: heap.address(dw) }, first > 0);
  });
}
