import { setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  combine,
  fitDetector,
  isolationForest,
  loadDetector,
  nearestNeighbours,
  pca,
  reconstruction,
  saveDetector,
  variational,
} from '@autoencoders/anomaly';
import type { Detector } from '@autoencoders/anomaly';
import { InputError } from '@autoencoders/core';
import type { ArrayDataset } from '@autoencoders/core';
import type { TableEncoder } from '@autoencoders/tables';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { detectorToOnnx } from '../src/index.js';
import { methods, small, usualRows } from './detectors.js';
import { difference, numbers } from './numbers.js';
import { columnsOf, runOnnx } from './onnxruntime.js';
import { sampling } from './random-models.js';
import { manyEncodings, rawCsv, tableOf, uniforms } from './raw-tables.js';

let encoder: TableEncoder;
let usual: ArrayDataset;
beforeAll(async () => {
  await setBackend('cpu');
  ({ encoder, usual } = await usualRows());
});

/** The greatest difference of scores, each relative to itself. */
function relative(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  expect(found.length).toBe(wanted.length);
  let most = 0;
  for (let i = 0; i < wanted.length; i++) most = Math.max(most, Math.abs(found[i]! - wanted[i]!) / Math.abs(wanted[i]!));
  return most;
}

/** Contributions of features as those of columns. */
function columnSums(contributions: Float64Array, { columns, width }: TableEncoder): number[] {
  return Array.from({ length: (contributions.length / width) * columns.length }, (_, i) => {
    const { start, width: features } = columns[i % columns.length]!;
    const at = Math.floor(i / columns.length) * width + start;
    return contributions.subarray(at, at + features).reduce((a, b) => a + b, 0);
  });
}

describe.each(Object.keys(methods))('%s', (name) => {
  test('raw rows of a table give our scores, contributions and alarms', async () => {
    using detector = await fitDetector(usual, { encoder, method: methods[name]!(), folds: 2, alarmRate: 0.1 });
    const { table } = await tableOf(rawCsv(200, 7, { oddFrom: 50 }), encoder.schema);
    const wanted = await detector.detect(encoder.encode(table), { contributions: true });
    const inputs = columnsOf(
      table,
      encoder.columns.map((column) => column.name),
      ['score'],
    );
    const found = await runOnnx(await detectorToOnnx(detector), inputs);
    expect(found.score!.shape).toEqual([200]);
    expect(found.contributions!.shape).toEqual([200, encoder.columns.length]);
    expect(relative(found.score!.values, wanted.values)).toBeLessThan(1e-5);
    expect([...found.alarm!.values].map(Number)).toEqual([...wanted.alarms]);
    expect(wanted.alarms.reduce((a, b) => a + b, 0)).toBeGreaterThan(3);
    expect(difference(found.contributions!.values, columnSums(wanted.contributions!, encoder))).toBeLessThan(1e-4);
    const errors = await detector.score(encoder.encode(table), { contributions: 'errors' });
    const own = await runOnnx(await detectorToOnnx(detector, { contributions: 'errors' }), inputs);
    expect(difference(own.contributions!.values, columnSums(errors.contributions!, encoder))).toBeLessThan(1e-5);
  });

  test('rows of numbers in their own units, some of them missing', async () => {
    const rows = (seed: number): ArrayDataset => ({
      shape: [5],
      values: numbers(600, seed).map((x, i) => x * (1 + (i % 5)) + 100 * (i % 5)),
    });
    using detector = await fitDetector(rows(3), { method: methods[name]!(), folds: 2 });
    const { values } = rows(4);
    const holes = Float32Array.from(values, (x, i) => (i % 7 === 3 ? NaN : x));
    const mask = Uint8Array.from(holes, (x) => (Number.isNaN(x) ? 0 : 1));
    const wanted = await detector.detect({ shape: [5], values: holes, mask }, { contributions: true });
    const found = await runOnnx(await detectorToOnnx(detector), { x: { values: holes, shape: [120, 5] } });
    expect(relative(found.score!.values, wanted.values)).toBeLessThan(1e-5);
    expect([...found.alarm!.values].map(Number)).toEqual([...wanted.alarms]);
    expect(difference(found.contributions!.values, wanted.contributions!)).toBeLessThan(1e-4);
  });
});

const forests = fc.record({
  width: fc.integer({ min: 1, max: 6 }),
  trees: fc.integer({ min: 1, max: 12 }),
  sampleSize: fc.integer({ min: 2, max: 70 }),
  /** Numbers are rounded to so many parts of 1, so that many are equal to a threshold. With 0, all are the same. */
  parts: fc.constantFrom(0, 1, 4, 1e6),
  holes: fc.constantFrom(0, 0.1, 0.7),
  contributions: fc.constantFrom('hiding' as const, 'errors' as const),
  seed: fc.nat(1e6),
});

test('random isolation forests, of rows with and without missing numbers', () =>
  fc.assert(
    fc.asyncProperty(forests, async ({ width, trees, sampleSize, parts, holes, contributions, seed }) => {
      const rows = (count: number, own: number): Float32Array =>
        numbers(count * width, own).map((x) => (parts === 0 ? 1 : Math.round(x * parts) / parts));
      using detector = await fitDetector(
        { shape: [width], values: rows(60, seed) },
        { method: isolationForest({ trees, sampleSize }), folds: 2, seed },
      );
      const next = uniforms(seed);
      const values = rows(40, seed + 1).map((x) => (next() < holes ? NaN : x));
      const mask = Uint8Array.from(values, (x) => (Number.isNaN(x) ? 0 : 1));
      const wanted = await detector.score({ shape: [width], values, mask }, { contributions });
      const found = await runOnnx(await detectorToOnnx(detector, { contributions }), { x: { values, shape: [40, width] } });
      expect(relative(found.score!.values, wanted.values)).toBeLessThan(1e-6);
      expect(difference(found.contributions!.values, wanted.contributions!)).toBeLessThan(1e-5);
    }),
    sampling(60),
  ));

test('10,000 rows of raw CSV: the scores and alarms of a saved detector', async () => {
  const learned = await tableOf(rawCsv(3000, 11));
  const own = await manyEncodings(learned.schema, learned.table);
  using fitted = await fitDetector(own.encode(learned.table), {
    encoder: own,
    method: combine(reconstruction({ hidden: [32, 32], steps: 100 }), nearestNeighbours({ k: 1, distance: 'squared', maxRows: 500 })),
    folds: 2,
  });
  using detector: Detector = await loadDetector(await saveDetector(fitted));
  const { table } = await tableOf(rawCsv(10_000, 12, { oddFrom: 5000 }), learned.schema);
  const { values, alarms } = await detector.detect(own.encode(table));
  const bytes = await detectorToOnnx(detector, { contributions: false });
  const found = await runOnnx(
    bytes,
    columnsOf(
      table,
      own.columns.map((column) => column.name),
      ['score'],
    ),
  );
  expect(Object.keys(found)).toEqual(['score', 'alarm']);
  expect(relative(found.score!.values, values)).toBeLessThan(1e-5);
  expect([...found.alarm!.values].map(Number)).toEqual([...alarms]);
  expect(alarms.reduce((a, b) => a + b, 0)).toBeGreaterThan(200);
});

test('pictures: contributions have the shape of an example', async () => {
  const pictures = { shape: [4, 3, 2], values: numbers(24 * 40, 5) };
  using detector = await fitDetector(pictures, {
    method: combine(
      reconstruction(small),
      nearestNeighbours(),
      pca(),
      isolationForest({ trees: 10 }),
      variational({ hidden: [8], codeSize: 2, steps: 20 }),
    ),
    folds: 2,
  });
  const wanted = await detector.detect(pictures, { contributions: true });
  const found = await runOnnx(await detectorToOnnx(detector), { x: { values: pictures.values, shape: [40, 4, 3, 2] } });
  expect(found.contributions!.shape).toEqual([40, 4, 3, 2]);
  expect(relative(found.score!.values, wanted.values)).toBeLessThan(1e-5);
  expect(difference(found.contributions!.values, wanted.contributions!)).toBeLessThan(1e-5);
});

test.each(['reconstruction, plain', 'isolation forest', 'nearest neighbours, kth'])('%s: what is not finite is an alarm', async (name) => {
  using detector = await fitDetector(usual, { encoder, method: methods[name]!(), folds: 2 });
  const { table } = await tableOf(rawCsv(4, 7), encoder.schema);
  const names = encoder.columns.map((column) => column.name);
  const member = { values: ['yes', 'perhaps', 'no', ''], shape: [4, 1] };
  const { score, alarm } = await runOnnx(await detectorToOnnx(detector), { ...columnsOf(table, names, ['score']), member });
  expect([...score!.values].map(Number.isNaN)).toEqual([false, true, false, false]);
  expect(alarm!.values[1]).toBe(1);
  using ofNumbers = await fitDetector({ shape: [3], values: numbers(90, 3) }, { method: methods[name]!(), folds: 2 });
  const x = { values: Float32Array.of(0, Infinity, 0, 0, 0, 0), shape: [2, 3] };
  const found = await runOnnx(await detectorToOnnx(ofNumbers), { x });
  expect([...found.score!.values].map(Number.isNaN)).toEqual([true, false]);
  expect(found.alarm!.values[0]).toBe(1);
});

describe('bad input', () => {
  test('is refused by its name', async () => {
    using detector = await fitDetector(usual, { encoder, method: pca(), folds: 2 });
    const mine = { ...detector, scorer: { state: async () => ({ kind: 'mine', config: {}, arrays: {} }) } };
    const known = 'averaged, centerWindows, codeNeighbours, combined, isolationForest, nearestNeighbours, pca, reconstruction, variational';
    const refused = `detectorToOnnx: the method "mine" has no counterpart in ONNX; there are ${known}`;
    await expect(detectorToOnnx(mine)).rejects.toThrow(new InputError(refused));
    await expect(detectorToOnnx(3 as any)).rejects.toThrow(
      'detectorToOnnx: the detector must be one, such as fitDetector or loadDetector gives, not 3',
    );
    await expect(detectorToOnnx({ kind: 'series' } as any)).rejects.toThrow('detectorToOnnx: the detector must be one');
    await expect(detectorToOnnx(detector, { contributions: 'all' as any })).rejects.toThrow(
      "contributions must be true, false, 'hiding' or 'errors', not \"all\"",
    );
  });
});
