import { pad, slice } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { checkTensor } from '@autoencoders/core/internal';
import { check, showShape } from '@autoencoders/core/operations';
import { pca } from './pca.js';

/** A plane in the space of codes, for drawing codes and for picking them. */
export interface CodePlane extends Disposable {
  /** Codes as points of the plane: `[batch, latents] → [batch, 2]`. */
  readonly encode: (codes: Tensor2D) => Tensor2D;
  /** Codes at points of the plane: `[batch, 2] → [batch, latents]`. */
  readonly decode: (points: Tensor2D) => Tensor2D;
  /** The standard deviation of the codes along each principal component. 1 where the axes are latents. */
  readonly scale: readonly [x: number, y: number];
  /** The share of the variance along both axes. Undefined where the axes are latents. */
  readonly explainedVarianceRatio: readonly [x: number, y: number] | undefined;
  readonly dispose: () => void;
}

/**
 * A plane to draw codes `[rows, latents]` in. With one or two latents, its axes are the latents; with one, the second
 * coordinate is 0. With more latents, its axes are the first two principal components. A single code has no principal components, so the
 * axes are the first two latents then.
 */
export async function codePlane(codes: Tensor2D): Promise<CodePlane> {
  checkTensor('codePlane', 'the codes', codes, '[rows, latents]');
  check(codes.rank === 2, () => `codePlane: the codes must be [rows, latents], not ${showShape(codes.shape)}`);
  const [rows, latents] = codes.shape;
  if (latents <= 2 || rows < 2) return latentPlane(latents);
  const { encode, decode, variances, explainedVarianceRatio, dispose } = await pca(codes, 2);
  return {
    encode,
    decode,
    scale: [Math.sqrt(variances[0]!), Math.sqrt(variances[1]!)],
    explainedVarianceRatio: [explainedVarianceRatio[0]!, explainedVarianceRatio[1]!],
    dispose,
    [Symbol.dispose]: dispose,
  };
}

function latentPlane(latents: number): CodePlane {
  const dispose = (): void => undefined;
  return {
    encode: (codes) => resizeColumns(codes, 2),
    decode: (points) => resizeColumns(points, latents),
    scale: [1, 1],
    explainedVarianceRatio: undefined,
    dispose,
    [Symbol.dispose]: dispose,
  };
}

/** `[rows, n] → [rows, size]`: the first columns, or all of them and then zeros. */
function resizeColumns(x: Tensor2D, size: number): Tensor2D {
  const missing = size - x.shape[1];
  if (missing <= 0) return slice(x, [0, 0], [-1, size]);
  return pad(x, [
    [0, 0],
    [0, missing],
  ]);
}
