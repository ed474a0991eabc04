import '@tensorflow/tfjs-backend-cpu';
import { readFileSync, readdirSync } from 'node:fs';
import { setBackend, tensor } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import { MODEL_VERSION, parseSafetensors } from '@autoencoders/core/internal';
import { beforeAll, describe, expect, test } from 'vitest';
import { load, readMetadata, save } from '../src/index.js';
import { modelFileOf, versionOf } from '../src/model-file.js';
import type { Migration } from '../src/model-file.js';
import { expectClose } from './helpers.js';

beforeAll(() => setBackend('cpu'));

const files = new URL('files/', import.meta.url);
const versions = readdirSync(files).filter((name) => /^v\d+$/.test(name));
const read = (version: string, name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`${version}/${name}`, files)));

test('there are files of every version, and migrations to the one that is written', () => {
  expect(versionOf()).toBe(MODEL_VERSION);
  expect(versions.sort()).toEqual(Array.from({ length: versionOf() }, (_, i) => `v${i + 1}`));
});

describe.each(versions)('files of version %s', (version) => {
  const outputs = JSON.parse(new TextDecoder().decode(read(version, 'outputs.json'))) as Record<string, Record<string, number[]>>;

  test.each(Object.keys(outputs))('%s opens, and gives what it gave', async (name) => {
    const { input, codes, output } = outputs[name]!;
    const bytes = read(version, `${name}.safetensors`);
    using model = load(bytes);
    const x = tensor(input!, [2, ...model.input]);
    const encoded = model.encode(x);
    const y = model.kind === 'classifier' ? model.probabilities(x) : model.kind === 'regressor' ? model.predict(x) : model.reconstruct(x);
    expectClose(encoded, codes!, 6);
    expectClose(y, output!, 6);
    for (const made of [x, encoded, y]) made.dispose();
    using again = load(await save(model, { metadata: readMetadata(bytes) }));
    expect(again.summary()).toBe(model.summary());
  });
});

test('what a file keeps beside the model comes back', () => {
  expect(JSON.parse(readMetadata(read('v1', 'variational.safetensors')).run!)).toMatchObject({ variant: 'variational' });
});

describe('migrations', () => {
  const file = parseSafetensors(read('v1', 'dense.safetensors'));
  const renamed: Migration = ({ config, tensors }) => ({
    config,
    tensors: Object.fromEntries(Object.entries(tensors).map(([path, stored]) => [`new.${path}`, stored])),
  });
  const wrapped: Migration = ({ config, tensors }) => ({ config: { wrapped: config }, tensors });

  test('run from the version of the file to the newest, in order', () => {
    const { config, tensors } = modelFileOf(file, [renamed, wrapped]);
    expect(Object.keys(tensors)).toContain('new.encoder.0.kernel');
    expect(config).toHaveProperty('wrapped.name', 'autoencoder');
    const second = { ...file, metadata: { model: file.metadata.model!.replace('"version":1', '"version":2') } };
    expect(Object.keys(modelFileOf(second, [renamed, wrapped]).tensors)).toContain('encoder.0.kernel');
  });

  test.each([
    [3, 'load: the file is of version 3, this reads versions up to 2; install a newer @autoencoders/models'],
    [0, 'load: the file is of version 0, which there is not; the file is damaged'],
    [1.5, 'load: the file is of version 1.5, which there is not; the file is damaged'],
  ])('refuse version %d', (version, message) => {
    const other = { ...file, metadata: { model: JSON.stringify({ version, config: {} }) } };
    expect(() => modelFileOf(other, [renamed])).toThrow(new InputError(message));
  });
});
