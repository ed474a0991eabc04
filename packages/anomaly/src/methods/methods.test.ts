import '@tensorflow/tfjs-backend-cpu';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { InputError } from '@autoencoders/core';
import type { ArrayDataset } from '@autoencoders/core';
import { bits, normalFromBits } from '@autoencoders/core/internal';
import { expectNoLeaks } from '@autoencoders/testing';
import { setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Method } from '../types.js';
import { isolationForest } from './isolation-forest.js';
import { nearestNeighbours } from './nearest-neighbours.js';
import { openScorer } from './open-scorer.js';
import { pca } from './pca.js';

beforeAll(() => setBackend('cpu'));

const WIDTH = 6;

/** Rows whose six numbers follow three random ones, with noise. Number 3 is constant. */
function rows(count: number, seed: number): ArrayDataset {
  const z = Float32Array.from(bits(count * WIDTH, seed), normalFromBits);
  const values = Float32Array.from(z, (_, i) => {
    const [at, c] = [i - (i % WIDTH), i % WIDTH];
    return c === 3 ? 2 : z[at + (c % 3)]! * (1 + c) + (c > 2 ? 0.3 * z[i]! : 0);
  });
  return { shape: [WIDTH], values };
}

const usual = rows(300, 1);
const others = rows(50, 2);

/** The rows with number `place` of each row replaced. */
const withNumber = (data: ArrayDataset, place: number, value: number): ArrayDataset => ({
  ...data,
  values: Float32Array.from(data.values, (each, i) => (i % WIDTH === place ? value : each)),
});

/** The rows with number `place` of each row hidden, by a mask and a number that is not one. */
const hidden = (data: ArrayDataset, place: number): ArrayDataset => ({
  ...withNumber(data, place, NaN),
  mask: Uint8Array.from(data.values, (_, i) => (i % WIDTH === place ? 0 : 1)),
});

const methods: readonly (readonly [string, () => Method])[] = [
  ['pca', () => pca()],
  ['pca of two components', () => pca({ components: 2 })],
  ['pca, residual', () => pca({ score: 'residual' })],
  ['nearestNeighbours', () => nearestNeighbours()],
  ['nearestNeighbours, mean of 3 of 100 rows', () => nearestNeighbours({ k: 3, distance: 'mean', maxRows: 100 })],
  ['isolationForest', () => isolationForest()],
];

describe.each(methods)('%s', (name, make) => {
  test('gives odd rows higher scores', async () => {
    using scorer = await make().fit(usual);
    const plain = await scorer.score(others);
    const odd = await scorer.score(withNumber(others, 4, 40));
    expect(Math.min(...odd.values)).toBeGreaterThan(plain.values.toSorted()[25]!);
  });

  test('gives contributions that add up to the score, and blames the odd number', async () => {
    using scorer = await make().fit(usual);
    for (const place of [0, 2, 5]) {
      const { values, contributions } = await scorer.score(withNumber(others, place, 60), { contributions: true });
      let blamed = 0;
      for (const [row, value] of values.entries()) {
        const parts = contributions!.subarray(row * WIDTH, (row + 1) * WIDTH);
        expect(Math.abs(parts.reduce((sum, part) => sum + part, 0) - value)).toBeLessThan(1e-9 * (1 + value));
        if (parts.indexOf(Math.max(...parts)) === place) blamed++;
      }
      // To a tree, a number far above all others is no odder than one just above them, so that another number may be blamed.
      expect(blamed).toBeGreaterThanOrEqual(name === 'isolationForest' ? 45 : 48);
    }
  });

  test('gives the same scores to the last bit from its state, and for one row at a time', async () => {
    using scorer = await make().fit(usual, { seed: 3 });
    using opened = await openScorer(structuredClone(await scorer.state()));
    const all = await scorer.score(others, { contributions: true });
    expect(await opened.score(others, { contributions: true })).toEqual(all);
    expect([opened.kind, opened.shape]).toEqual([scorer.kind, scorer.shape]);
    const one = await scorer.score({ shape: [WIDTH], values: others.values.slice(0, WIDTH) });
    expect(one.values[0]).toBeCloseTo(all.values[0]!, 6);
    expect(one.contributions).toBeUndefined();
  });

  test('gives the same scores on another backend', async () => {
    const scores = async (): Promise<Float64Array> => {
      using scorer = await make().fit(usual, { seed: 1 });
      return (await scorer.score(others)).values;
    };
    const cpu = await scores();
    await setWasmBackend();
    const wasm = await scores();
    await setBackend('cpu');
    for (const [i, value] of wasm.entries()) expect(Math.abs(value - cpu[i]!)).toBeLessThan(1e-4 * (1 + value));
  });

  test('gives hidden cells no part, whatever is in them', async () => {
    using scorer = await make().fit(partlyHidden());
    const { values, contributions } = await scorer.score(hidden(others, 4), { contributions: true });
    for (const [row, value] of values.entries()) {
      const parts = contributions!.subarray(row * WIDTH, (row + 1) * WIDTH);
      expect(Math.abs(parts[4]!)).toBe(0);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(value, 9);
    }
    const none = await scorer.score({ ...others, mask: new Uint8Array(others.values.length) });
    expect([...none.values].every(Number.isFinite)).toBe(true);
  });

  test('keeps no tensor', async () => {
    await expectNoLeaks(async () => {
      using scorer = await make().fit(usual);
      await scorer.score(others, { contributions: true });
      await scorer.state();
    });
  });

  test('refuses too few rows, other shapes, and numbers that are not finite', async () => {
    const { kind, fit } = make();
    await expect(fit({ shape: [WIDTH], values: usual.values.slice(0, WIDTH) })).rejects.toThrow(
      new RegExp(`^${kind}: 1 usual examples are too few, at least [235] are needed$`),
    );
    await expect(fit(withNumber(usual, 4, NaN))).rejects.toThrow(
      new InputError(`${kind}: number 4 of example 0 of the usual examples is NaN; numbers must be finite in float32`),
    );
    await expect(fit({ ...usual, mask: new Uint8Array(usual.values.length) })).rejects.toThrow(
      new InputError(`${kind}: number 0 is hidden in all usual examples; leave it out`),
    );
    using scorer = await fit(usual);
    await expect(scorer.score({ shape: [3], values: [1, 2, 3] })).rejects.toThrow(
      new InputError(`${kind}: examples of shape [3] do not fit, those that were learned from have [6]`),
    );
    await expect(scorer.score(withNumber(others, 0, 1e39))).rejects.toThrow(`${kind}: number 0 of example 0 of the examples is Infinity`);
  });

  test('takes rows that are all alike, and pictures', async () => {
    using alike = await make().fit({ shape: [2, 2], values: new Float32Array(4 * 20).fill(7) });
    const { values, contributions } = await alike.score({ shape: [2, 2], values: [7, 7, 7, 7, 7, 9, 7, 7] }, { contributions: true });
    expect(values.every(Number.isFinite) && contributions!.every(Number.isFinite)).toBe(true);
    expect(values[1]).toBeGreaterThan(values[0]! - 1e-5);
  });
});

/** Usual rows of which a tenth of the cells are hidden. */
function partlyHidden(): ArrayDataset {
  const mask = Uint8Array.from(usual.values, (_, i) => (i % 10 === 3 ? 0 : 1));
  return { ...usual, values: Float32Array.from(usual.values, (value, i) => (mask[i] === 0 ? NaN : value)), mask };
}

test('other seeds give other forests, the same seed the same', async () => {
  const scores = async (seed: number): Promise<Float64Array> => (await (await isolationForest().fit(usual, { seed })).score(others)).values;
  expect(await scores(1)).toEqual(await scores(1));
  expect(await scores(1)).not.toEqual(await scores(2));
});
