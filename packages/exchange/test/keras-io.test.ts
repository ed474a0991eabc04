import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { setBackend, tensor, tidy } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import * as h5 from 'jsfive';
import { beforeAll, expect, test } from 'vitest';
import { fromKeras } from '../src/index.js';
import type { FromKerasOptions } from '../src/index.js';
import { difference, ours } from './numbers.js';

/*
 * The autoencoders of keras.io and of Keras' blog, which Keras itself saved and computed: `keras/make_keras_io.py`.
 */

beforeAll(() => setBackend('cpu'));

const path = (name: string): URL => new URL(`keras/keras-io/${name}`, import.meta.url);
const file = (name: string): Buffer => gunzipSync(readFileSync(path(`${name}.gz`)));
const results = JSON.parse(readFileSync(path('results.json'), 'utf8'));

type Options = Omit<FromKerasOptions, 'h5'>;

test.each<[name: string, files: string, layer: string, Options]>([
  ['simple', 'simple.h5', 'dense', {}],
  ['simple', 'simple.weights.h5', 'dense', { config: results['simple.json'] }],
  ['simple', 'simple.h5', 'dense', { config: results['sparse.json'] }],
  ['deep', 'deep.keras', 'encoded', {}],
  ['convolutional', 'convolutional.keras', 'encoder', { codes: 'encoder' }],
  ['denoising', 'denoising.keras', 'encoded', { codes: 'encoded' }],
  ['vision', 'vision.keras', 'encoded', { codes: 'encoded' }],
  ['variational', 'variational.keras', 'encoder/dense_1', {}],
  ['generative', 'generative-encoder.keras', 'z_mean', { decoder: file('generative-decoder.keras') }],
])('%s: %s', (name, files, layer, options) => {
  // A Buffer, as `readFile` gives it: parts of it share its memory.
  const { model, codes, notes } = fromKeras(file(files), { h5, ...options });
  expect(codes).toBe(layer);
  if (options.config === results['sparse.json']) expect(notes).toEqual(['dense: activity_regularizer is for training and was left out']);
  const { shape, x, codes: coded, output, logVar } = results[name];
  const found = ours(model, Float32Array.from(x), shape);
  expect(difference(found.codes, coded)).toBeLessThan(1e-5);
  expect(difference(found.reconstruction, output)).toBeLessThan(1e-5);
  if (logVar) {
    const spread = tidy(() => (model as any).encodeWith(tensor(x, shape), { training: false }).logVar.dataSync());
    expect(difference(spread, logVar)).toBeLessThan(1e-5);
  }
  model.dispose();
});

test.each([
  [/^fromKeras: lstm_?\d* \(LSTM\) has no counterpart in these packages$/, 'sequence.keras'],
  [/^fromKeras: the model is of the class VAE; .* Save its encoder and its decoder on their own$/, 'class.keras'],
])('refused: %s', (message, name) => {
  expect(() => fromKeras(file(name), { h5 })).toThrow(message);
});
