import { fill, setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, test } from 'vitest';
import { byError, errorsOf, typicalExample } from './typical.js';

beforeAll(() => setBackend('cpu'));

/** A model whose reconstruction is always 0: the errors are the squares. */
const model = { input: [1], reconstruct: (x: { readonly shape: number[] }) => fill(x.shape, 0) } as never;
const data = { test: { name: 'made', shape: [1], values: Float32Array.of(3, 1, 4, 0, 5, 2, 6, 7, 100) } } as never;

test('the example to begin with comes back well, and is not the best', () => {
  expect(errorsOf({ model, data }, 8)).toEqual([9, 1, 16, 0, 25, 4, 36, 49]);
  expect(byError([9, 1, 16, 0])).toEqual([3, 1, 0, 2]);
  expect(typicalExample({ model, data }, 8)).toBe(5);
  expect(errorsOf({ model, data }, 20)).toHaveLength(9);
});
