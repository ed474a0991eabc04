import { add, exp, maximum, minimum, mul } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { configOf, normal } from '@autoencoders/core';
import { check, checkInteger, checkOptions, drawRows } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { InitContext, Initialized, Context, Config, Gaussian, Latent, Range, Shape, Weights } from '@autoencoders/core';
import { dense } from '@autoencoders/layers';
import type { DenseWeights } from '@autoencoders/layers';

/** Turns the output of the encoder into codes for the decoder. With a `prior`, a model can sample. */
export interface Bottleneck<L extends Latent, W extends Weights = any> {
  /** Tells a bottleneck from a layer, which gives one tensor. */
  readonly bottleneck: true;
  readonly init: (shape: Shape, context: InitContext) => Initialized<W>;
  readonly apply: (weights: W, x: Tensor2D, context: Context) => L;
  /** Draws codes from the prior: `[count, size]`. The same seed gives the same codes. */
  readonly prior?: (count: number, size: number, seed: number) => Tensor2D;
  readonly config?: Config;
}

/** The encoder's output is the code: `[batch, n] → [batch, n]`. The default of `autoencoder`. */
export const plain: Bottleneck<Latent, {}> = {
  bottleneck: true,
  init: (shape) => ({ weights: {}, shape, parts: [] }),
  apply: (_, codes) => ({ codes }),
  config: { name: 'plain' },
};

/** Two dense layers: one for the mean, one for the logarithm of the variance. */
export type GaussianWeights = { readonly mean: DenseWeights; readonly logVar: DenseWeights };

/** Options of `gaussian`. */
export interface GaussianOptions {
  /**
   * Clips logVar to `[least, greatest]`, so that σ² = exp(logVar) neither overflows nor vanishes: `[-10, 10]` gives σ from 0.007 to 148. For data
   * that are not standardised. Default: no bounds. Hugging Face's diffusers clip to `[-30, 20]`.
   */
  readonly logVarRange?: Range | undefined;
}

/**
 * A Gaussian bottleneck: training draws the code, `encode` gives its mean. The posterior of the `size` latents is diagonal: mean = x·W₁ + b₁ and logVar = x·W₂ + b₂, each `[batch, n] → [batch, size]`. With seeds
 * in the context, codes = mean + exp(logVar / 2)·ε with ε ~ N(0, I). Without seeds, codes = mean. The prior is N(0, I). Kingma & Welling
 * 2014, section 2.4.
 */
export function gaussian(size: number, options: GaussianOptions = {}): Bottleneck<Gaussian, GaussianWeights> {
  checkInteger('gaussian', 'size', size, 1);
  checkOptions('gaussian', options, { logVarRange: true });
  const { logVarRange } = options;
  if (logVarRange !== undefined) checkRange(logVarRange);
  const layer = dense(size);
  return {
    bottleneck: true,
    init: (shape, context) => ({
      weights: { mean: layer.init(shape, context).weights, logVar: layer.init(shape, context).weights },
      shape: [size],
    }),
    apply(weights, x, context) {
      const mean = layer.apply(weights.mean, x, context);
      const free = layer.apply(weights.logVar, x, context);
      const logVar = logVarRange ? clipped(free, logVarRange) : free;
      if (!context.seeds) return { codes: mean, mean, logVar };
      const seed = context.seeds();
      const noise = drawRows<Tensor2D>(mean.shape, context.shard, (all) => normal(all, seed));
      const codes: Tensor2D = add(mean, mul(exp(mul(logVar, 0.5)), noise));
      return { codes, mean, logVar };
    },
    prior: (count, width, seed) => normal([count, width], seed),
    config: configOf('gaussian', size, logVarRange && options),
  };
}

const clipped = (x: Tensor2D, [least, greatest]: Range): Tensor2D => minimum(maximum(x, least), greatest);

function checkRange(range: Range): void {
  check(
    Array.isArray(range) && range.length === 2 && range.every(Number.isFinite) && range[0] < range[1],
    () => `gaussian: logVarRange must be [least, greatest], such as [-10, 10], not ${show(range)}`,
  );
}
