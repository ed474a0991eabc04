import { reshape as reshaped } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import { configOf } from '@autoencoders/core';
import { check, checkInteger, showShape } from '@autoencoders/core/operations';
import type { Layer } from '@autoencoders/core';
import { sizeOf } from '@autoencoders/core/internal';

/** Images or series as flat rows: `[batch, h, w, c] → [batch, h·w·c]`, `[batch, time, c] → [batch, time·c]`. */
export const flatten: Layer<Tensor3D | Tensor4D, Tensor2D, {}> = {
  init: (shape) => ({ weights: {}, shape: [sizeOf(shape)] }),
  apply: (_, x) => reshaped(x, [x.shape[0], -1]),
  config: { name: 'flatten' },
};

/**
 * Flat rows as images, `[batch, h·w·c] → [batch, h, w, c]`, or as series, `[batch, time·c] → [batch, time, c]`. Throws when the sizes of `to`
 * do not multiply to the size of the rows.
 */
export function reshape(to: readonly [height: number, width: number, channels: number]): Layer<Tensor2D, Tensor4D, {}>;
export function reshape(to: readonly [time: number, channels: number]): Layer<Tensor2D, Tensor3D, {}>;
export function reshape(to: readonly number[]): Layer<Tensor2D, any, {}> {
  check(
    Array.isArray(to) && (to.length === 3 || to.length === 2),
    () => `reshape: to must be [height, width, channels] or [time, channels], not ${JSON.stringify(to)}`,
  );
  for (const size of to) checkInteger('reshape', 'every size', size, 1);
  return {
    init(shape) {
      check(
        sizeOf(shape) === sizeOf(to),
        () => `reshape: ${showShape(shape)} has ${sizeOf(shape)} values, ${showShape(to)} needs ${sizeOf(to)}`,
      );
      return { weights: {}, shape: to };
    },
    apply: (_, x): Tensor => reshaped(x, [x.shape[0], ...to]),
    config: configOf('reshape', to),
  };
}
