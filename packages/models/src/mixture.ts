import { add, logSumExp, matMul, mul, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { Matrix } from 'ml-matrix';
import { normal, seeded } from '@autoencoders/core';
import { check, checkInteger, checkNumber, checkOptions, showShape, toFloat32 } from '@autoencoders/core/operations';
import { bits, checkTensor } from '@autoencoders/core/internal';
import { kMeansPlusPlus } from './k-means-plus-plus.js';
import { cholesky, logJoint, whitening } from './mixture/components.js';
import type { Component } from './mixture/components.js';
import { expectation, maximized } from './mixture/expectation-maximization.js';

/** A mixture of normal distributions, fitted to codes. It gives densities and draws codes. */
export interface GaussianMixture {
  readonly components: readonly Component[];
  /** ln p(z) in nats, averaged over the codes that it was fitted to. */
  readonly logLikelihood: number;
  /** The number of passes over the codes. */
  readonly iterations: number;
  /** Draws codes, `[count, latents]`, for a model to decode. The caller disposes of them. */
  readonly sample: (count: number, options?: { readonly seed?: number }) => Tensor2D;
  /** ln p(z) of each code in nats: `[batch, latents] → [batch]`. Low for a code unlike those of the fit. The caller disposes of it. */
  readonly logDensity: (codes: Tensor2D) => Tensor1D;
}

/** Options of `gaussianMixture`. */
export interface MixtureOptions {
  /** Decides where the components start; 0 by default. */
  readonly seed?: number;
  /** The largest number of passes over the codes. Default 100. */
  readonly iterations?: number;
  /** Stops when a pass improves the mean ln p(z) by less than this, in nats. Default 1e-3. */
  readonly tolerance?: number;
}

/**
 * Added to every variance, so that no component shrinks to a point: this share of the variance of the codes around the
 * nearest of the starts, which is that within groups however far they are from each other, and the next of that of all.
 */
const FLOOR = 1e-5;
const LEAST = 1e-12;

/**
 * A mixture of `components` normal distributions, p(z) = Σₖ πₖ·N(z; μₖ, Σₖ) with full covariances, fitted to codes `[examples, latents]`.
 * It is fitted by expectation–maximisation from starts of k-means++. Draw codes from it for a model without a prior, or one whose codes do
 * not follow the prior. Throws when codes are not flat, not finite or all the same, and when there are fewer codes than components.
 * Dempster, Laird & Rubin 1977; Ghosh et al., "From variational to deterministic autoencoders", 2020, section 4.
 *
 * ```ts
 * const mixture = await gaussianMixture(codes, 10);
 * const drawn = tidy(() => model.decode(mixture.sample(64, { seed: 1 })));
 * ```
 */
export async function gaussianMixture(codes: Tensor2D, components: number, options: MixtureOptions = {}): Promise<GaussianMixture> {
  checkOptions('gaussianMixture', options, { seed: true, iterations: true, tolerance: true });
  const { seed = 0, iterations = 100, tolerance = 1e-3 } = options;
  checkTensor('gaussianMixture', 'codes', codes, '[examples, latents]');
  check(codes.rank === 2 && codes.size > 0, () => `gaussianMixture: codes must be [examples, latents], not ${showShape(codes.shape)}`);
  checkInteger('gaussianMixture', 'components', components, 1);
  checkInteger('gaussianMixture', 'seed', seed, 0);
  checkInteger('gaussianMixture', 'iterations', iterations, 1);
  checkNumber('gaussianMixture', 'tolerance', tolerance, 0);
  const [count] = codes.shape;
  check(components <= count, () => `gaussianMixture: ${components} components need at least as many codes, there are ${count}`);

  const floats = toFloat32(codes);
  try {
    return await fitted(floats, components, { seed, iterations, tolerance });
  } finally {
    if (floats !== codes) floats.dispose();
  }
}

async function fitted(
  codes: Tensor2D,
  components: number,
  { seed, iterations, tolerance }: Required<MixtureOptions>,
): Promise<GaussianMixture> {
  const [count] = codes.shape;
  const start = await kMeansPlusPlus('gaussianMixture', codes, components, seed);
  const floor = FLOOR * start.within + LEAST * start.variance;
  let found = start.centres.map((mean) => ({ weight: 1 / components, mean, covariance: diagonal(mean.length, start.within + floor) }));
  let before = -Infinity;
  for (let iteration = 1; ; iteration++) {
    const { sums, logLikelihood } = await expectation(codes, found);
    if (iteration === iterations || logLikelihood - before < tolerance) return mixtureOf(found, logLikelihood, iteration);
    found = found.map((component, k) => maximized(component, sums[k]!, count, floor));
    before = logLikelihood;
  }
}

const diagonal = (size: number, value: number): Float64Array => Float64Array.from(Matrix.eye(size, size, value).to1DArray());

function mixtureOf(components: readonly Component[], logLikelihood: number, iterations: number): GaussianMixture {
  const latents = components[0]!.mean.length;
  const whitenings = components.map(whitening);
  const factors = components.map(({ covariance }) => Float32Array.from(cholesky(latents, covariance).to1DArray()));
  return {
    components,
    logLikelihood,
    iterations,
    sample(count, options = {}) {
      checkOptions('sample', options, { seed: true });
      const { seed = 0 } = options;
      checkInteger('sample', 'count', count, 1);
      checkInteger('sample', 'seed', seed, 0);
      const seeds = seeded(seed);
      const chosen = drawn(components, count, seeds());
      return tidy(() => {
        const noise: Tensor2D = normal([count, latents], seeds());
        const ofComponent = (factor: Float32Array, k: number): Tensor => {
          const mine = tensor2d(
            Float32Array.from(chosen, (other) => (other === k ? 1 : 0)),
            [count, 1],
          );
          return mul(mine, add(matMul(noise, tensor2d(factor, [latents, latents]), false, true), tensor1d(whitenings[k]!.mean)));
        };
        return factors.map(ofComponent).reduce((a, b) => add(a, b)) as Tensor2D;
      });
    },
    logDensity(codes) {
      checkTensor('logDensity', 'codes', codes, `[batch, ${latents}]`);
      check(
        codes.rank === 2 && codes.shape[1] === latents,
        () => `logDensity: codes must be [batch, ${latents}], not ${showShape(codes.shape)}`,
      );
      return tidy(() => logSumExp(logJoint(toFloat32(codes), whitenings), 1) as Tensor1D);
    },
  };
}

/** Components drawn by their weights. */
function drawn(components: readonly Component[], count: number, seed: number): readonly number[] {
  let sum = 0;
  const ends = components.map(({ weight }) => (sum += weight));
  return Array.from(bits(count, seed), (word) => {
    const found = ends.findIndex((end) => (word / 2 ** 32) * sum < end);
    return found < 0 ? ends.length - 1 : found;
  });
}
