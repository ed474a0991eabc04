import { mul, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { codePlane } from '@autoencoders/models';
import { valuesOf } from '../data.js';
import { firstRows } from '../trained-model.js';
import type { TrainedModel } from '../trained-model.js';

/** Test examples whose codes are drawn. */
export const POINTS = 2000;

/** A plane through the codes of a model, with the codes of test examples. */
export interface Plane {
  readonly axes: readonly [string, string];
  /** The codes of the first test examples as points, `[count, 2]`. */
  readonly points: Float32Array;
  /** The codes at points of the plane, `[count, 2] → [count, latents]`. Along principal components, one unit is one standard deviation. */
  readonly toCodes: (points: Tensor2D) => Tensor2D;
  readonly dispose: () => void;
}

/** The plane to draw the codes of a model in. */
export async function planeOf({ model, data }: Pick<TrainedModel, 'model' | 'data'>): Promise<Plane> {
  const codes = tidy(() => model.encode(firstRows(data, POINTS)));
  try {
    const { encode, decode, scale, explainedVarianceRatio, dispose } = await codePlane(codes);
    const name = (i: 0 | 1): string =>
      explainedVarianceRatio
        ? `principal component ${i + 1} (${(100 * explainedVarianceRatio[i]).toFixed(0)} % of the variance)`
        : `latent ${i + 1}`;
    return {
      axes: [name(0), name(1)],
      points: valuesOf(() => encode(codes)),
      toCodes: (points) => tidy(() => decode(mul(points, tensor1d([...scale])))),
      dispose,
    };
  } finally {
    codes.dispose();
  }
}
