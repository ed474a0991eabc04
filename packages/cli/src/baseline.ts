import { reshape, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { pca } from '@autoencoders/models';
import { featuresOf } from '@autoencoders/variants';
import { failures } from './failures.js';
import type { WatchedRun } from './fit-with-progress.js';
import { firstRows } from './trained-model.js';
import type { TrainedModel } from './trained-model.js';

/** PCA to compare a model with: the linear autoencoder with the least squared error. */
export interface LinearBaseline extends Disposable {
  /** How many numbers a code of it has. */
  readonly components: number;
  /** `[batch, …input]` → the same shape. */
  readonly reconstruct: (x: Tensor) => Tensor;
}

/** The most training examples that it is fitted to. */
const FITTED = 10_000;

/**
 * PCA fitted to the first training examples, with so many numbers for each example. Undefined where that many numbers hold all of an
 * example, so that there is nothing to compare, and where there are fewer examples.
 */
export async function linearBaseline(x: Tensor, components: number): Promise<LinearBaseline | undefined> {
  const features = featuresOf(x.shape.slice(1));
  const rows = Math.min(FITTED, x.shape[0]!);
  if (components < 1 || components >= Math.min(rows, features)) return undefined;
  const flat = tidy(() => reshape(firstRows(x, rows), [rows, features]) as Tensor2D);
  try {
    const { reconstruct, dispose } = await pca(flat, components);
    return {
      components,
      reconstruct: (some) => tidy(() => reshape(reconstruct(reshape(some, [-1, features])), some.shape)),
      [Symbol.dispose]: dispose,
    };
  } finally {
    flat.dispose();
  }
}

/** Below this share of the data's variance an error is one of rounding, and nothing is compared with it. */
const ROUNDING = 1e-6;

/** Whether something can be compared with an error of `error` on data whose squared error around their mean is `variance`. */
export const isComparable = (error: number, variance: number): boolean => error > ROUNDING * variance;

/** PCA with as many numbers as a trained model has for an example. Undefined where training failed, and where PCA cannot be compared with. */
export async function baselineFor(
  trained: TrainedModel<any>,
  x: Tensor,
  { failure }: { readonly failure?: Error | undefined },
  { terminal }: Pick<WatchedRun, 'terminal'>,
): Promise<LinearBaseline | undefined> {
  if (failure) return undefined;
  const { variant, settings } = trained;
  return failures(terminal).attempt('the comparison with PCA', async () =>
    linearBaseline(x, (await variant.components?.(trained)) ?? settings.latent),
  );
}
