import { sizeFromShape } from '#stock';
import { threadsFor } from './activations.js';
import { ranges } from './simd-heap.js';
import { fusedKernel } from './simd-kernel.js';
import type { SimdKernel } from './simd-kernel.js';

/** Places in a block of 8×8, row by row, with rows and columns swapped: the function works on turned blocks. */
const TURNED = Array.from({ length: 64 }, (_, i) => (i % 8) * 8 + (i >> 3));

/** Bytes of a block. */
const BLOCK = 256;

/** What JPEG loses of images. */
export const jpegQuantization: SimdKernel = fusedKernel('JpegQuantization', (heap, { x }, { steps, middle, rounding }) => {
  const y = heap.output(x.shape);
  const size = sizeFromShape(x.shape);
  if (size === 0) return y;
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const parts = ranges(batch, threadsFor(heap, size));
  const tables = heap.scratch(3 * BLOCK + BLOCK * parts.length);
  const inOrder = TURNED.map((place) => steps[place]!);
  // The transform of a block of equal numbers is 8 of them, in the first place.
  const biases = inOrder.map((step, i) => rounding - (i === 0 ? (8 * middle) / step : 0));
  new Float32Array(heap.memory(), tables, 192).set([...inOrder.map((step) => 1 / step), ...biases, ...inOrder]);
  const [from, to, image] = [heap.address(x), heap.address(y), 4 * height * width * channels];
  const shared = { height, width, channels, tables, middle };
  heap.share(
    'jpeg',
    parts.map(([first, end], i) => ({
      ...shared,
      images: end - first,
      x: from + image * first,
      y: to + image * first,
      block: tables + 3 * BLOCK + BLOCK * i,
    })),
  );
  return y;
});
