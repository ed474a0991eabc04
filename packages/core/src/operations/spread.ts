import { pad, reshape, slice } from '@tensorflow/tfjs-core';
import type { Rank, Tensor, Tensor4D } from '@tensorflow/tfjs-core';

/**
 * A dilated kernel with zeros between its weights: `[height, width, in, out] → [tall, wide, in, out]`, with
 * tall = (height − 1)·dilation + 1. tfjs has no gradients of dilated convolutions, but it has those of this form.
 */
export function spread(kernel: Tensor4D, [down, across]: readonly [number, number]): Tensor4D {
  if (down === 1 && across === 1) return kernel;
  const [height, width, fanIn, fanOut] = kernel.shape;
  const rows = apart(kernel, down);
  const cells = apart(reshape(rows, [height * down * width, -1]), across);
  const [tall, wide] = [(height - 1) * down + 1, (width - 1) * across + 1];
  const whole = reshape<Rank.R4>(cells, [height * down, width * across, fanIn, fanOut]);
  return slice(whole, [0, 0, 0, 0], [tall, wide, fanIn, fanOut]);
}

/** Each row of the first axis, with `dilation − 1` rows of zeros after it: `[rows, dilation, n]`. */
function apart(rows: Tensor, dilation: number): Tensor {
  return pad(reshape(rows, [rows.shape[0]!, 1, -1]), [
    [0, 0],
    [0, dilation - 1],
    [0, 0],
  ]);
}
