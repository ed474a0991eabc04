import { zeros } from '@tensorflow/tfjs-core';
import type { Rank, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { configOf } from '@autoencoders/core';
import { affine, check, checkInteger, checkOptions, showShape } from '@autoencoders/core/operations';
import { initializer } from './initializers.js';
import type { InitializerName } from './initializers.js';
import type { Tieable } from './tied.js';

/** Options of `dense`. */
export interface DenseOptions {
  /** How the kernel is initialized. Default `glorotUniform`. The bias starts at 0. */
  readonly kernelInitializer?: InitializerName;
}

/** `kernel` is `[n, units]`, `bias` is `[units]`. */
export type DenseWeights = { readonly kernel: Tensor2D; readonly bias: Tensor1D };

/**
 * y = x·W + b: `[batch, n] → [batch, units]`. Throws when the input is not flat.
 */
export function dense(units: number, options: DenseOptions = {}): Tieable<Tensor2D, Tensor2D, DenseWeights> {
  checkInteger('dense', 'units', units, 1);
  checkOptions('dense', options, { kernelInitializer: true });
  const start = initializer('dense', options.kernelInitializer ?? 'glorotUniform');
  const layer: Tieable<Tensor2D, Tensor2D, DenseWeights> = {
    init(shape, { seeds, built }) {
      check(shape.length === 1, () => `dense(${units}): the input must be flat, not ${showShape(shape)}; put flatten before it`);
      const [size] = shape as [number];
      const kernel = start([size, units], seeds(), { fanIn: size, fanOut: units }) as Tensor2D;
      const weights = { kernel, bias: zeros<Rank.R1>([units]) };
      built?.set(layer, weights);
      return { weights, shape: [units] };
    },
    apply: ({ kernel, bias }, x) => affine(x, kernel, bias),
    applyWith: ({ kernel, bias }, x, _, activation) => affine(x, kernel, bias, { activation }),
    transposed: {
      shape({ kernel }, shape) {
        check(String(shape) === String(units), () => `tied(dense(${units})): the input must be [${units}], not ${showShape(shape)}`);
        return [kernel.shape[0]];
      },
      apply: ({ kernel, bias }, x, activation) => affine(x, kernel, bias, { transposed: true, ...(activation && { activation }) }),
    },
    config: configOf('dense', units, options),
  };
  return layer;
}
