import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import { batches, count, digits, take } from '@autoencoders/datasets';
import { openDataset } from '@autoencoders/datasets/node';
import { squaredError } from '@autoencoders/losses';
import type { AnyAutoencoder } from '@autoencoders/models';
import { evaluate } from '@autoencoders/training';
import { beforeAll, expect, test } from 'vitest';
import { applyToTensor, evaluateParts, firstOf, rowsAtOnce, runningMean } from './data.js';
import { denoising, undercomplete, variational } from '@autoencoders/variants';
import type { Variant } from '@autoencoders/variants';

beforeAll(() => setBackend('cpu'));

const modelOf = (variant: Variant): AnyAutoencoder => variant.model([8, 8, 1], variant.settings([8, 8, 1])) as AnyAutoencoder;

test('a loss of parts is that of the whole, whatever their sizes', async () => {
  using model = modelOf(undercomplete);
  const some = take(await digits(), 300);
  const before = memory().numTensors;
  const whole = await applyToTensor(some, model.input, (data) => evaluate(model, data, { loss: { squaredError } }));
  for (const size of [300, 128, 7, 1]) {
    const found = await evaluateParts(model, batches(some, size), { loss: { squaredError }, seed: 0 });
    expect(found.examples).toBe(300);
    expect(found.loss).toBeCloseTo(whole.loss, 4);
    expect(found.terms.squaredError).toBeCloseTo(whole.loss, 4);
  }
  expect(memory().numTensors).toBe(before);
});

test('one part is judged with the noise and the samples of evaluate, to the last bit', async () => {
  const both: readonly Variant[] = [denoising, variational];
  for (const variant of both) {
    using model = modelOf(variant);
    const settings = variant.settings([8, 8, 1], { seed: 3 });
    const judging = { loss: variant.loss(settings), corrupt: variant.corrupt?.(settings), seed: 3 };
    const some = take(await digits(), 150);
    const whole = await applyToTensor(some, model.input, (data) => evaluate(model, data, judging));
    expect(await evaluateParts(model, [some], judging)).toEqual({ ...whole, examples: 150 });
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
  expect([rowsAtOnce([784], 500), rowsAtOnce([784], 128, 2 ** 23), rowsAtOnce([1e4], 500), rowsAtOnce([1e9], 500)]).toEqual([
    2500, 10_624, 209, 1,
  ]);
});
