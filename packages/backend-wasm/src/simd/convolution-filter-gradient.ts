import type { TensorInfo } from '@tensorflow/tfjs-core';
import { bytesOf, frameOf, panelsOf, SMALL } from './convolution-walk.js';
import type { Info } from './convolution-walk.js';
import { ranges, threadsWorth } from './simd-heap.js';
import type { Heap } from './simd-heap.js';

const multiplyAdds = (info: Info): number =>
  info.batchSize * info.outHeight * info.outWidth * info.outChannels * info.filterHeight * info.filterWidth * info.inChannels;

/** The images are divided into so many parts at most, for any number of threads. So the bits of the sums do not depend on that number. */
const PARTS = 8;
/** The threads share the taps instead where the gradient has more numbers, or all parts together need more bytes. */
const LARGE = 2 ** 15;
const ROOM = 2 ** 23;

/** Which images and which taps each call takes. */
interface Part {
  readonly images: readonly [first: number, end: number];
  readonly taps: readonly [first: number, end: number];
}

function partsOf(heap: Heap, info: Info, padded: number, room: number): readonly Part[] {
  const work = multiplyAdds(info);
  const count = Math.max(1, Math.min(PARTS, Math.floor(work / SMALL)));
  if (padded * info.outChannels <= LARGE && count * room <= ROOM) {
    return ranges(info.batchSize, count).map((images) => ({ images, taps: [0, padded] }));
  }
  return ranges(padded, threadsWorth(heap, work, SMALL), 4).map((taps) => ({ images: [0, info.batchSize], taps }));
}

/** Conv2DBackpropFilter: the sum of x · dy for every tap. The threads share the images, or the taps of a large filter. */
export function filterGradient(heap: Heap, x: TensorInfo, dy: TensorInfo, info: Info): TensorInfo {
  const dw = heap.output(info.filterShape);
  if (heap.gemm?.takesConvolution(info)) {
    heap.gemm.filterGradient(heap, x, dy, info, dw);
    return dw;
  }
  const { filterHeight, filterWidth, inChannels, outChannels: filters, outHeight: outRows, outWidth: outColumns } = info;
  const frame = frameOf(info);
  const taps = filterHeight * filterWidth * inChannels;
  const padded = Math.ceil(taps / 4) * 4;
  const room = bytesOf(frame) + 4 * (1 + 8 * panelsOf(filters)) * outRows * outColumns;
  const parts = partsOf(heap, info, padded, room);
  const sums = parts[0]!.taps[1] === padded ? parts.length : 1;
  const size = padded * 8 * panelsOf(filters);
  const offsets = heap.scratch(4 * padded + 4 * size * (sums + 1) + parts.length * room);
  const total = offsets + 4 * padded;
  const tiles = sums > 1 ? total + 4 * size : total;
  const scratch = tiles + 4 * size * sums;
  const { columns, channels } = frame;
  const { dilationHeight, dilationWidth } = info;
  heap.call('tapOffsets', { taps, filterWidth, channels, columns, dilationHeight, dilationWidth, to: offsets });
  heap.share(
    'convolveFilterGradient',
    parts.map(({ images: [first, end], taps: [firstTap, endTap] }, i) => ({
      count: end - first,
      x: heap.address(x) + 4 * first * info.inHeight * info.inWidth * inChannels,
      dy: heap.address(dy) + 4 * first * outRows * outColumns * filters,
      ...frame,
      down: info.strideHeight,
      across: info.strideWidth,
      firstTap,
      endTap,
      offsets,
      filters,
      outRows,
      outColumns,
      dw: tiles + (sums > 1 ? 4 * size * i : 0),
      scratch: scratch + i * room,
    })),
  );
  if (sums > 1) heap.call('sumMiddle', { outer: 1, n: sums, inner: size, columns: size, x: tiles, sums: total, scale: 1 });
  heap.call('fromTiles', { taps, filters, tiles: total, to: heap.address(dw) });
  return dw;
}
