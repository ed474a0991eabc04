import { add, matMul, sub, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { check, checkInteger, showShape } from '@autoencoders/core/operations';
import { checkTensor } from '@autoencoders/core/internal';
import { principal } from './pca/principal.js';

/** Principal component analysis fitted to data: the linear autoencoder with the least squared error. */
export interface Pca extends Disposable {
  /** `[features]`. */
  readonly mean: Tensor1D;
  /** Orthonormal rows by falling variance: `[components, features]`. */
  readonly components: Tensor2D;
  /** The variance along each component, in squared units of the data, largest first. */
  readonly variances: Float64Array;
  /** The share of all variance along each component; 0 where nothing varies. */
  readonly explainedVarianceRatio: Float64Array;
  /** `[batch, features] → [batch, components]`: (x − mean)·Vᵀ. */
  readonly encode: (x: Tensor2D) => Tensor2D;
  /** `[batch, components] → [batch, features]`: z·V + mean. */
  readonly decode: (codes: Tensor2D) => Tensor2D;
  readonly reconstruct: (x: Tensor2D) => Tensor2D;
  readonly dispose: () => void;
  readonly [Symbol.dispose]: () => void;
}

/**
 * PCA of `x`, `[rows, features]`: its mean, and the eigenvectors of its covariance matrix (1/rows)·Σ(xᵢ − mean)(xᵢ − mean)ᵀ
 * with the largest eigenvalues. Means, small matrices and their decompositions are float64; `explainedVarianceRatio` is
 * relative to the whole variance, however few components are asked for. It uses one of three methods:
 *
 * - Rows and features are both more than 256, and at least eight times as many as `components`: the leading eigenvectors
 *   alone, by iteration until they no longer change in float32. This takes a copy of the data.
 * - Otherwise, rows are fewer than features, and features are more than 256: all eigenvectors, in the space of the rows.
 * - Otherwise: all eigenvectors, in the space of the features.
 *
 * Variances below about 1e-7 of the first one are lost in the first method, and in the others where rows·features² is more
 * than 2²⁹ and products are float32, too. Throws when there are fewer rows or features than `components`, or a number is
 * not finite. Pearson 1901; Hotelling 1933.
 */
export async function pca(x: Tensor2D, components: number): Promise<Pca> {
  checkTensor('pca', 'the data', x, '[rows, features]');
  check(x.rank === 2, () => `pca: the data must be flat, [rows, features], not ${showShape(x.shape)}`);
  const [rows, features] = x.shape;
  checkInteger('pca', 'components', components, 1);
  check(
    components <= Math.min(rows, features),
    () => `pca: ${components} components need at least as many rows and features, the data is [${rows}, ${features}]`,
  );
  const { mean: exact, directions, variances, total } = await principal(x, components);
  upright(directions, features);
  const mean = tensor1d(new Float32Array(exact));
  const kept = tensor2d(new Float32Array(directions), [components, features]);
  const off = offsets(exact, directions);
  const encode = (data: Tensor2D): Tensor2D => tidy(() => sub(matMul(sub(data, mean), kept, false, true), off));
  const decode = (codes: Tensor2D): Tensor2D => tidy(() => add(matMul(codes, kept), mean));
  const dispose = (): void => [mean, kept, off].forEach((t) => t.dispose());
  return {
    mean,
    components: kept,
    variances,
    explainedVarianceRatio: variances.map((value) => (total > 0 ? value / total : 0)),
    encode,
    decode,
    reconstruct: (data) => tidy(() => decode(encode(data))),
    dispose,
    [Symbol.dispose]: dispose,
  };
}

/** Entries whose sizes differ by less than this share count as equal; otherwise rounding would decide between them. */
const ALIKE = 1e-6;

/** Changes signs so that the largest entry of each direction is positive. On a tie, the first one. */
function upright(directions: Float64Array, features: number): void {
  for (let at = 0; at < directions.length; at += features) {
    const direction = directions.subarray(at, at + features);
    const peak = direction.reduce((a, b) => (Math.abs(b) > Math.abs(a) * (1 + ALIKE) ? b : a));
    if (peak < 0) direction.forEach((value, j) => (direction[j] = -value));
  }
}

/** The error of the codes because the mean is float32. It matters when the mean is large beside the deviations. */
function offsets(mean: Float64Array, directions: Float64Array): Tensor1D {
  const rest = mean.map((value) => value - Math.fround(value));
  return tensor1d(
    Float32Array.from({ length: directions.length / mean.length }, (_, i) =>
      rest.reduce((sum, value, j) => sum + value * directions[i * mean.length + j]!, 0),
    ),
  );
}
