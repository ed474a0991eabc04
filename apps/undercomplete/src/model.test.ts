import { shipped } from '@autoencoders/app-kit/shipped';
import { effect } from './effect.js';
import { controls, defaultsFor } from './settings.js';
import { model } from './variant.js';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { digits, split, toFlat } from '@autoencoders/datasets';
import { errorReduction, mean, squaredErrorPerExample } from '@autoencoders/metrics';
import { pca } from '@autoencoders/models';
import { evaluate, fit } from '@autoencoders/training';
import { dispose } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { loss, optimizer, undercomplete } from './model.js';
import { pcaErrors } from './pca-errors.js';

beforeAll(() => setWasmBackend());

test('trained on digits, a code of two numbers keeps more than the two best components', async () => {
  const [training, held] = split(await digits(), 1500, { seed: 1 });
  const [x, validation] = [toFlat(training), toFlat(held)];
  using model = undercomplete(64, 2);
  const before = (await evaluate(model, validation, { loss })).loss;
  for await (const progress of fit(model, x, { loss, optimizer, epochs: 20, batch: 32, seed: 1 })) void progress;
  const after = (await evaluate(model, validation, { loss })).loss;
  using linear = await pca(x, 2);
  const rebuilt = linear.reconstruct(validation);
  const plain = mean(await squaredErrorPerExample(validation, rebuilt));
  expect(after).toBeLessThan(before / 3);
  expect(after).toBeLessThan(0.85 * plain);
  dispose([x, validation, rebuilt]);
});

test('the error of PCA falls with each component, is that of its reconstructions, and never negative', async () => {
  const [training, held] = split(await digits(), 1500, { seed: 1 });
  const errors = await pcaErrors({ training, test: held, most: 64 });
  const [x, validation] = [toFlat(training), toFlat(held)];
  using eight = await pca(x, 8);
  const rebuilt = eight.reconstruct(validation);
  expect(errors).toHaveLength(65);
  expect(errors[8]).toBeCloseTo(mean(await squaredErrorPerExample(validation, rebuilt)), 4);
  for (const [i, error] of errors.entries()) expect(error).toBeLessThanOrEqual(errors[i - 1] ?? Infinity);
  expect(errors[64]).toBeGreaterThanOrEqual(0);
  // With all components nothing is left that an error could be compared with.
  expect(errorReduction(0.15, errors[64]!, errors[0]!)).toBeUndefined();
  expect(errorReduction(errors[16]!, errors[8]!, errors[0]!)).toBeGreaterThan(0.3);
  dispose([x, validation, rebuilt]);
});

test('the model that comes with the page has less error than PCA that was fitted to these very pictures', async () => {
  const { model: own, data, settings, epoch } = await shipped({ id: 'undercomplete', controls, defaultsFor, model });
  const { error, pca } = await effect.figures(own, { ...data, training: data.test }, settings);
  expect(epoch).toBe(settings.epochs);
  expect(error).toBeLessThan(0.95 * pca!);
  own.dispose();
});
