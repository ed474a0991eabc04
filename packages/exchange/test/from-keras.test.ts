import { readFileSync } from 'node:fs';
import { setBackend, tensor, tidy } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { InputError } from '@autoencoders/core';
import * as h5 from 'jsfive';
import { beforeAll, describe, expect, test } from 'vitest';
import { fromKeras } from '../src/index.js';
import type { FromKerasOptions } from '../src/index.js';
import { difference, ours } from './numbers.js';

/*
 * Keras 2 was not to be had for these files: `keras/make_fixtures.py` writes them as Keras does, with h5py, and computes the outputs with numpy.
 * Those of `keras-io.test.ts` are by Keras 3 itself.
 */

beforeAll(() => setBackend('cpu'));

const file = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`keras/files/${name}`, import.meta.url)));
const textOf = (name: string): string => new TextDecoder().decode(file(name));
const results = JSON.parse(textOf('results.json'));

/** The model gives the codes and outputs of numpy. */
function check(name: string, model: any): void {
  const { shape, x, codes, output, logVar } = results[name];
  const found = ours(model, Float32Array.from(x), shape);
  expect(difference(found.codes, codes)).toBeLessThan(1e-5);
  expect(difference(found.reconstruction, output)).toBeLessThan(1e-5);
  if (!logVar) return;
  const spread = tidy(() => model.encodeWith(tensor(x, shape), { training: false }).logVar.dataSync());
  expect(difference(spread, logVar)).toBeLessThan(1e-5);
}

describe('the deep autoencoder', () => {
  test.each<[string, Partial<FromKerasOptions>, string]>([
    ['deep.keras', {}, 'dense_1'],
    ['deep-2.12.keras', {}, 'dense_1'],
    ['deep.h5', {}, 'dense_5'],
    ['deep.weights.h5', { config: textOf('deep.json') }, 'dense_5'],
  ])('%s', (name, options, layer) => {
    const { model, codes, notes } = fromKeras(file(name), { h5, ...options });
    expect([codes, notes]).toEqual([layer, []]);
    expect(model.spec.output!.config!.name).toBe('sigmoid');
    check('deep', model);
    model.dispose();
  });
});

test('the convolutional and denoising autoencoder', () => {
  const { model, codes, notes } = fromKeras(file('convolutional.keras'), { h5, codes: 'encoded' });
  expect(codes).toBe('encoded');
  expect(notes).toEqual(['noise: GaussianNoise acts in training alone and was left out']);
  check('convolutional', model);
});

test('an autoencoder of series', () => {
  const { model, codes } = fromKeras(file('series.keras'), { h5 });
  expect(codes).toBe('dense');
  check('series', model);
});

test('the variational autoencoder in two files, with a layer of its own', () => {
  const { model, codes, notes } = fromKeras(file('encoder.keras'), { h5, decoder: file('decoder.keras') });
  expect([codes, notes]).toEqual(['z_mean', []]);
  check('variational', model);
  expect((model as any).sample(3).shape).toEqual([3, 16]);
});

test('the variational autoencoder of models within a model, with a Lambda of ln σ', () => {
  const { model, codes, notes } = fromKeras(file('vae.h5'), { h5 });
  expect(codes).toBe('encoder/dense_1');
  expect(notes).toEqual(['encoder/z_log_sigma: it gives ln σ, so its weights were doubled to give ln σ²']);
  check('variational', model);
});

describe('refused', () => {
  test.each<[RegExp, () => unknown]>([
    [
      /^fromKeras: h5 must be the reader of HDF5, such as await import\('jsfive'\) gives, not undefined$/,
      () => fromKeras(file('deep.h5'), {} as any),
    ],
    [/^fromKeras: the bytes are neither a \.keras file nor HDF5$/, () => fromKeras(new Uint8Array(100), { h5 })],
    [
      /^fromKeras: the file holds weights and no layers; give model\.to_json\(\) as config$/,
      () => fromKeras(file('deep.weights.h5'), { h5 }),
    ],
    [/^fromKeras: the config of the model is not JSON/, () => fromKeras(file('deep.weights.h5'), { h5, config: '{' })],
    [
      /it is not clear which layer gives the codes; say it with codes: .* 5 encoded \[2, 2, 2\]/,
      () => fromKeras(file('convolutional.keras'), { h5 }),
    ],
    [/the model has 3 outputs; one is read/, () => fromKeras(file('encoder.keras'), { h5 })],
    [/the encoder gives \[5\]|the encoder gives/, () => fromKeras(file('deep.keras'), { h5, decoder: file('decoder.keras') })],
    [/codes: "x" is no layer; there are 0 dense \[12\], 1 dense_1 \[5\]/, () => fromKeras(file('deep.keras'), { h5, codes: 'x' })],
  ])('%s', (message, open) => {
    expect(open).toThrow(InputError);
    expect(open).toThrow(message);
  });

  /** Numbers from 0 to n − 1, the same each time. */
  const random = (seed: number): ((n: number) => number) => {
    let state = seed + 1;
    return (n) => Math.floor((((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) + 0.5) / 2 ** 32) * n);
  };
  test.each([
    ['deep.keras', {}],
    ['deep.h5', {}],
    ['deep-2.12.keras', {}],
    ['vae.h5', {}],
  ] as const)('a damaged %s opens or is an InputError', (name, options) => {
    const whole = file(name);
    let [refused, opened] = [0, 0];
    for (let i = 0; i < 150; i++) {
      const pick = random(i);
      const bytes = i % 5 === 0 ? whole.slice(0, pick(whole.length)) : whole.slice();
      for (let n = pick(8); n >= 0; n--) bytes[pick(Math.min(bytes.length, 6000))] = pick(3) === 0 ? 255 : pick(256);
      try {
        fromKeras(bytes, { h5, ...options }).model.dispose();
        opened++;
      } catch (error) {
        expect(error, `${name} ${i}: ${(error as Error).stack}`).toBeInstanceOf(InputError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(20);
    expect(refused + opened).toBe(150);
  });
});

test('a bomb, JSON without end, and a list of entries that lies are refused', () => {
  // A ZIP file whose only entry claims 2 GB.
  const zip = file('deep-2.12.keras').slice();
  const view = new DataView(zip.buffer);
  for (let at = 0; at < zip.length - 28; at++) if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 2 ** 31 - 1, true);
  const before = process.memoryUsage().arrayBuffers;
  expect(() => fromKeras(zip, { h5 })).toThrow(/^fromKeras: the \.keras file has entries of \d+ bytes in all|claims \d+ bytes, more than/);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1e7);
  const config = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  expect(() => fromKeras(file('deep.weights.h5'), { h5, config })).toThrow(/^fromKeras: the config of the model is nested deeper than 100/);
});

test('a chunk that claims more than its dataset is refused at once', () => {
  const bytes = file('vae.h5');
  const view = new DataView(bytes.buffer);
  // Where the chunks of the kernel [16, 8] of 4 bytes are described.
  const at = bytes.findIndex((_, i) => i < bytes.length - 12 && [16, 8, 4].every((n, k) => view.getUint32(i + 4 * k, true) === n));
  expect(at).toBeGreaterThan(0);
  view.setUint32(at, 2 ** 27, true);
  expect(() => fromKeras(bytes, { h5 })).toThrow(/kernel:0 has chunks of 1073741824 numbers, more than it has itself$/);
});
