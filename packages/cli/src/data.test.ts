import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import { count, digits, take } from '@autoencoders/datasets';
import { openDataset } from '@autoencoders/datasets/node';
import type { AnyAutoencoder } from '@autoencoders/models';
import { evaluate } from '@autoencoders/training';
import { beforeAll, expect, test } from 'vitest';
import { applyToTensor, firstOf, rowsAtOnce, runningMean } from './data.js';
import { denoising, undercomplete, variational } from '@autoencoders/variants';
import type { Variant } from '@autoencoders/variants';

beforeAll(() => setBackend('cpu'));

const modelOf = (variant: Variant): AnyAutoencoder => variant.model([8, 8, 1], variant.settings([8, 8, 1])) as AnyAutoencoder;

test('a dataset that is read in parts is judged as a tensor is, to the last bit', async () => {
  const variants: readonly Variant[] = [undercomplete, denoising, variational];
  for (const variant of variants) {
    using model = modelOf(variant);
    const settings = variant.settings([8, 8, 1], { seed: 3 });
    const judging = { loss: variant.loss(settings), corrupt: variant.corrupt?.(settings), seed: 3 };
    const some = take(await digits(), 300);
    const before = memory().numTensors;
    const whole = await applyToTensor(some, model.input, (data) => evaluate(model, data, judging));
    expect(await evaluate(model, await openDataset({ train: some, test: some }, 'test'), judging)).toEqual(whole);
    expect(memory().numTensors).toBe(before);
  }
});

test('means of parts weigh by their examples: (2 · 1 + 1 · 4) / 3', () => {
  const mean = runningMean();
  mean.add({ a: 1 }, 2);
  mean.add({ a: 4 }, 1);
  expect([mean.values(), mean.count()]).toEqual([{ a: 2 }, 3]);
});

test.each([
  [5, 2, [2, 2, 1]],
  [2, 10, [2]],
  [400, 200, [200, 97]],
])('of the first %d examples, %d at a time', async (limit, size, sizes) => {
  const found: number[] = [];
  for await (const batch of firstOf(await openDataset('digits', 'test'), limit, size)) found.push(count(batch));
  expect(found).toEqual(sizes);
});

test('parts are whole multiples, and smaller only where memory wants it', () => {
  expect([rowsAtOnce([784], 500), rowsAtOnce([784], 128), rowsAtOnce([1e4], 500), rowsAtOnce([1e9], 500)]).toEqual([2500, 2560, 209, 1]);
});
