import { add, matMul, maximum, mul, rsqrt, square, sum, transpose, zeros } from '@tensorflow/tfjs-core';
import type { Rank, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { configOf, normal } from '@autoencoders/core';
import { check, checkInteger, initWeight, showShape } from '@autoencoders/core/operations';
import { isLayer, nameOf, show } from '@autoencoders/core/internal';
import type { Layer } from '@autoencoders/core';
import type { DenseWeights } from './dense.js';
import type { Tieable } from './tied.js';

/** `kernel` is `[units, features]`, one entry in each row. `bias` is `[features]`. */
export type DictionaryWeights = { readonly kernel: Tensor2D; readonly bias: Tensor1D };

/** Avoids a division by 0 for an entry of zeros. */
const TINY = 1e-12;

/**
 * A linear decoder whose entries dⱼ have length 1: x = Σⱼ zⱼ·dⱼ / ‖dⱼ‖ + b, `[batch, units] → [batch, features]`. So the size of an activation is
 * the size of its part in the output, and all units compete on equal terms. The entries start in random directions. With `like`, a `dense`
 * layer earlier in the same model, they start as the transposed kernel of that layer, which leaves fewer units dead. Throws when codes are
 * not flat, or when `like` does not fit. Bricken et al., "Towards monosemanticity", 2023; Gao et al., "Scaling and evaluating sparse
 * autoencoders", 2024, section 2.
 */
export function dictionary(features: number, like?: Tieable<any, any, any>): Layer<Tensor2D, Tensor2D, DictionaryWeights> {
  checkInteger('dictionary', 'features', features, 1);
  check(like === undefined || isLayer(like), () => `dictionary: like must be a dense layer, not ${show(like)}`);
  return {
    init(shape, context) {
      check(shape.length === 1, () => `dictionary(${features}): codes must be flat, not ${showShape(shape)}`);
      const [units] = shape as [number];
      const bias = initWeight(context, [features], () => zeros<Rank.R1>([features]));
      const seed = context.seeds();
      const kernelOf = (make: () => Tensor2D): Tensor2D => initWeight(context, [units, features], make);
      if (!like) return { weights: { kernel: kernelOf(() => normal<Rank.R2>([units, features], seed)), bias }, shape: [features] };
      const found = context.built?.get(like) as DenseWeights | undefined;
      check(found !== undefined, () => `dictionary: ${nameOf(like)} must stand earlier in the same model, as the very same value`);
      check(
        String(found.kernel?.shape) === String([features, units]),
        () =>
          `dictionary: the kernel of ${nameOf(like)} is ${found.kernel ? showShape(found.kernel.shape) : 'missing'}, that of its mirror must be [${features}, ${units}]`,
      );
      return { weights: { kernel: kernelOf(() => transpose(found.kernel)), bias }, shape: [features] };
    },
    apply: ({ kernel, bias }, z) => add(matMul(z, mul(kernel, rsqrt(maximum(sum(square(kernel), 1, true), TINY)))), bias) as Tensor2D,
    config: configOf('dictionary', features, like),
  };
}
