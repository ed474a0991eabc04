import { tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { toFlat, toImages } from '@autoencoders/datasets';
import type { NamedDataset } from '@autoencoders/datasets';
import { mean, squaredErrorPerExample } from '@autoencoders/metrics';
import { fit } from '@autoencoders/training';
import type { Data } from './data/index.js';
import type { AnyModel, TrainingOptions } from './definition.js';

/** What a page shows, as numbers with names. */
export type Figures = Readonly<Record<string, number>>;

/** What a page claims, to be measured where there is no page. `S` are the settings of its app, with the seed. */
export interface Effect<S> {
  /** A model, trained as the page trains it. */
  readonly train: (data: Data, settings: S) => Promise<AnyModel>;
  /** What comes with the page's model besides its weights, as JSON (default: nothing). The page shows it: see `showResults` of its definition. */
  readonly results?: (model: AnyModel, data: Data, settings: S) => Promise<unknown>;
  /** The epochs of a whole training (default: those of the settings). */
  readonly epochs?: (settings: S) => number;
  /** The figures of a trained model. */
  readonly figures: (model: AnyModel, data: Data, settings: S) => Promise<Figures>;
}

/** The examples as the model takes them. The caller disposes of them. */
export const tensorFor = ({ input }: Pick<AnyModel, 'input'>, dataset: NamedDataset): Tensor =>
  input.length === 1 ? toFlat(dataset) : toImages(dataset);

/** Trains a model to the end, here. */
export async function trained<M extends AnyModel>(model: M, data: Data, options: TrainingOptions): Promise<M> {
  const x = tensorFor(model, data.training);
  for await (const progress of fit(model, x, options)) void progress;
  x.dispose();
  return model;
}

/** The mean of ‖x − x̂‖² on test examples. With `noisy`, the model gets that instead of x. */
export async function testError(model: Pick<AnyModel, 'input' | 'reconstruct'>, { test }: Data, noisy?: Tensor): Promise<number> {
  const x = tensorFor(model, test);
  const rebuilt: Tensor = tidy(() => model.reconstruct(noisy ?? x));
  const error = mean(await squaredErrorPerExample(x, rebuilt));
  x.dispose();
  rebuilt.dispose();
  return error;
}
