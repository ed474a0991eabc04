import { MNIST, settingsFor } from '../defaults.js';
import { openModel, readModelFile } from '../model-file.js';
import type { OpenedModel, Opener } from '../model-file.js';
import type { Data } from './index.js';
import { unpackWeights } from './packed-weights.js';
import { pretrainedFile, unzipped } from './pretrained-file.js';
import { unpackPictures } from './sample-pictures.js';

/** A model that comes with a page, with pictures to show it with. */
export interface Pretrained<S> extends OpenedModel<S> {
  readonly data: Data;
  /** The settings that it was made and trained with. */
  readonly settings: S;
  /** What comes with it besides its weights: see `showResults` of the page's definition. */
  readonly results: unknown;
}

/**
 * The model that comes with a page, trained on the smaller MNIST, and a few of its pictures. They are downloaded while the backend starts. Throws
 * where there is none, and where it cannot be downloaded. The caller disposes of the model.
 */
export async function loadPretrained<S>(definition: Opener<S>, backend: Promise<void>): Promise<Pretrained<S>> {
  const [model, pictures] = await Promise.all([definition.id, 'mnist-sample'].map(pretrainedFile));
  await backend;
  return openPretrained(definition, model!, pictures!);
}

/** The model and the pictures of two files, gzipped or not. */
export async function openPretrained<S>(definition: Opener<S>, model: Uint8Array, pictures: Uint8Array): Promise<Pretrained<S>> {
  const data = unpackPictures(await unzipped(pictures));
  const file = readModelFile(definition, unpackWeights(await unzipped(model)));
  const defaults = settingsFor(definition, MNIST);
  const opened = openModel(definition, defaults, data.test.shape, file);
  return { ...opened, settings: { ...defaults, ...opened.settings }, data, results: file.results };
}
