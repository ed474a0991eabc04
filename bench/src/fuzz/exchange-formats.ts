import { readFileSync, readdirSync } from 'node:fs';
import { fromKeras, fromTfjsLayers, toTfjsLayers } from '@autoencoders/exchange';
import { batchNorm, chain, conv2d, conv2dTranspose, dense, flatten, relu, reshape, sigmoid } from '@autoencoders/layers';
import { autoencoder } from '@autoencoders/models';
import type { Loaded } from '@autoencoders/models';
import * as h5 from 'jsfive';
import type { Format } from './formats.js';
import { mutatedJson } from './mutate-json.js';
import { mutateBytes } from './mutate.js';

/** Models of other tools. `use` makes a model, uses it and frees it. */
export async function exchangeFormats(use: (make: () => Loaded) => void): Promise<readonly Format[]> {
  using model = autoencoder({
    input: [6, 6, 1],
    encoder: chain(conv2d(2, { stride: 2 }), batchNorm(), relu, flatten, dense(3)),
    decoder: chain(dense(18), relu, reshape([3, 3, 2]), conv2dTranspose(1, { stride: 2 })),
    output: sigmoid,
  });
  const { modelJson, weights } = await toTfjsLayers(model);
  const [encode, decode] = [(text: string) => new TextEncoder().encode(text), (bytes: Uint8Array) => new TextDecoder().decode(bytes)];
  const folder = new URL('../../../packages/exchange/test/keras/files/', import.meta.url);
  const files = (ending: string): Uint8Array[] =>
    readdirSync(folder)
      .filter((name) => name.endsWith(ending) && !/coder|weights/.test(name))
      .sort()
      .map((name) => new Uint8Array(readFileSync(new URL(name, folder))));
  const readKeras = (bytes: Uint8Array): void => use(() => fromKeras(bytes, { h5 }).model as Loaded);
  return [
    {
      name: 'model.json',
      files: [encode(JSON.stringify(modelJson))],
      mutate: (bytes, random) => encode(mutatedJson(decode(bytes), random)),
      read: (bytes) => use(() => fromTfjsLayers({ modelJson: JSON.parse(decode(bytes)), weights }).model as Loaded),
    },
    { name: '.h5 of Keras', files: files('.h5'), mutate: mutateBytes, read: readKeras },
    { name: '.keras', files: files('.keras').filter((bytes) => bytes.length < 24_000), mutate: mutateBytes, read: readKeras },
  ];
}
