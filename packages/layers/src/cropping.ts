import { slice } from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { configOf } from '@autoencoders/core';
import { check, checkInteger, showShape } from '@autoencoders/core/operations';
import type { Layer } from '@autoencoders/core';
import { checkImage } from './convolution.js';

/**
 * Crops images to the `height` × `width` in their middle: `[batch, h, w, c] → [batch, height, width, c]`. Of an odd number of extra rows or columns, one more is
 * removed at the end. Useful at the end of a decoder of doubling layers, when the size of the images is not a power of two. Throws when the
 * input is not an image, or is smaller than the result.
 */
export function crop2d(to: readonly [height: number, width: number]): Layer<Tensor4D, Tensor4D, {}> {
  check(Array.isArray(to) && to.length === 2, () => `crop2d: to must be [height, width], not ${JSON.stringify(to)}`);
  for (const size of to) checkInteger('crop2d', 'every size', size, 1);
  const [height, width] = to;
  return {
    init(shape) {
      checkImage(`crop2d([${to}])`, shape);
      check(shape[0] >= height && shape[1] >= width, () => `crop2d([${to}]): images of ${showShape(shape)} are smaller`);
      return { weights: {}, shape: [height, width, shape[2]] };
    },
    apply(_, x) {
      const [, tall, wide] = x.shape;
      return slice(x, [0, Math.floor((tall - height) / 2), Math.floor((wide - width) / 2), 0], [-1, height, width, -1]);
    },
    config: configOf('crop2d', to),
  };
}
