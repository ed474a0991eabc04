import { reshape as reshaped } from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { configOf } from '@autoencoders/core';
import { check, checkInteger, showShape } from '@autoencoders/core/operations';
import type { Layer } from '@autoencoders/core';
import { sizeOf } from '@autoencoders/core/internal';

/** Images as flat rows: `[batch, h, w, c] → [batch, h·w·c]`. */
export const flatten: Layer<Tensor4D, Tensor2D, {}> = {
  init: (shape) => ({ weights: {}, shape: [sizeOf(shape)] }),
  apply: (_, x) => reshaped(x, [x.shape[0], -1]),
  config: { name: 'flatten' },
};

/** Flat rows as images: `[batch, h·w·c] → [batch, h, w, c]`. Throws when h·w·c differs from the size of the rows. */
export function reshape(to: readonly [height: number, width: number, channels: number]): Layer<Tensor2D, Tensor4D, {}> {
  check(Array.isArray(to) && to.length === 3, () => `reshape: to must be [height, width, channels], not ${JSON.stringify(to)}`);
  for (const size of to) checkInteger('reshape', 'every size', size, 1);
  const [height, width, channels] = to;
  return {
    init(shape) {
      check(
        sizeOf(shape) === sizeOf(to),
        () => `reshape: ${showShape(shape)} has ${sizeOf(shape)} values, ${showShape(to)} needs ${sizeOf(to)}`,
      );
      return { weights: {}, shape: to };
    },
    apply: (_, x) => reshaped(x, [x.shape[0], height, width, channels]),
    config: configOf('reshape', to),
  };
}
