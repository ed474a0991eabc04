import type { TensorInfo } from '@tensorflow/tfjs-core';
import { bytesOf, frameOf, panelsOf, SMALL } from './convolution-walk.js';
import type { Framed, Info } from './convolution-walk.js';
import { isPatched, patchedFilterGradient } from './patched.js';
import { ranges, threadsWorth } from './simd-heap.js';
import type { Heap } from './simd-heap.js';

const multiplyAdds = (info: Info): number =>
  info.batchSize * info.outHeight * info.outWidth * info.outChannels * info.filterHeight * info.filterWidth * info.inChannels;

/** The offset of number k of a filter in a framed image, from the start of the filter. */
function offsetOf(k: number, { filterWidth, inChannels, dilationHeight, dilationWidth }: Info, { columns }: Framed): number {
  const [channel, tap] = [k % inChannels, Math.floor(k / inChannels)];
  const [row, column] = [Math.floor(tap / filterWidth), tap % filterWidth];
  return (row * dilationHeight * columns + column * dilationWidth) * inChannels + channel;
}

/** Conv2DBackpropFilter: the sum of x · dy for every tap. The threads share the taps. */
export function filterGradient(heap: Heap, x: TensorInfo, dy: TensorInfo, info: Info): TensorInfo {
  const dw = heap.output(info.filterShape);
  if (isPatched(heap, info)) {
    patchedFilterGradient(heap, x, dy, info, dw);
    return dw;
  }
  const { filterHeight, filterWidth, inChannels, outChannels: filters, outHeight: outRows, outWidth: outColumns } = info;
  const frame = frameOf(info);
  const taps = filterHeight * filterWidth * inChannels;
  const padded = Math.ceil(taps / 4) * 4;
  const parts = ranges(padded, threadsWorth(heap, multiplyAdds(info), SMALL), 4);
  const size = 4 * padded * 8 * panelsOf(filters);
  const room = bytesOf(frame) + 4 * 8 * panelsOf(filters) * outRows * outColumns;
  const offsets = heap.scratch(4 * padded + size + parts.length * room);
  const tiles = offsets + 4 * padded;
  const table = new Int32Array(heap.memory(), offsets, padded);
  for (let k = 0; k < padded; k++) table[k] = k < taps ? offsetOf(k, info, frame) : 0;
  new Uint8Array(heap.memory(), tiles, size).fill(0);
  heap.share(
    'convolveFilterGradient',
    parts.map(([firstTap, endTap], i) => ({
      count: info.batchSize,
      x: heap.address(x),
      dy: heap.address(dy),
      ...frame,
      down: info.strideHeight,
      across: info.strideWidth,
      firstTap,
      endTap,
      offsets,
      filters,
      outRows,
      outColumns,
      dw: tiles,
      scratch: tiles + size + i * room,
    })),
  );
  heap.call('fromTiles', { taps, filters, tiles, to: heap.address(dw) });
  return dw;
}
