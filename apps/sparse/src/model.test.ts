import { setWasmBackend } from '@autoencoders/backend-wasm';
import { digits, split, toFlat } from '@autoencoders/datasets';
import { activationDensity, mean, deadShare, meanActivation, squaredErrorPerExample } from '@autoencoders/metrics';
import { pca } from '@autoencoders/models';
import type { Autoencoder } from '@autoencoders/models';
import { fit } from '@autoencoders/training';
import { dispose } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kLoss, kOptimizer, kSparse, loss, optimizer, sparse } from './model.js';

const EPOCHS = 25;
let x: Tensor2D;
let held: Tensor2D;

beforeAll(async () => {
  await setWasmBackend();
  [x, held] = split(await digits(), 1500, { seed: 1 }).map(toFlat) as [Tensor2D, Tensor2D];
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
  const rho = 0.05;
  using free = sparse(64, 100);
  using bound = sparse(64, 100);
  const without = await trained(free, { loss: loss(rho, 0), optimizer }, 0.2);
  const found = await trained(bound, { loss: loss(rho, 0.3), optimizer }, 0.2);
  expect(without.activity).toBeGreaterThan(0.25);
  expect(found.activity).toBeLessThan(2 * rho);
  expect(found.firing).toBeLessThan(15);
  expect(found.firing).toBeLessThan(without.firing / 3);
  expect(found.dead).toBeLessThan(0.05);
  expect(found.error).toBeLessThan(1.5);
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
