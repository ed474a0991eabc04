import { zeros } from '@tensorflow/tfjs-core';
import type { Rank, Tensor } from '@tensorflow/tfjs-core';
import { configOf } from '@autoencoders/core';
import { check, checkBoolean, checkOptions, initWeight } from '@autoencoders/core/operations';
import { isLayer, nameOf, show } from '@autoencoders/core/internal';
import type { Layer, Shape, Weights } from '@autoencoders/core';
import type { FusedActivation } from '@autoencoders/core/operations';

/** A layer whose kernel can also be applied transposed, from its outputs to its inputs. */
export interface Tieable<In extends Tensor, Out extends Tensor, W extends Weights> extends Layer<In, Out, W> {
  readonly transposed: {
    /** The shape of the result for an input of shape `shape`. Throws when the layer cannot have given that shape. */
    readonly shape: (weights: W, shape: Shape) => Shape;
    readonly apply: (weights: W, x: Out, activation?: FusedActivation) => In;
  };
}

/** Options of `tied`. */
export interface TiedOptions {
  /** Whether the mirror has a bias of its own. Default true, also if `layer` has none. */
  readonly useBias?: boolean;
}

/**
 * The mirror of `layer`: its kernel transposed, with its own bias. For `dense`, y = x·Wᵀ + b with the W of `layer`: `[batch, units] →
 * [batch, n]`. `conv2d` becomes `conv2dTranspose`, and the reverse; what has the size of the output of `layer` gets the size of its input
 * back, also if the stride does not divide it. Both layers train the same kernel. Throws when `layer` is not earlier in the same model, or
 * when the shapes do not fit. Vincent et al. 2010, section 3.1.
 *
 * ```ts
 * const hidden = dense(64);
 * autoencoder({ input: [784], encoder: chain(hidden, sigmoid), decoder: chain(tied(hidden)) });
 * ```
 */
export function tied<In extends Tensor, Out extends Tensor, W extends Weights>(
  layer: Tieable<In, Out, W>,
  options: TiedOptions = {},
): Layer<Out, In> {
  check(
    isLayer(layer) && typeof layer.transposed?.shape === 'function',
    () => `tied: layer must be one with a kernel, such as dense(32), not ${isLayer(layer) ? nameOf(layer) : show(layer)}`,
  );
  checkOptions('tied', options, { useBias: true });
  const { useBias = true } = options;
  checkBoolean('tied', 'useBias', useBias);
  return {
    init(shape, context) {
      const found = context.built?.get(layer) as W | undefined;
      check(found !== undefined, () => `tied: ${nameOf(layer)} must stand earlier in the same model, as the very same value`);
      const back = layer.transposed.shape(found, shape);
      const { bias: _, ...shared } = found;
      const units = back.at(-1)!;
      const weights = useBias ? { ...shared, bias: initWeight(context, [units], () => zeros<Rank.R1>([units])) } : shared;
      return { weights, shape: back };
    },
    apply: (weights, x) => layer.transposed.apply(weights as W, x),
    applyWith: (weights, x, _, activation) => layer.transposed.apply(weights as W, x, activation),
    config: configOf('tied', layer, options),
  };
}
