import { gzipSync } from 'node:zlib';
import { memory, tidy, zeros } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { gunzip, parseIdx, readIdx, toIdx } from '@autoencoders/datasets';
import { toNpy } from '@autoencoders/files';
import { check } from '@autoencoders/core/operations';
import { configReader } from '@autoencoders/core/internal';
import type { Json } from '@autoencoders/core/internal';
import { layerTypes } from '@autoencoders/layers';
import {
  autoencoder,
  batchTopK,
  classifier,
  gaussian,
  load,
  parseSafetensors,
  plain,
  readKind,
  readMetadata,
  regressor,
  stacked,
  toSafetensors,
  topK,
} from '@autoencoders/models';
import type { Loaded } from '@autoencoders/models';
import { detectorFormats } from './detector-formats.js';
import { exchangeFormats } from './exchange-formats.js';
import { fileFormats } from './file-formats.js';
import { modelFiles } from './models.js';
import { mutatedJson } from './mutate-json.js';
import { mutateBytes, mutateSafetensors } from './mutate.js';
import type { Mutate } from './mutate.js';
import { tableFormats } from './table-formats.js';

/** A format of files: valid files, changes of them, and what reads them. */
export interface Format {
  readonly name: string;
  readonly files: readonly Uint8Array[];
  readonly mutate: Mutate;
  readonly read: (bytes: Uint8Array) => unknown;
}

const zipped = (bytes: Uint8Array): Uint8Array => new Uint8Array(gzipSync(bytes));

/** The most numbers that a tensor of a first use may have, or the weights of its model. */
const LARGE = 1e6;

/** The largest tensor between two layers, as the summary shows it. */
function largest(summary: string): number {
  const shapes = [...summary.matchAll(/\[([\d, ]+)\]/g)].map(([, sizes]) => sizes!.split(',').reduce((size, n) => size * Number(n), 1));
  return Math.max(...shapes);
}

/** Uses a model once, if it is small: what it gives for zeros is computed. */
function useOnce(model: Loaded): void {
  if (model.parameterCount > LARGE || largest(model.summary()) > LARGE) return;
  tidy(() => {
    const x: Tensor = zeros([1, ...model.input]);
    const y = model.kind === 'classifier' ? model.probabilities(x) : model.kind === 'regressor' ? model.predict(x) : model.reconstruct(x);
    y.dataSync();
  });
}

/** Loads a model, uses it, and frees it. */
function readModel(bytes: Uint8Array): void {
  readMetadata(bytes);
  readKind(bytes);
  withoutLeaks(() => load(bytes));
}

/** Makes a model, uses it, and frees it. Throws when tensors are left. */
function withoutLeaks(make: () => Loaded): void {
  const before = memory().numTensors;
  try {
    const model = make();
    try {
      useOnce(model);
    } finally {
      model.dispose();
    }
  } finally {
    const left = memory().numTensors - before;
    // Not an InputError, so that it counts as a crash.
    if (left !== 0) throw new Error(`${left} tensors are left`); // oxlint-disable-line no-unsafe-finally -- the leak is what matters
  }
}

/** Numbers in a config above this would draw more weights than a test has time for. `load` refuses them without drawing. */
const GREATEST = 2000;
const types = { ...layerTypes, plain, gaussian, topK, batchTopK };
const kinds = { autoencoder, stacked, classifier, regressor };
const utf8 = { encode: (text: string) => new TextEncoder().encode(text), decode: (bytes: Uint8Array) => new TextDecoder().decode(bytes) };

/** Builds the model of a config with drawn weights, which always fit it, and uses it: what `load` would do with a file that fits. */
function readConfig(bytes: Uint8Array): void {
  const text = utf8.decode(bytes);
  check(!(text.match(/\d+/g) ?? []).some((digits) => Number(digits) > GREATEST), 'too many weights to draw');
  const build = (): Loaded =>
    configReader(types, { call: 'load', thing: 'layer', hint: String, models: kinds })(
      (Object(JSON.parse(text)) as { config: Json }).config,
    );
  withoutLeaks(() => {
    const model = build();
    check(typeof model.forward === 'function', 'the config of a part');
    return model;
  });
}

/** All formats, with their valid files. The first two are those of models and of configs. */
export async function formats(): Promise<readonly Format[]> {
  const checkpoint = toSafetensors({
    metadata: { step: '12', 'optimizer.name': 'adam', record: JSON.stringify({ epochs: [1, 2, 3] }) },
    tensors: {
      'encoder.0.kernel': { shape: [3, 2], values: Float32Array.of(1, 2, 3, 4, 5, 6) },
      'optimizer.moments.0': { shape: [6], values: new Float32Array(6) },
      position: { shape: [2], values: Int32Array.of(7, 8) },
      flags: { shape: [3], values: Uint8Array.of(1, 0, 1) },
      step: { shape: [], values: Int32Array.of(12) },
    },
  });
  const idx = [
    toIdx({ shape: [5, 4, 3], data: Uint8Array.from({ length: 60 }, (_, i) => 4 * i) }),
    toIdx({ shape: [7], data: Float32Array.from({ length: 7 }, (_, i) => i / 7) }),
  ];
  const models = await modelFiles();
  const configs = models.map((bytes) => utf8.encode(parseSafetensors(bytes).metadata.model!));
  return [
    { name: 'model', files: models, mutate: mutateSafetensors, read: readModel },
    {
      name: 'config',
      files: configs,
      mutate: (bytes, random) => utf8.encode(mutatedJson(utf8.decode(bytes), random)),
      read: readConfig,
    },
    { name: 'safetensors', files: [checkpoint], mutate: mutateSafetensors, read: (bytes) => parseSafetensors(bytes) },
    { name: 'IDX', files: idx, mutate: mutateBytes, read: (bytes) => parseIdx(bytes) },
    { name: 'IDX in gzip', files: idx.map(zipped), mutate: mutateBytes, read: (bytes) => readIdx(bytes) },
    {
      name: 'gzip of mutated IDX',
      files: idx,
      mutate: (bytes, random) => zipped(mutateBytes(bytes, random)),
      read: (bytes) => readIdx(bytes),
    },
    {
      name: 'gzip',
      files: [zipped(new Uint8Array(5000)), zipped(toNpy({ shape: [3, 4], data: new Float32Array(12).fill(2) }))],
      mutate: mutateBytes,
      read: (bytes) => gunzip(bytes),
    },
    ...fileFormats(),
    ...(await tableFormats()),
    ...(await detectorFormats()),
    ...(await exchangeFormats(withoutLeaks)),
  ];
}
