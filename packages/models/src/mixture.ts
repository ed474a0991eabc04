import {
  add,
  concat,
  exp,
  logSumExp,
  matMul,
  mul,
  reshape,
  slice,
  square,
  stack,
  sub,
  sum,
  tensor1d,
  tensor2d,
  tidy,
  unstack,
} from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { CholeskyDecomposition, Matrix, inverse } from 'ml-matrix';
import { normal, seeded } from '@autoencoders/core';
import { check, checkInteger, checkNumber, checkOptions, showShape, toFloat32 } from '@autoencoders/core/operations';
import { bits, periodicYield, checkTensor } from '@autoencoders/core/internal';
import { kMeansPlusPlus } from './k-means-plus-plus.js';

/** A normal distribution and its share of the codes. */
export interface Component {
  /** πₖ; those of all components add up to 1. */
  readonly share: number;
  /** μₖ, `[latents]`. */
  readonly mean: Float64Array;
  /** Σₖ, `[latents, latents]` row by row. */
  readonly covariance: Float64Array;
}

/** A density of codes, and a way to draw from it. */
export interface GaussianMixture {
  readonly components: readonly Component[];
  /** ln p(z) in nats, averaged over the codes that it was fitted to. */
  readonly logLikelihood: number;
  /** How often all codes were gone through. */
  readonly iterations: number;
  /** Codes `[count, latents]`, the caller's to dispose: what a model without a prior can decode. */
  readonly sample: (count: number, options?: { readonly seed?: number }) => Tensor2D;
  /** ln p(z) of each code in nats, `[batch, latents] → [batch]`, the caller's to dispose; low for one unlike those it was fitted to. */
  readonly logDensity: (codes: Tensor2D) => Tensor1D;
}

/** Options of `gaussianMixture`. */
export interface MixtureOptions {
  /** Decides where the components start; 0 by default. */
  readonly seed?: number;
  /** Passes over the codes at most; 100 by default. */
  readonly iterations?: number;
  /** Stops where a pass adds less than so many nats to the mean ln p(z); 1e-3 by default. */
  readonly tolerance?: number;
}

/**
 * Added to every variance, so that no component shrinks to a point: this share of the variance of the codes around the
 * nearest of the starts, which is that within groups however far they are from each other, and the next of that of all.
 */
const FLOOR = 1e-5;
const LEAST = 1e-12;

/** Codes that go through all components at once; float32 holds their sums well, the sums over all parts are float64. */
const ROWS = 4096;

/**
 * A mixture of `components` normal distributions, p(z) = Σₖ πₖ·N(z; μₖ, Σₖ) with full covariances, fitted to codes
 * `[examples, latents]` by expectation–maximisation from the starts of k-means++: something to draw codes from for a model
 * without a prior, or whose codes do not follow it. Throws for codes that are not flat, not finite or all the same, and
 * where there are fewer of them than components. Dempster, Laird & Rubin 1977; Ghosh et al., "From variational to
 * deterministic autoencoders", 2020, section 4.
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
  let found = start.centres.map((mean) => ({ share: 1 / components, mean, covariance: diagonal(mean.length, start.within + floor) }));
  let before = -Infinity;
  for (let iteration = 1; ; iteration++) {
    const { sums, logLikelihood } = await expectation(codes, found);
    if (iteration === iterations || logLikelihood - before < tolerance) return mixtureOf(found, logLikelihood, iteration);
    found = found.map((component, k) => maximized(component, sums[k]!, count, floor));
    before = logLikelihood;
  }
}

const diagonal = (size: number, value: number): Float64Array => Float64Array.from(Matrix.eye(size, size, value).to1DArray());

/** What turns codes into standard normal ones, and the logarithm of a component's share and scale. */
interface Whitening {
  /** μ as float32 has it, which codes near it are taken apart from without loss. */
  readonly mean: Float32Array;
  /** (L⁻¹)ᵀ with L·Lᵀ = Σ. */
  readonly matrix: Float32Array;
  /** (μ − mean)·(L⁻¹)ᵀ. */
  readonly rest: Float32Array;
  /** ln π − Σᵢ ln Lᵢᵢ − d/2·ln 2π. */
  readonly constant: number;
}

function whitening({ share, mean, covariance }: Component): Whitening {
  const lower = cholesky(mean.length, covariance);
  const scales = lower.diagonal().reduce((sum, value) => sum + Math.log(value), 0);
  const whitened = inverse(lower).transpose();
  const rest = Matrix.rowVector(Array.from(mean, (value) => value - Math.fround(value)));
  return {
    mean: Float32Array.from(mean),
    matrix: Float32Array.from(whitened.to1DArray()),
    rest: Float32Array.from(rest.mmul(whitened).to1DArray()),
    constant: Math.log(share) - scales - (mean.length / 2) * Math.log(2 * Math.PI),
  };
}

const cholesky = (size: number, covariance: Float64Array): Matrix =>
  new CholeskyDecomposition(Matrix.from1DArray(size, size, covariance)).lowerTriangularMatrix;

/** ln πₖ + ln N(z; μₖ, Σₖ): `[n, latents] → [n, components]`. */
function logJoint(z: Tensor2D, whitenings: readonly Whitening[]): Tensor2D {
  const one = ({ mean, matrix, rest, constant }: Whitening): Tensor => {
    const standard = matMul(sub(z, tensor1d(mean)) as Tensor2D, tensor2d(matrix, [mean.length, mean.length]));
    return sub(constant, mul(0.5, sum(square(sub(standard, tensor1d(rest))), 1)));
  };
  return stack(whitenings.map(one), 1) as Tensor2D;
}

/** Of one component: the codes' shares in it, and with these the sums of their distances from its float32 mean, and of the products of these. */
type Sums = Float64Array;

/** What the next components are made of, and the mean ln p(z). */
async function expectation(codes: Tensor2D, components: readonly Component[]): Promise<{ sums: Sums[]; logLikelihood: number }> {
  const [count, latents] = codes.shape;
  const whitenings = components.map(whitening);
  const size = 1 + latents + latents ** 2;
  const sums = components.map(() => new Float64Array(size));
  let logLikelihood = 0;
  const breathe = periodicYield();
  for (let at = 0; at < count; at += ROWS) {
    const part = tidy(() => sumsOf(slice(codes, [at, 0], [Math.min(ROWS, count - at), latents]), whitenings));
    const values = await part.data<'float32'>();
    part.dispose();
    sums.forEach((own, k) => own.forEach((_, i) => (own[i]! += values[k * size + i]!)));
    logLikelihood += values.at(-1)!;
    await breathe();
  }
  return { sums, logLikelihood: logLikelihood / count };
}

/** The sums of some codes, component after component, and that of ln p(z). */
function sumsOf(z: Tensor2D, whitenings: readonly Whitening[]): Tensor1D {
  const joint = logJoint(z, whitenings);
  const density = logSumExp(joint, 1, true);
  const belonging = unstack(exp(sub(joint, density)), 1);
  const sums = whitenings.flatMap(({ mean }, k) => {
    const distances = sub(z, tensor1d(mean)) as Tensor2D;
    const own = mul(distances, reshape(belonging[k]!, [-1, 1])) as Tensor2D;
    return [sum(belonging[k]!), sum(own, 0), matMul(own, distances, true, false)].map((each) => reshape(each, [-1]));
  });
  return concat([...sums, reshape(sum(density), [1])]) as Tensor1D;
}

/** The component that makes its share of the codes most likely; one that no code belongs to stays where it is. */
function maximized({ mean, covariance }: Component, sums: Sums, count: number, floor: number): Component {
  const [weight] = sums as unknown as [number];
  const size = mean.length;
  if (weight < 1e-9 * count) return { share: 0, mean, covariance };
  const shift = sums.subarray(1, 1 + size).map((value) => value / weight);
  const products = sums.subarray(1 + size);
  const around = products.map((value, i) => {
    const [row, column] = [Math.floor(i / size), i % size];
    // Rounding may have told the two halves apart.
    const product = (value + products[column * size + row]!) / 2;
    return product / weight - shift[row]! * shift[column]! + (row === column ? floor : 0);
  });
  return { share: weight / count, mean: mean.map((value, i) => Math.fround(value) + shift[i]!), covariance: around };
}

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

/** Components drawn by their shares. */
function drawn(components: readonly Component[], count: number, seed: number): readonly number[] {
  let sum = 0;
  const ends = components.map(({ share }) => (sum += share));
  return Array.from(bits(count, seed), (word) => {
    const found = ends.findIndex((end) => (word / 2 ** 32) * sum < end);
    return found < 0 ? ends.length - 1 : found;
  });
}
