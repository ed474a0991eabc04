import '@tensorflow/tfjs-backend-cpu';
import { mul, setBackend, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { atTheEnd, valueAndGradients } from '@autoencoders/core/operations';
import { configReader, configWriter } from '@autoencoders/core/internal';
import { InputError } from '@autoencoders/core';
import type { Loss, Pass } from '@autoencoders/core';
import { checkGradients, expectNoLeaks } from '@autoencoders/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noise } from '../test/messy.js';
import { encodeTable, fromRecords, mixedLoss } from './index.js';
import type { FeatureLayout, TableEncoder } from './index.js';

const passOf = (logits: Tensor, target: Tensor, mask?: Tensor): Pass =>
  ({ logits, target, mask, output: () => logits, clock: atTheEnd }) as unknown as Pass;
const valueOf = (loss: Loss, logits: number[][], target: number[][], mask?: number[][]): number =>
  tidy(() => loss(passOf(tensor2d(logits), tensor2d(target), mask && tensor2d(mask))).dataSync()[0]!);

/** Two numbers, one yes/no, two categories of two levels and one of three. */
const layout: FeatureLayout = {
  numbers: [1, 4],
  yesNo: [2],
  categories: [
    { levels: 2, weights: [1, 0.5] },
    { levels: 3, weights: [3] },
  ],
};
const logits = [
  [0.5, -1, 0.3, 1, 0, -2, 2, 0.1, 0.2, 0.3],
  [-2, 3, -4, 0.5, 0.7, 1, -1, 2, -1, 0.4],
];
const target = [
  [1, -0.5, 1, 1, 0, 0, 1, 0, 0, 1],
  [0, 1, 1, 0, 1, 1, 0, 1, 0, 0],
];
const logSum = (...x: number[]): number => Math.log(x.map(Math.exp).reduce((a, b) => a + b));
/** The loss of each row, by column. */
const byColumn = [
  [0.25, 4 * 0.25, 2 * Math.log1p(Math.exp(-0.3)), logSum(1, 0) - 1, 0.5 * (logSum(-2, 2) - 2), 3 * (logSum(0.1, 0.2, 0.3) - 0.3)],
  [4, 4 * 4, 2 * Math.log1p(Math.exp(4)), logSum(0.5, 0.7) - 0.7, 0.5 * (logSum(1, -1) - 1), 3 * (logSum(2, -1, 0.4) - 2)],
];
const total = (rows: readonly (readonly number[])[]): number => rows.flat().reduce((a, b) => a + b) / 2;

describe.each(['cpu', 'wasm'])('on %s', (backend) => {
  beforeAll(async () => void (backend === 'wasm' ? await setWasmBackend() : await setBackend('cpu')));
  afterAll(() => setBackend('cpu'));

  test('mixedLoss is the weighted sum of the losses of the columns, averaged over the batch', () => {
    expect(valueOf(mixedLoss(layout), logits, target)).toBeCloseTo(total(byColumn), 4);
  });

  test('missing cells weigh nothing', () => {
    const mask = [
      [1, 0, 1, 1, 1, 0, 0, 1, 1, 1],
      [0, 1, 0, 1, 1, 1, 1, 0, 0, 0],
    ];
    const kept = [
      [1, 0, 1, 1, 0, 1],
      [0, 1, 0, 1, 1, 0],
    ];
    const known = byColumn.map((row, r) => row.map((loss, c) => loss * kept[r]![c]!));
    expect(valueOf(mixedLoss(layout), logits, target, mask)).toBeCloseTo(total(known), 4);
    tidy(() => {
      const given = tensor2d(logits);
      const slopes = valueAndGradients(() => mixedLoss(layout)(passOf(given, tensor2d(target), tensor2d(mask))), { given }).gradients
        .given!;
      const found = slopes.arraySync() as number[][];
      found.forEach((row, r) => row.forEach((slope, c) => expect(slope !== 0, `${r}, ${c}`).toBe(mask[r]![c] === 1)));
    });
  });

  test.each([{}, { numbers: 'huber', delta: 0.7 } as const])('has gradients equal to central differences, with %o', (options) => {
    const mask = tensor2d(logits.map((row, r) => row.map((_, c) => (c + r === 1 ? 0 : 1))));
    tidy(() => {
      const clean = tensor2d(target);
      const given = { logits: tensor2d(logits) };
      checkGradients((moved) => mixedLoss(layout, options)(passOf(moved.logits!, clean)), given);
      checkGradients((moved) => mixedLoss(layout, options)(passOf(moved.logits!, clean, mask)), given);
    });
    mask.dispose();
  });

  test('stays finite however large the logits are', () => {
    const large = logits.map((row) => row.map((x, c) => (c < 2 ? x : x * 1e6)));
    expect(Number.isFinite(valueOf(mixedLoss(layout), large, target))).toBe(true);
  });

  test('leaves nothing behind', () => expectNoLeaks(() => void valueOf(mixedLoss(layout), logits, target)));
});

test('huber grows with the distance beyond delta, and is the squared error below', () => {
  const only: FeatureLayout = { numbers: [1], yesNo: [], categories: [] };
  const huber = mixedLoss(only, { numbers: 'huber', delta: 2 });
  expect([0.5, 2, 5].map((x) => valueOf(huber, [[x]], [[0]]))).toEqual([0.25, 4, 2 * (2 * 5 - 2)]);
});

/** 400 people with columns of every kind. */
const people = Array.from({ length: 400 }, (_, i) => ({
  age: 20 + Math.floor(noise(i) * 50),
  income: Math.exp(8 + 3 * noise(i + 1000)),
  member: noise(i + 2000) < 0.2 ? 'yes' : 'no',
  city: ['Osaka', 'Lagos', 'Lima'][Math.floor(noise(i + 3000) ** 2 * 3)],
  job: `job ${Math.floor(noise(i + 4000) * 40)}`,
  joined: `202${Math.floor(noise(i + 5000) * 4)}-0${1 + (i % 9)}-15`,
}));

const encoded = async (options = {}): Promise<{ encoder: TableEncoder; values: Float32Array; rows: number }> => {
  const { encoder, data } = await encodeTable(fromRecords(people), { stream: false, ...options });
  return { encoder, values: data.values, rows: people.length };
};

test.each([
  {},
  { numbers: 'minMax', categories: 'ordinal' },
  { numbers: 'robust', categories: 'frequency' },
  { numbers: 'quantile' },
  { numbers: 'log1p', cyclic: ['weekday', 'month'] },
])('each column costs 1 where a model knows its mean or its shares alone, with %o', async (options) => {
  const { encoder, values, rows } = await encoded(options);
  const data = tensor2d(values, [rows, encoder.width]);
  const constant = new Float32Array(encoder.width);
  for (const { encoding, start, width } of encoder.columns)
    for (let f = start; f < start + width; f++) {
      const mean = values.filter((_, i) => i % encoder.width === f).reduce((a, b) => a + b) / rows;
      constant[f] = encoding === 'oneHot' ? Math.log(mean + 1e-12) : encoding === 'sign' ? Math.log((1 + mean) / (1 - mean)) : mean;
    }
  const guess = tidy(() => mul(tensor2d(constant, [1, encoder.width]), tensor2d(new Float32Array(rows).fill(1), [rows, 1]))) as Tensor2D;
  for (const { name, start, width } of encoder.columns) {
    const only = Float32Array.from(values, (_, i) => Number(i % encoder.width >= start && i % encoder.width < start + width));
    const mask = tensor2d(only, [rows, encoder.width]);
    const cost = tidy(() => (mixedLoss(encoder)(passOf(guess, data, mask)) as Scalar).dataSync()[0]!);
    expect(cost, name).toBeCloseTo(1, 2);
  }
});

test('its config makes it again, as in a worker', async () => {
  const { encoder, values, rows } = await encoded();
  const loss = mixedLoss(encoder, { numbers: 'huber', delta: 0.5 });
  const json = JSON.parse(JSON.stringify(configWriter('test')(loss)));
  const again = configReader({ mixedLoss }, { call: 'test', thing: 'loss', hint: () => '' })(json) as Loss;
  const target = Array.from({ length: rows }, (_, r) => [...values.subarray(r * encoder.width, (r + 1) * encoder.width)]);
  const logits = target.map((row) => row.map((x, i) => x + noise(i)));
  expect(valueOf(again, logits, target)).toBe(valueOf(loss, logits, target));
});

test('2,000 columns of all kinds take few operations', async () => {
  const weights = Array<number>(1000).fill(0.9);
  const wide: FeatureLayout = {
    numbers: weights,
    yesNo: weights.slice(500),
    categories: [2, 3, 4, 5, 6].map((levels) => ({ levels, weights: weights.slice(900) })),
  };
  const width = 1500 + 100 * 20;
  const [a, b] = [0, 1].map((k) =>
    tensor2d(
      Float32Array.from({ length: 8 * width }, (_, i) => noise(i + k)),
      [8, width],
    ),
  ) as [Tensor2D, Tensor2D];
  const tensors = tidy(() => {
    const given = { logits: a };
    valueAndGradients(() => mixedLoss(wide)(passOf(given.logits, b)), given);
    const before = a.id;
    return tensor2d([[0]]).id - before;
  });
  expect(tensors).toBeLessThan(300);
  a.dispose();
  b.dispose();
});

test.each([
  [
    'mixedLoss: logits of shape [1, 3] must be [batch, 10], as the encoder has 10 features',
    () => valueOf(mixedLoss(layout), [[1, 2, 3]], target),
  ],
  [
    'mixedLoss: the first argument must be an encoder, such as fitEncoder gives, or its layout, not undefined',
    () => mixedLoss(undefined as never),
  ],
  ['mixedLoss: numbers must be "squared" or "huber", not "l1"', () => mixedLoss(layout, { numbers: 'l1' as never })],
  ['mixedLoss: delta must be a finite number above 0, not 0', () => mixedLoss(layout, { delta: 0 })],
])('%s', (message, call) => {
  expect(call).toThrow(new InputError(message));
});
