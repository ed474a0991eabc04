import { matMul, mul, square, stack, sub, sum, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { CholeskyDecomposition, Matrix, inverse } from 'ml-matrix';

/** A normal distribution and its weight in a mixture. */
export interface Component {
  /** πₖ, its share of the codes. The weights of all components add up to 1. */
  readonly weight: number;
  /** μₖ, `[latents]`. */
  readonly mean: Float64Array;
  /** Σₖ, `[latents, latents]` row by row. */
  readonly covariance: Float64Array;
}

/** What turns codes into standard normal ones, and the logarithm of a component's weight and scale. */
export interface Whitening {
  /** μ as float32 has it, which codes near it are taken apart from without loss. */
  readonly mean: Float32Array;
  /** (L⁻¹)ᵀ with L·Lᵀ = Σ. */
  readonly matrix: Float32Array;
  /** (μ − mean)·(L⁻¹)ᵀ. */
  readonly rest: Float32Array;
  /** ln π − Σᵢ ln Lᵢᵢ − d/2·ln 2π. */
  readonly constant: number;
}

export function whitening({ weight, mean, covariance }: Component): Whitening {
  const lower = cholesky(mean.length, covariance);
  const scales = lower.diagonal().reduce((sum, value) => sum + Math.log(value), 0);
  const whitened = inverse(lower).transpose();
  const rest = Matrix.rowVector(Array.from(mean, (value) => value - Math.fround(value)));
  return {
    mean: Float32Array.from(mean),
    matrix: Float32Array.from(whitened.to1DArray()),
    rest: Float32Array.from(rest.mmul(whitened).to1DArray()),
    constant: Math.log(weight) - scales - (mean.length / 2) * Math.log(2 * Math.PI),
  };
}

export const cholesky = (size: number, covariance: Float64Array): Matrix =>
  new CholeskyDecomposition(Matrix.from1DArray(size, size, covariance)).lowerTriangularMatrix;

/** ln πₖ + ln N(z; μₖ, Σₖ): `[n, latents] → [n, components]`. */
export function logJoint(z: Tensor2D, whitenings: readonly Whitening[]): Tensor2D {
  const one = ({ mean, matrix, rest, constant }: Whitening): Tensor => {
    const standard = matMul(sub(z, tensor1d(mean)) as Tensor2D, tensor2d(matrix, [mean.length, mean.length]));
    return sub(constant, mul(0.5, sum(square(sub(standard, tensor1d(rest))), 1)));
  };
  return stack(whitenings.map(one), 1) as Tensor2D;
}
