import '@tensorflow/tfjs-backend-cpu';
import { leaves } from '@autoencoders/core';
import { evaluate, fit } from '@autoencoders/training';
import { memory, randomUniform, setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { featuresOf, sigmoidStack, topK, variants } from './index.js';

beforeAll(() => setBackend('cpu'));

const shape = [6, 6, 1];

describe.each(variants.map((variant) => [variant.name, variant] as const))('%s', (_, variant) => {
  it('learns with its default settings, and leaves no tensors', async () => {
    const before = memory().numTensors;
    const settings = variant.settings(shape, { seed: 3 });
    {
      using model = variant.model(shape, settings);
      expect(model.input).toEqual(variant.images ? shape : [36]);
      expect(model.codeSize).toBe(settings.latent);
      expect((model.spec.bottleneck?.config?.name ?? 'plain') === variant.bottleneck).toBe(true);
      const data = randomUniform([32, ...model.input], 0, 1, 'float32', 1);
      const options = { loss: variant.loss(settings), corrupt: variant.corrupt?.(settings), seed: 3 };
      const untrained = await evaluate(model, data, options);
      for await (const _ of fit(model, data, { ...options, epochs: 10, batch: 8 }));
      expect((await evaluate(model, data, options)).loss).toBeLessThan(untrained.loss);
      data.dispose();
    }
    expect(memory().numTensors).toBe(before);
  });

  it('takes the settings that are given, and starts from the weights that the seed decides', () => {
    const settings = variant.settings(shape, { latent: 5, seed: 7 });
    expect(settings).toMatchObject({ latent: 5, seed: 7 });
    using once = variant.model(shape, settings);
    using again = variant.model(shape, settings);
    using other = variant.model(shape, { ...settings, seed: 8 });
    const first = ({ weights }: typeof once) => Object.values(leaves(weights)).flatMap((leaf) => Array.from(leaf.dataSync()));
    expect(first(again)).toEqual(first(once));
    expect(first(other)).not.toEqual(first(once));
  });

  it('refuses sizes that do not fit into memory', () => {
    expect(() => variant.model(shape, variant.settings(shape, { latent: 1e9 }))).toThrow(/million parameters.*a smaller latent/);
  });
});

test('of few units, a quarter may fire', () => {
  expect(topK.settings([784])).toEqual({ latent: 1568, seed: 0, k: 32, beta: 1 / 32 });
  expect(topK.settings([784], { latent: 20 }).k).toBe(5);
  expect(topK.settings([784], { latent: 2 }).k).toBe(1);
  expect(topK.settings([784], { latent: 20, k: 7 }).k).toBe(7);
});

test('a stack has a level for each number of units', () => {
  using stack = sigmoidStack(16, [8, 4], { seed: 1 });
  expect(stack.levels.map(({ codeSize }) => codeSize)).toEqual([8, 4]);
  expect(stack.input).toEqual([16]);
  expect(() => sigmoidStack(784, [1e9])).toThrow('choose fewer units');
});

test('features are the product of the sizes', () => {
  expect([featuresOf([28, 28, 1]), featuresOf([5]), featuresOf([])]).toEqual([784, 5, 1]);
});
