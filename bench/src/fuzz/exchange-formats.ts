import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memory } from '@tensorflow/tfjs-core';
import { readWeights } from '@autoencoders/core';
import { fromKeras, fromTfjsLayers, loadPytorch, toPytorch, toTfjsLayers } from '@autoencoders/exchange';
import { fromHuggingFace } from '@autoencoders/exchange/node';
import { unzip } from '@autoencoders/files/internal';
import { batchNorm, chain, conv2d, conv2dTranspose, dense, flatten, relu, reshape, sigmoid } from '@autoencoders/layers';
import { autoencoder, load, save } from '@autoencoders/models';
import type { Autoencoder, Loaded } from '@autoencoders/models';
import * as h5 from 'jsfive';
import type { Format } from './formats.js';
import { mutatedJson } from './mutate-json.js';
import { mutateBytes, mutateSafetensors } from './mutate.js';
import type { Mutate } from './mutate.js';

/** Makes a model, uses it and frees it. */
type Use = (make: () => Loaded) => void;

const newModel = (): Autoencoder =>
  autoencoder({
    input: [6, 6, 1],
    encoder: chain(conv2d(2, { stride: 2 }), batchNorm(), relu, flatten, dense(3)),
    decoder: chain(dense(18), relu, reshape([3, 3, 2]), conv2dTranspose(1, { stride: 2 })),
    output: sigmoid,
  }) as Autoencoder;

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const mutateText: Mutate = (bytes, random) => encode(mutatedJson(decode(bytes), random));

/** Models of other tools. */
export async function exchangeFormats(use: Use): Promise<readonly Format[]> {
  using model = newModel();
  return [...(await tfjsFormats(model, use)), ...kerasFormats(use), await stateDict(model), await huggingFaceFolder(model, use)];
}

async function tfjsFormats(model: Autoencoder, use: Use): Promise<readonly Format[]> {
  const { modelJson, weights } = await toTfjsLayers(model);
  const read = (json: unknown, bytes: Uint8Array): void => use(() => fromTfjsLayers({ modelJson: json, weights: bytes }).model as Loaded);
  return [
    {
      name: 'model.json',
      files: [encode(JSON.stringify(modelJson))],
      mutate: mutateText,
      read: (bytes) => read(JSON.parse(decode(bytes)), weights),
    },
    { name: 'weights.bin', files: [weights], mutate: mutateBytes, read: (bytes) => read(modelJson, bytes) },
  ];
}

function kerasFormats(use: Use): readonly Format[] {
  const folder = new URL('../../../packages/exchange/test/keras/files/', import.meta.url);
  const file = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, folder)));
  const files = (ending: string): Uint8Array[] =>
    readdirSync(folder)
      .filter((name) => name.endsWith(ending) && !/coder|weights/.test(name))
      .sort()
      .map(file);
  const read = (bytes: Uint8Array): void => use(() => fromKeras(bytes, { h5 }).model as Loaded);
  // What stands in a `.keras` file, on its own: a change of the file itself seldom passes its checksums.
  const parts = unzip('fuzz', file('convolutional.keras'), 'the file');
  const [config, weights] = ['config.json', 'model.weights.h5'].map((name) => parts.get(name)!) as [Uint8Array, Uint8Array];
  const readParts = (json: Uint8Array, bytes: Uint8Array): void =>
    use(() => fromKeras(bytes, { h5, config: decode(json), codes: 'encoded' }).model as Loaded);
  return [
    { name: '.h5 of Keras', files: files('.h5'), mutate: mutateBytes, read },
    { name: '.keras', files: files('.keras').filter((bytes) => bytes.length < 24_000), mutate: mutateBytes, read },
    { name: 'config.json of Keras', files: [config], mutate: mutateText, read: (bytes) => readParts(bytes, weights) },
    { name: 'weights.h5 of Keras', files: [weights], mutate: mutateBytes, read: (bytes) => readParts(config, bytes) },
  ];
}

/** A state dict, which is loaded into a model. Its weights must be finite. */
async function stateDict(model: Autoencoder): Promise<Format> {
  const { weights } = await toPytorch(model);
  const into = newModel();
  return {
    name: 'state dict',
    files: [weights],
    mutate: mutateSafetensors,
    async read(bytes) {
      const before = memory().numTensors;
      try {
        await loadPytorch(into, bytes);
      } finally {
        const found = Object.values(await readWeights(into));
        // Not an InputError, so that it counts as a crash.
        if (memory().numTensors !== before || !found.every(({ values }) => values.every(Number.isFinite)))
          throw new Error('tensors are left, or numbers are not finite'); // oxlint-disable-line no-unsafe-finally -- as above
      }
    },
  };
}

/** A folder of Hugging Face. Its `config.json` is for readers, and is not read. */
async function huggingFaceFolder(model: Autoencoder, use: Use): Promise<Format> {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-hugging-face-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return {
    name: 'Hugging Face folder',
    files: [await save(model)],
    mutate: mutateSafetensors,
    async read(bytes) {
      writeFileSync(join(folder, 'model.safetensors'), bytes);
      const file = await fromHuggingFace(folder);
      use(() => load(file));
    },
  };
}
