import '@tensorflow/tfjs-backend-cpu';
import { memory, scalar, setBackend, tensor2d, variable } from '@tensorflow/tfjs-core';
import type { Variable } from '@tensorflow/tfjs-core';
import { beforeEach, afterEach, describe, expect, test } from 'vitest';
import { InputError } from './errors.js';
import { readWeights, writeWeights } from './state-dict.js';
import { leaves } from './tree.js';

interface Small {
  readonly weights: {
    readonly encoder: { readonly kernel: Variable };
    readonly decoder: { readonly kernel: Variable; readonly bias: Variable };
  };
}

let model: Small;
beforeEach(async () => {
  await setBackend('cpu');
  const kernel = variable(tensor2d([1, 2, 3, 4, 5, 6], [2, 3]));
  model = { weights: { encoder: { kernel }, decoder: { kernel, bias: variable(scalar(7)) } } };
});
afterEach(() => {
  for (const leaf of Object.values(leaves(model.weights))) if (!leaf.isDisposed) leaf.dispose();
});

const start = {
  'encoder.kernel': { shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) },
  'decoder.bias': { shape: [], values: Float32Array.of(7) },
};
const bias = { shape: [], values: [70] };
const kernel = { shape: [2, 3], values: [10, 20, 30, 40, 50, 60] };

test('readWeights gives every weight once, by its first path, as a copy', async () => {
  const read = await readWeights(model);
  expect(read).toEqual(start);
  read['encoder.kernel']!.values.fill(0);
  expect(await readWeights(model)).toEqual(start);
});

test('writeWeights gives the model the numbers, and allocates nothing', async () => {
  const before = memory().numTensors;
  writeWeights(model, { 'encoder.kernel': kernel, 'decoder.bias': bias });
  expect(memory().numTensors).toBe(before);
  expect(await readWeights(model)).toEqual({
    'encoder.kernel': { shape: [2, 3], values: Float32Array.from(kernel.values) },
    'decoder.bias': { shape: [], values: Float32Array.of(70) },
  });
  expect(model.weights.encoder.kernel).toBe(model.weights.decoder.kernel);
});

test('what was written does not change with the array that it came from', async () => {
  const values = Float32Array.of(1, 1, 1, 1, 1, 1);
  writeWeights(model, { ...start, 'encoder.kernel': { shape: [2, 3], values } });
  values.fill(9);
  expect([...(await readWeights(model))['encoder.kernel']!.values]).toEqual([1, 1, 1, 1, 1, 1]);
});

describe('writeWeights refuses, and writes nothing of', () => {
  test.each<[string, any]>([
    ['the state dict has no weights decoder.bias', { 'encoder.kernel': kernel }],
    ['the model has no weights decoder.kernel', { 'encoder.kernel': kernel, 'decoder.kernel': kernel, 'decoder.bias': bias }],
    [
      'the state dict has decoder.bias of shape [1], the model needs []',
      { 'encoder.kernel': kernel, 'decoder.bias': { shape: [1], values: [1] } },
    ],
    [
      'the state dict has 2 numbers for decoder.bias, the shape [] needs 1',
      { 'encoder.kernel': kernel, 'decoder.bias': { shape: [], values: [1, 2] } },
    ],
    ['values must be weights by path, as readWeights gives them, not undefined', undefined],
  ])('%s', async (message, values) => {
    expect(() => writeWeights(model, values)).toThrow(new InputError(`writeWeights: ${message}`));
    expect(await readWeights(model)).toEqual(start);
  });
});

test('a model that was disposed, and what is none, are refused by name', async () => {
  model.weights.decoder.bias.dispose();
  await expect(readWeights(model)).rejects.toThrow(new InputError('readWeights: the model was disposed'));
  expect(() => writeWeights(model, start)).toThrow(new InputError('writeWeights: the model was disposed'));
  await expect(readWeights(undefined as never)).rejects.toThrow(
    new InputError('readWeights: the model must be one, such as autoencoder({ … }) gives, not undefined'),
  );
});
