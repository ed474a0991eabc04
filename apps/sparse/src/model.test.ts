import { dataSizeOf, settingsFor } from '@autoencoders/app-kit/defaults';
import { shipped } from '@autoencoders/app-kit/shipped';
import type { Data } from '@autoencoders/app-kit';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { digits, split, toFlat } from '@autoencoders/datasets';
import { activationDensity, mean, deadShare, meanActivation, squaredErrorPerExample } from '@autoencoders/metrics';
import { pca } from '@autoencoders/models';
import type { Autoencoder } from '@autoencoders/models';
import { fit } from '@autoencoders/training';
import { dispose } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { effect } from './effect.js';
import { kLoss, kOptimizer, kSparse } from './model.js';
import { controls, defaultsFor } from './settings.js';
import type { Settings } from './settings.js';
import { model } from './variant.js';

const EPOCHS = 25;
let data: Data;
let x: Tensor2D;
let held: Tensor2D;

beforeAll(async () => {
  await setWasmBackend();
  const [training, test] = split(await digits(), 1500, { seed: 1 });
  data = { training, test };
  [x, held] = [toFlat(training), toFlat(test)];
});
afterAll(() => dispose([x, held]));

async function errorOf(model: { readonly reconstruct: (x: Tensor2D) => Tensor2D }): Promise<number> {
  const rebuilt = model.reconstruct(held);
  const error = mean(await squaredErrorPerExample(held, rebuilt));
  rebuilt.dispose();
  return error;
}

/** Trained, and judged on test examples. */
async function trained(model: Autoencoder<Tensor2D>, how: { readonly loss: any; readonly optimizer: any }, threshold: number) {
  for await (const progress of fit(model, x, { ...how, epochs: EPOCHS, batch: 64, seed: 1 })) void progress;
  const codes = model.encode(held);
  const activity = mean(await meanActivation(codes));
  const firing = codes.shape[1] * mean(await activationDensity(codes, { threshold }));
  const dead = await deadShare(codes, { threshold });
  codes.dispose();
  return { activity, firing, dead, error: await errorOf(model) };
}

test('the KL term draws activity to rho, and every unit still has something to do', async () => {
  const first = settingsFor<Settings>({ controls, defaultsFor }, dataSizeOf(data));
  using free = await effect.train(data, { ...first, beta: 0, epochs: EPOCHS });
  using bound = await effect.train(data, first);
  const without = await effect.figures(free, data, first);
  const found = await effect.figures(bound, data, first);
  expect(without['activation']).toBeGreaterThan(0.25);
  expect(found['activation']).toBeLessThan(1.4 * first.rho);
  expect(found['firing']).toBeLessThan(10);
  expect(found['firing']).toBeLessThan(without['firing']! / 3);
  expect(found['dead']).toBeLessThan(0.05);
  expect(found['error']).toBeLessThan(0.8);
});

test('the model that comes with the page has few units that fire', async () => {
  const { model: own, data: pictures, settings } = await shipped({ id: 'sparse', controls, defaultsFor, model });
  const { activation, firing, dead } = await effect.figures(own, pictures, settings);
  expect(settings.rho).toBe(0.05);
  expect(activation).toBeLessThan(0.07);
  expect(firing).toBeLessThan(10);
  expect(dead).toBe(0);
  own.dispose();
});

test('five of 100 units explain a digit better than five components do', async () => {
  using model = kSparse(64, 100, 5);
  const found = await trained(model as Autoencoder<Tensor2D>, { loss: kLoss, optimizer: kOptimizer }, 0);
  using components = await pca(x, 5);
  expect(found.firing).toBeLessThanOrEqual(5);
  expect(found.firing).toBeGreaterThan(4.5);
  expect(found.dead).toBeLessThan(0.2);
  expect(found.error).toBeLessThan(0.6 * (await errorOf(components)));
});
