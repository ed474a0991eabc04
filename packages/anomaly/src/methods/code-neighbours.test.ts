import { setWasmBackend } from '@autoencoders/backend-wasm';
import type { ArrayDataset } from '@autoencoders/core';
import { auroc } from '@autoencoders/metrics';
import { encodeTable, fromRecords } from '@autoencoders/tables';
import { memory } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { draws } from '../../test/draws.js';
import { codeNeighbours, fitDetector, loadDetector, openScorer, saveDetector } from '../index.js';

await setWasmBackend();

const quick = { hidden: [24, 2, 24], steps: 500 };

/** Two groups on the line y = x, with a third number that follows: [count, 3]. */
function groups(count: number, seed: number): ArrayDataset {
  const noise = draws(seed).normal(2 * count);
  const values = new Float32Array(3 * count);
  for (let i = 0; i < count; i++) {
    const a = (i % 2 ? 2 : -2) + 0.2 * noise[2 * i]!;
    values.set([a, a + 0.05 * noise[2 * i + 1]!, -a], 3 * i);
  }
  return { shape: [3], values };
}

test('finds what breaks a rule, and what keeps it where nothing usual is', async () => {
  using scorer = await codeNeighbours(quick).fit(groups(300, 1), { heldOut: groups(100, 2), seed: 1 });
  const usual = (await scorer.score(groups(60, 3))).values;
  // Between the groups on the same line; off the line in the last number.
  const odd = { shape: [3], values: Float32Array.of(0, 0, 0, 0.3, 0.3, -0.3, 2, 2, 0.5, -2, -2, -0.5) };
  const { values } = await scorer.score(odd);
  expect(auroc([...usual.map(() => 0), ...values.map(() => 1)], [...usual, ...values])).toBeGreaterThan(0.95);
});

test('parts add up to the score, also with hidden cells, which have none', async () => {
  const usual = groups(200, 1);
  const hidden = Uint8Array.from({ length: 600 }, (_, i) => (i % 7 === 3 ? 0 : 1));
  using scorer = await codeNeighbours({ ...quick, k: 2 }).fit({ ...usual, mask: hidden }, { seed: 1 });
  const rows = groups(40, 4);
  const mask = Uint8Array.from(rows.values, (_, i) => (i % 3 === 1 || i < 3 ? 0 : 1));
  for (const given of [rows, { ...rows, mask }]) {
    const { values, contributions } = await scorer.score(given, { contributions: true });
    for (let row = 1; row < 40; row++) {
      const parts = contributions!.subarray(3 * row, 3 * row + 3);
      expect(Math.abs(parts.reduce((a, b) => a + b, 0) - values[row]!)).toBeLessThan(1e-9 * (1 + values[row]!));
      if (given !== rows) expect(parts[1]).toBe(0);
    }
    expect([...values].every(Number.isFinite)).toBe(true);
  }
  // Whatever is in a hidden cell.
  const other = Float32Array.from(rows.values as Float32Array, (x, i) => (mask[i] ? x : NaN));
  expect((await scorer.score({ shape: [3], values: other, mask })).values).toEqual((await scorer.score({ ...rows, mask })).values);
  using opened = await openScorer(structuredClone(await scorer.state()));
  expect(await opened.score({ ...rows, mask }, { contributions: true })).toEqual(
    await scorer.score({ ...rows, mask }, { contributions: true }),
  );
});

test('takes tables with words, pictures, and a file', async () => {
  const records = Array.from({ length: 200 }, (_, i) => ({
    size: i % 3,
    colour: ['red', 'green', 'blue'][i % 3]!,
    old: i % 3 ? 'no' : 'yes',
  }));
  const { data, encoder } = await encodeTable(fromRecords(records), { stream: false });
  const before = memory().numTensors;
  const detector = await fitDetector(data as ArrayDataset, { encoder, method: codeNeighbours(quick), folds: 2 });
  const { data: odd } = await encodeTable(
    fromRecords([
      { size: 1, colour: 'green', old: 'no' },
      { size: 1, colour: 'green', old: 'yes' },
    ]),
    { encoder, stream: false },
  );
  const { values } = await detector.score(odd as ArrayDataset);
  expect(values[1]).toBeGreaterThan(2 * values[0]!);
  using opened = await loadDetector(await saveDetector(detector));
  expect((await opened.score(odd as ArrayDataset)).values).toEqual(values);
  detector.dispose();
  opened.dispose();
  expect(memory().numTensors).toBe(before);
  const pictures = { shape: [2, 2, 1], values: draws(5).normal(160) };
  using scorer = await codeNeighbours({ hidden: [8, 2, 8], steps: 50 }).fit(pictures);
  expect((await scorer.score(pictures)).values.length).toBe(40);
});
