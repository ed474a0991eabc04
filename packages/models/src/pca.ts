import { add, matMul, mean as meanOf, slice, sub, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { check, checkInteger, showShape } from '@autoencoders/core';

/** Principal component analysis fitted to data: the linear autoencoder with the least squared error. */
export interface Pca extends Disposable {
  /** `[features]`. */
  readonly mean: Tensor1D;
  /** Orthonormal rows by falling variance: `[components, features]`. */
  readonly components: Tensor2D;
  /** The variance along each component, in squared units of the data, largest first. */
  readonly variances: Float64Array;
  /** The share of all variance along each component; 0 where nothing varies. */
  readonly shares: Float64Array;
  /** `[batch, features] → [batch, components]`: (x − mean)·Vᵀ. */
  readonly encode: (x: Tensor2D) => Tensor2D;
  /** `[batch, components] → [batch, features]`: z·V + mean. */
  readonly decode: (codes: Tensor2D) => Tensor2D;
  readonly reconstruct: (x: Tensor2D) => Tensor2D;
  readonly dispose: () => void;
  readonly [Symbol.dispose]: () => void;
}

/** Rows that go into one product; float32 holds their sums well, the sums over all parts are float64. */
const ROWS = 1000;

/**
 * Exact PCA of `x`, `[batch, features]`: the eigenvectors of the covariance matrix with the largest eigenvalues.
 * Throws when there are fewer rows or features than `components`, or a number is not finite. Pearson 1901; Hotelling 1933.
 */
export async function pca(x: Tensor2D, components: number): Promise<Pca> {
  check(x.rank === 2, () => `pca: the data must be flat, [rows, features], not ${showShape(x.shape)}`);
  const [rows, features] = x.shape;
  checkInteger('pca', 'components', components, 1);
  check(
    components <= Math.min(rows, features),
    () => `pca: ${components} components need at least as many rows and features, the data is [${rows}, ${features}]`,
  );
  const mean = tidy(() => meanOf(x, 0) as Tensor1D);
  const { values, vectors } = await covariance(x, mean)
    .then(eigen)
    .catch((error: unknown) => {
      mean.dispose();
      throw error;
    });
  const total = values.reduce((a, b) => a + b, 0);
  const kept = tensor2d(vectors.subarray(0, components * features), [components, features]);
  const encode = (data: Tensor2D): Tensor2D => tidy(() => matMul(sub(data, mean), kept, false, true));
  const decode = (codes: Tensor2D): Tensor2D => tidy(() => add(matMul(codes, kept), mean));
  const dispose = (): void => [mean, kept].forEach((t) => t.dispose());
  return {
    mean,
    components: kept,
    variances: values.slice(0, components),
    shares: values.slice(0, components).map((value) => (total > 0 ? value / total : 0)),
    encode,
    decode,
    reconstruct: (data) => tidy(() => decode(encode(data))),
    dispose,
    [Symbol.dispose]: dispose,
  };
}

async function covariance(x: Tensor2D, mean: Tensor1D): Promise<Matrix> {
  const [rows, features] = x.shape;
  const sums = new Float64Array(features * features);
  for (let at = 0; at < rows; at += ROWS) {
    const product = tidy(() => {
      const part = sub(slice(x, [at, 0], [Math.min(ROWS, rows - at), features]), mean);
      return matMul(part, part, true, false);
    });
    const values = await product.data<'float32'>();
    product.dispose();
    for (let i = 0; i < sums.length; i++) sums[i]! += values[i]!;
  }
  check(sums.every(Number.isFinite), 'pca: the data holds NaN or infinity, or numbers too large to square');
  return Matrix.from1DArray(features, features, sums).div(rows);
}

/** Eigenvalues by falling size, and their eigenvectors as rows, each with its largest entry positive. */
function eigen(symmetric: Matrix): { values: Float64Array; vectors: Float32Array } {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true });
  const size = realEigenvalues.length;
  const order = [...realEigenvalues.keys()].sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  const vectors = new Float32Array(size * size);
  for (const [row, from] of order.entries()) {
    const vector = eigenvectorMatrix.getColumn(from);
    const peak = vector.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
    vectors.set(
      vector.map((v) => v * Math.sign(peak)),
      row * size,
    );
  }
  // Rounding can leave a variance of 0 just below it.
  return { values: Float64Array.from(order, (i) => Math.max(0, realEigenvalues[i]!)), vectors };
}
