import { pca } from '@autoencoders/models';
import type { NamedDataset } from '@autoencoders/datasets';
import { toFlat } from '@autoencoders/datasets';
import { dispose, mean, square, sub, sum, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** Datasets to fit PCA to, and to judge it on. */
export interface Parts {
  readonly training: NamedDataset;
  readonly test: NamedDataset;
  /** The most components to try. */
  readonly most: number;
}

/**
 * The mean of ‖x − x̂‖² on test examples with 0, 1, 2, … components; with 0, x̂ is the mean. Components are orthonormal: each takes the mean square
 * of its code away from the error. Rounding can leave a little less than nothing of it, and then it is 0.
 */
export async function pcaErrors({ training, test, most }: Parts): Promise<readonly number[]> {
  const [x, judged] = [toFlat(training), toFlat(test)];
  using components = await pca(x, Math.min(most, ...x.shape));
  const read = (f: () => Tensor): Float32Array => tidy(() => f().dataSync<'float32'>());
  const [whole = 0] = read(() => mean(sum(square(sub(judged, components.mean)), 1)));
  const along = read(() => mean(square(components.encode(judged)), 0));
  dispose([x, judged]);
  const errors = [whole];
  for (const part of along) errors.push(Math.max(0, errors.at(-1)! - part));
  return errors;
}
