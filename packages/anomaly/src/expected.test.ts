import { setWasmBackend } from '@autoencoders/backend-wasm';
import type { ArrayDataset } from '@autoencoders/core';
import { encodeTable, fromRecords } from '@autoencoders/tables';
import { expect, test } from 'vitest';
import { draws } from '../test/draws.js';
import { combine, explain, fitDetector, loadDetector, nearestNeighbours, reconstruction, saveDetector } from './index.js';

await setWasmBackend();

const method = combine(reconstruction({ hidden: [48, 48, 48], steps: 800 }), nearestNeighbours({ k: 1, distance: 'squared' }));

test('what is expected of a column follows from the others, in its own unit, whatever stands there', async () => {
  const noise = draws(1).normal(1200);
  // The third number is the sum of the first two, in another unit.
  const values = Float32Array.from(noise, (x, i) => (i % 3 < 2 ? 10 + x : 41_000 + 500 * (noise[i - 1]! + noise[i - 2]!)));
  using detector = await fitDetector({ shape: [3], values }, { method, folds: 2 });
  const rows = { shape: [3], values: values.slice(0, 60).map((x, i) => (i % 3 === 2 ? 9e6 : x)) };
  const expected = (await detector.expected(rows))!;
  expect(expected.table).toBeUndefined();
  for (let row = 0; row < 20; row++) expect(Math.abs(expected.values[3 * row + 2]! - values[3 * row + 2]!)).toBeLessThan(400);
  const scores = await detector.detect(rows, { contributions: true });
  const [first] = explain(scores, 4, ['speed', 'load', 'income'], expected);
  expect(first).toMatchObject({ column: 'income', expected: expected.values[14] });
  using opened = await loadDetector(await saveDetector(detector));
  expect(await opened.expected(rows)).toEqual(expected);
});

test('cells of a table are expected in their words', async () => {
  const colours = ['red', 'green', 'blue'];
  const records = Array.from({ length: 300 }, (_, i) => ({
    size: 100 * (i % 3) + (i % 7),
    colour: colours[i % 3]!,
    old: i % 3 ? 'no' : 'yes',
  }));
  const { data, encoder } = await encodeTable(fromRecords(records), { stream: false });
  using detector = await fitDetector(data as ArrayDataset, { encoder, method, folds: 1 });
  const odd = [
    { size: 103, colour: 'blue', old: 'no' },
    { size: 3, colour: 'red', old: 'no' },
  ];
  const { data: rows } = await encodeTable(fromRecords(odd), { encoder, stream: false });
  const { table } = (await detector.expected(rows as ArrayDataset))!;
  expect(table!.columns.old![1]).toBe('yes');
  expect(table!.rows).toBe(2);
  expect(Math.abs((table!.columns.size![1] as number) - 3)).toBeLessThan(60);
  const scores = await detector.detect(rows as ArrayDataset, { contributions: true });
  const blame = explain(scores, 1, encoder.columns, { values: new Float64Array(0), table });
  expect(blame.find(({ column }) => column === 'old')!.expected).toBe('yes');
});

test('a method that predicts nothing says so', async () => {
  using detector = await fitDetector({ shape: [2], values: draws(2).normal(80) }, { method: nearestNeighbours() });
  expect(await detector.expected({ shape: [2], values: [1, 2] })).toBeUndefined();
});
