import { setWasmBackend } from '@autoencoders/backend-wasm';
import { digits, split, take } from '@autoencoders/datasets';
import type { NamedDataset } from '@autoencoders/datasets';
import { mnist } from '@autoencoders/datasets/node';
import { beforeAll, expect, test } from 'vitest';
import { measure, pcaErrors } from './measure.js';
import { cases } from './models.js';
import { table } from './table.js';

/*
 * The short form of `npm run bench:quality`: every case on a twentieth of MNIST, for one epoch in small batches. The bounds are what that
 * reaches, with room for another order of the examples; a wrong loss, gradient or update goes far beyond.
 */
let train: NamedDataset;
let test500: NamedDataset;
beforeAll(async () => {
  await setWasmBackend();
  [train, test500] = [take(await mnist('train'), 3000), take(await mnist('test'), 500)];
});

const bounds: Readonly<Record<string, number>> = {
  'dense 784-128-32': 70,
  'dense 784-512-256-30': 70,
  'dense 784-128-32, linear code': 70,
  'variational 784-400-20': 280,
  'convolutional 16-32, code 32': 70,
  'denoising 784-256-64': 75,
  'sparse 784-196': 75,
};

test.each(cases.map((one) => [one.name, one] as const))('%s learns', async (name, one) => {
  const { loss, terms } = await measure(one, train, test500, { epochs: 1, batch: 32 });
  expect(one.term ? terms[one.term] : loss).toBeLessThan(bounds[name]!);
});

test('PCA of the digits: more components, less error, and none left at full rank', async () => {
  const [first, rest] = split(await digits(), 1500, { seed: 1 });
  const errors = await pcaErrors(first, rest, [2, 16, 64]);
  expect(errors.get(2)! / errors.get(16)!).toBeGreaterThan(3);
  expect(errors.get(64)).toBeLessThan(1e-3);
});

test('the table has a row per case', () => {
  const row = {
    name: 'x',
    epochs: 1,
    parameters: 1,
    seconds: 1,
    reached: 1.234,
    terms: { a: 1, b: 2 },
    meanActivation: 0.05,
    pytorch: 2,
    atMost: 3,
    pca: null,
  };
  expect(table([row], new Map([[2, 43.64]]), 'here')).toContain('| x | 1 | 1.23 | 3 | 2.00 | – | a 1.00, b 2.00 | 1 s |');
});
