import { mul, pad, slice, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { pca } from '@autoencoders/models';
import { valuesOf } from '../data.js';
import { firstRows } from '../trained-model.js';
import type { TrainedModel } from '../trained-model.js';

/** Test examples whose codes are drawn. */
export const POINTS = 2000;

/** A plane through the codes: the two latents themselves, or the two directions along which codes vary most. */
export interface Plane {
  readonly axes: readonly [string, string];
  /** The codes of the first test examples as points, `[count, 2]`. */
  readonly points: Float32Array;
  /** The codes at points of the plane, `[count, 2] → [count, latents]`. One unit is one standard deviation. */
  readonly toCodes: (points: Tensor2D) => Tensor2D;
  readonly dispose: () => void;
}

/** The plane to draw the codes of a model in: by latents where there are one or two, by principal components where there are more. */
export async function planeOf({ model, data }: Pick<TrainedModel, 'model' | 'data'>): Promise<Plane> {
  const codes = tidy(() => model.encode(firstRows(data, POINTS)));
  try {
    // A single example has no directions along which codes vary.
    if (model.codeSize <= 2 || codes.shape[0] < 2) return latentPlane(codes, model.codeSize);
    const found = await pca(codes, 2);
    const name = (i: number): string =>
      `principal component ${i + 1} (${(100 * found.explainedVarianceRatio[i]!).toFixed(0)} % of the variance)`;
    const points = valuesOf(() => found.encode(codes));
    const scale = Float32Array.from(found.variances, Math.sqrt);
    return { axes: [name(0), name(1)], points, toCodes: (p) => tidy(() => found.decode(mul(p, tensor1d(scale)))), dispose: found.dispose };
  } finally {
    codes.dispose();
  }
}

/** The first two latents. Where there is one, the second coordinate is 0. */
function latentPlane(codes: Tensor2D, codeSize: number): Plane {
  return {
    axes: ['latent 1', 'latent 2'],
    points: valuesOf(() => resizeColumns(codes, 2)),
    toCodes: (p) => resizeColumns(p, codeSize),
    dispose: () => undefined,
  };
}

/** `[rows, n] → [rows, size]`: the first columns, or zeros after those that there are. */
function resizeColumns(x: Tensor2D, size: number): Tensor2D {
  const missing = size - x.shape[1];
  if (missing <= 0) return slice(x, [0, 0], [-1, size]);
  return pad(x, [
    [0, 0],
    [0, missing],
  ]);
}
