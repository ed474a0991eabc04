import { zeros } from '@tensorflow/tfjs-core';
import type { Rank, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { configOf } from '@autoencoders/core';
import { affine, check, checkBoolean, checkInteger, checkOptions, initWeight, showShape } from '@autoencoders/core/operations';
import { initializer } from './initializers.js';
import type { Initializer, InitializerName } from './initializers.js';
import type { Tieable } from './tied.js';

/** Options of `dense`. */
export interface DenseOptions {
  /** Whether a bias is added. Default true. */
  readonly useBias?: boolean;
  /** How the kernel is initialized. Default `glorotUniform`. The bias starts at 0. */
  readonly kernelInitializer?: InitializerName | Initializer;
}

/** `kernel` is `[n, units]`, `bias` is `[units]`; without `useBias` there is none. */
export type DenseWeights = { readonly kernel: Tensor2D; readonly bias?: Tensor1D };

/** The bias, or zeros for a layer without one. */
const biasOf = ({ bias }: DenseWeights, units: number): Tensor1D => bias ?? zeros<Rank.R1>([units]);

/**
 * y = x·W + b: `[batch, n] → [batch, units]`. Throws when the input is not flat.
 */
export function dense(units: number, options: DenseOptions = {}): Tieable<Tensor2D, Tensor2D, DenseWeights> {
  checkInteger('dense', 'units', units, 1);
  checkOptions('dense', options, { useBias: true, kernelInitializer: true });
  const { useBias = true, kernelInitializer = 'glorotUniform' } = options;
  checkBoolean('dense', 'useBias', useBias);
  const start = initializer('dense', kernelInitializer);
  const layer: Tieable<Tensor2D, Tensor2D, DenseWeights> = {
    init(shape, context) {
      check(shape.length === 1, () => `dense(${units}): the input must be flat, not ${showShape(shape)}; put flatten before it`);
      const [size] = shape as [number];
      const fans = { fanIn: size, fanOut: units };
      const kernel = initWeight(context, [size, units], () => start([size, units], fans, context.seeds()) as Tensor2D);
      const weights: DenseWeights = useBias ? { kernel, bias: initWeight(context, [units], () => zeros<Rank.R1>([units])) } : { kernel };
      context.built?.set(layer, weights);
      return { weights, shape: [units] };
    },
    apply: (weights, x) => affine(x, weights.kernel, biasOf(weights, units)),
    applyWith: (weights, x, _, activation) => affine(x, weights.kernel, biasOf(weights, units), { activation }),
    transposed: {
      shape({ kernel }, shape) {
        check(String(shape) === String(units), () => `tied(dense(${units})): the input must be [${units}], not ${showShape(shape)}`);
        return [kernel.shape[0]];
      },
      apply: (weights, x, activation) =>
        affine(x, weights.kernel, biasOf(weights, weights.kernel.shape[0]), { transposed: true, ...(activation && { activation }) }),
    },
    config: configOf('dense', units, options),
  };
  return layer;
}
