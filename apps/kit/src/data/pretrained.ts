import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { gunzip } from '@autoencoders/datasets';
import { MNIST, settingsFor } from '../defaults.js';
import { openModel, readModelFile } from '../model-file.js';
import type { OpenedModel, Opener } from '../model-file.js';
import type { Data } from './index.js';
import { unpackWeights } from './packed-weights.js';
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
  const files = [definition.id, 'mnist-sample'].map((name) => new URL(`../../pretrained/${name}.safetensors.gz`, import.meta.url));
  const [model, pictures] = await Promise.all(files.map(downloaded));
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

/** Some servers send gzipped files unzipped. */
const unzipped = async (bytes: Uint8Array): Promise<Uint8Array> => (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzip(bytes) : bytes);

async function downloaded(address: URL): Promise<Uint8Array> {
  const answer = await fetch(address).catch((cause: unknown) => {
    throw new InputError('the model of this page could not be downloaded; is there a connection?', { cause });
  });
  check(answer.ok, () => `the model of this page could not be downloaded (${answer.status})`);
  return new Uint8Array(await answer.arrayBuffer());
}
