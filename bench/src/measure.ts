import { mean, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { adam } from '@autoencoders/core';
import { toFlat, toImages } from '@autoencoders/datasets';
import type { NamedDataset } from '@autoencoders/datasets';
import { pca } from '@autoencoders/models';
import { evaluate, fit } from '@autoencoders/training';
import type { Evaluation, Progress } from '@autoencoders/training';
import type { Case } from './models.js';

/** The results of one model. */
export interface Measured extends Evaluation {
  readonly epochs: number;
  readonly parameters: number;
  /** Seconds of training. */
  readonly seconds: number;
  /** The mean of all codes over the test set. */
  readonly meanActivation: number;
}

/** Trains a case on `train` with its variant's defaults, batch 128 and Adam 1e-3, and judges it on `test`. */
export async function measure(
  { variant, epochs: usual }: Case,
  train: NamedDataset,
  test: NamedDataset,
  {
    epochs = usual,
    batch = 128,
    seed = 1,
    onEpoch = () => undefined,
  }: { epochs?: number; batch?: number; seed?: number; onEpoch?: (progress: Progress) => void } = {},
): Promise<Measured> {
  const settings = variant.settings(train.shape, { seed });
  const [data, held] = [train, test].map((dataset): Tensor => (variant.images ? toImages(dataset) : toFlat(dataset))) as [Tensor, Tensor];
  using model = variant.model(train.shape, settings);
  const loss = variant.loss(settings);
  const corrupt = variant.corrupt?.(settings);
  let seconds = 0;
  for await (const progress of fit(model, data, { loss, epochs, batch, seed, optimizer: adam({ learningRate: 1e-3 }), corrupt })) {
    seconds = progress.elapsedSeconds;
    onEpoch(progress);
  }
  const result = await evaluate(model, held, { loss, seed, corrupt });
  const meanActivation = tidy(() => mean(model.encode(held)).dataSync()[0]!);
  data.dispose();
  held.dispose();
  return { ...result, epochs, parameters: model.parameterCount, seconds, meanActivation };
}

/** Squared error per test example of PCA fitted to the training set, by number of components. */
export async function pcaErrors(
  train: NamedDataset,
  test: NamedDataset,
  components: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const [data, held] = [toFlat(train), toFlat(test)];
  using fitted = await pca(data, Math.max(...components));
  const errors = tidy(() => {
    // Components are orthonormal: ‖x − x̂‖² = ‖x − mean‖² − Σⱼ zⱼ² over the components that are kept.
    const total = centredSquares(held, fitted.mean.dataSync<'float32'>());
    const codes = squaresByColumn(fitted.encode(held));
    return components.map((k): [number, number] => [k, (total - codes.slice(0, k).reduce((a, b) => a + b, 0)) / held.shape[0]]);
  });
  data.dispose();
  held.dispose();
  return new Map(errors);
}

function centredSquares(x: Tensor2D, centre: Float32Array): number {
  return x.dataSync<'float32'>().reduce((sum, value, i) => sum + (value - centre[i % centre.length]!) ** 2, 0);
}

function squaresByColumn(codes: Tensor2D): number[] {
  const columns = codes.shape[1];
  const sums = Array.from({ length: columns }, () => 0);
  for (const [i, value] of codes.dataSync<'float32'>().entries()) sums[i % columns]! += value * value;
  return sums;
}
