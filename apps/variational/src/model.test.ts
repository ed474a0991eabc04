import { shipped } from '@autoencoders/app-kit/shipped';
import { effect } from './effect.js';
import { controls, defaultsFor } from './settings.js';
import { model } from './variant.js';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { digits, split, toFlat } from '@autoencoders/datasets';
import type { NamedDataset } from '@autoencoders/datasets';
import { activeUnits } from '@autoencoders/metrics';
import { evaluate, fit } from '@autoencoders/training';
import { dispose } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { lossWith, optimizer, variational } from './model.js';
import { cdf, quantile } from './normal-distribution.js';

const SIZE = 64;
const batch = 64;

beforeAll(() => setWasmBackend());

test('codes save nats, and codes from the prior decode to digits', async () => {
  const [training, held] = split(await digits(), 1500, { seed: 1 });
  const [x, validation] = [toFlat(training), toFlat(held)];
  using model = variational(SIZE, 2);
  for await (const progress of fit(model, x, { loss: lossWith(1, 0), optimizer, epochs: 20, batch, seed: 1 })) void progress;
  const { loss, terms } = await evaluate(model, validation, { loss: lossWith(1, 0) });
  expect(loss).toBeCloseTo(terms.reconstruction + terms.kl, 4);
  // The KL divergence is paid from what the code saves, and much is left.
  expect(loss).toBeLessThan(withoutCode(training, held) - 1.7);
  expect(terms.kl).toBeGreaterThan(1.2);
  const means = model.encode(validation);
  expect((await activeUnits(means)).active).toBe(2);

  // Samples lie nearer to real digits than real digits lie to their mean, and differ from each other.
  const made = model.sample(50, { seed: 1 });
  const samples = rows(await made.data<'float32'>());
  const real = rows(training.values);
  const near = mean(samples.map((sample) => Math.min(...real.map((digit) => distance(sample, digit)))));
  expect(near).toBeLessThan(0.45 * mean(real.map((digit) => distance(digit, average(real)))));
  expect(mean(samples.map((sample) => distance(sample, average(samples))))).toBeGreaterThan(0.8);
  dispose([x, validation, means, made]);
});

test('where codes cost eight times as much, none is used', async () => {
  const [training, held] = split(await digits(), 1500, { seed: 1 });
  const [x, validation] = [toFlat(training), toFlat(held)];
  using model = variational(SIZE, 8);
  for await (const progress of fit(model, x, { loss: lossWith(8, 0), optimizer, epochs: 10, batch, seed: 1 })) void progress;
  const means = model.encode(validation);
  expect((await activeUnits(means)).active).toBe(0);
  const { terms } = await evaluate(model, validation, { loss: lossWith(8, 0) });
  expect(terms.kl).toBeLessThan(0.1);
  expect(Math.abs(terms.reconstruction - withoutCode(training, held))).toBeLessThan(0.3);
  dispose([x, validation, means]);
});

test('with warm-up, the divergence is free at first', async () => {
  const [training] = split(await digits(), 1500, { seed: 1 });
  const x = toFlat(training);
  using model = variational(SIZE, 2);
  const kl: number[] = [];
  for await (const { terms } of fit(model, x, { loss: lossWith(1, 1000), optimizer, epochs: 2, batch, seed: 1 })) kl.push(terms.kl);
  const { terms } = await evaluate(model, x, { loss: lossWith(1, 1000) });
  expect(kl[1]!).toBeLessThan(0.01 * terms.kl);
  x.dispose();
});

test('the model that comes with the page saves nats, uses both latents, and makes new digits', async () => {
  const { model: own, data, settings } = await shipped({ id: 'variational', controls, defaultsFor, model });
  const { loss, withoutCode, active, nearest, spread, variety } = await effect.figures(own, data, settings);
  expect(active).toBe(settings.latents);
  expect(loss).toBeLessThan(withoutCode! - 25);
  // With so few real digits to compare with, none is very near.
  expect(nearest).toBeLessThan(0.8 * spread!);
  expect(variety).toBeGreaterThan(0.3 * spread!);
  own.dispose();
});

test('Φ and its inverse', () => {
  expect(cdf(0)).toBeCloseTo(0.5, 6);
  expect(cdf(1.959964)).toBeCloseTo(0.975, 6);
  expect(cdf(-1)).toBeCloseTo(0.1586553, 6);
  for (const share of [0.01, 0.3, 0.5, 0.9]) expect(cdf(quantile(share))).toBeCloseTo(share, 6);
});

type Row = ArrayLike<number>;
const rows = (values: Float32Array): Row[] =>
  Array.from({ length: values.length / SIZE }, (_, i) => values.subarray(i * SIZE, (i + 1) * SIZE));
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const average = (all: readonly Row[]): Row => Array.from({ length: SIZE }, (_, i) => mean(all.map((row) => row[i]!)));
function distance(a: Row, b: Row): number {
  let sum = 0;
  for (let i = 0; i < SIZE; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum;
}

/** −ln p(x) of held examples with each pixel's mean over the training examples: the best that can be done with no code. */
function withoutCode(training: NamedDataset, held: NamedDataset): number {
  const p = Array.from(average(rows(training.values)), (value) => Math.min(1 - 1e-6, Math.max(1e-6, value)));
  return mean(rows(held.values).map((row) => p.reduce((sum, q, i) => sum - row[i]! * Math.log(q) - (1 - row[i]!) * Math.log(1 - q), 0)));
}
