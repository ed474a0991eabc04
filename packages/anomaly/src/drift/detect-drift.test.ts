import { describe, expect, test } from 'vitest';
import { detectDrift, driftReference } from '../index.js';
import type { DriftColumn } from '../index.js';
import { draws } from '../../test/draws.js';

const columns: readonly DriftColumn[] = [
  { name: 'temperature', kind: 'number' },
  { name: 'weight', kind: 'number' },
  { name: 'colour', kind: 'category', levels: ['red', 'green', 'blue'] },
];

/** Rows of a temperature about 20, a weight about 70, and a colour. `change` may alter them. */
function rowsOf(count: number, seed: number, change: (row: [number, number, number], i: number) => readonly number[] = (row) => row) {
  const { normal, whole } = draws(seed);
  const [temperature, weight, colour] = [normal(count, 20, 5), normal(count, 70, 10), whole(count, 2)];
  const rows = Array.from({ length: count }, (_, i) => change([temperature[i]!, weight[i]!, colour[i]!], i));
  return { shape: [3], values: rows.flat() };
}

const reference = driftReference(rowsOf(1000, 1), { columns });
const quick = { permutations: 99, rows: 100 };
const findIn = (change: Parameters<typeof rowsOf>[2], count = 200) => detectDrift(reference, rowsOf(count, 5, change), quick);

describe('detectDrift', () => {
  test('says that there is none', () => {
    const drift = findIn((row) => row);
    expect(drift.found).toBe(false);
    expect(drift.sentence).toMatch(
      /^No drift was found: the 200 rows may come from where the calibration set came from \(smallest p = [\d.]+\)\.$/,
    );
    expect(JSON.parse(JSON.stringify(drift))).toEqual(drift);
    expect(findIn((row) => row, 5).sentence).toMatch(/the 5 rows .* So few rows show only a large one\.$/);
  });

  test('names the column, and how it differs', () => {
    const larger = findIn(([t, w, c]) => [t + 3, w, c]);
    expect(larger.found).toBe(true);
    expect(larger.columns.map((column) => column.drifted)).toEqual([true, false, false]);
    expect(larger.sentence).toMatch(
      /^Column "temperature" has drifted: its values are larger than those of the calibration set \(KS 0\.\d+, p < 0\.001\)\.$/,
    );
    expect(findIn(([t, w, c]) => [t - 3, w, c]).sentence).toContain('its values are smaller than');
    expect(findIn(([t, w, c]) => [20 + 2 * (t - 20), w, c]).sentence).toContain('its values are more spread out than');
    expect(findIn(([t, w, c]) => [20 + (t - 20) / 3, w, c]).sentence).toContain('its values are less spread out than');
  });

  test('other units have their own sentence', () => {
    const grams = findIn(([t, w, c]) => [t, 1000 * w, c]);
    expect(grams.columns[1]!.sentence).toMatch(
      /^Column "weight" may be in other units: its values are about 1,000 times as large as those of the calibration set \(KS 1, p < 0\.001\)\.$/,
    );
    expect(findIn(([t, w, c]) => [t, w / 1000, c]).sentence).toMatch(
      /may be in other units: its values are about 1,000 times smaller than those/,
    );
    expect(findIn(([t, w, c]) => [t, w + 500, c]).sentence).not.toContain('units');
  });

  test('categories: other shares, and levels that are new', () => {
    expect(findIn(([t, w, c], i) => [t, w, i % 4 === 0 ? c : 0]).sentence).toMatch(
      /^Column "colour" has drifted: \d+ % of its values are "red", and \d+ % in the calibration set \(χ² \d+, p < 0\.001\)\.$/,
    );
    expect(findIn(([t, w, c], i) => [t, w, i % 3 === 0 ? 2 : c]).sentence).toContain(
      'of its values are "blue", which the calibration set does not have',
    );
    expect(findIn(([t, w, c], i) => [t, w, i % 3 === 0 ? 7 : c]).sentence).toContain('"level 7"');
  });

  test('missing values: more of them are a drift, the others are compared', () => {
    const rows = rowsOf(200, 5);
    const mask = Uint8Array.from(rows.values, (_, i) => (i % 3 === 0 && i % 2 === 0 ? 0 : 1));
    const drift = detectDrift(reference, { ...rows, mask }, quick);
    expect(drift.sentence).toMatch(
      /^Column "temperature" has drifted: 50 % of its values are missing, and 0 % in the calibration set \(χ²/,
    );
    const all = rowsOf(200, 5, ([, w, c]) => [NaN, w, c]);
    expect(detectDrift(reference, all, quick).sentence).toContain('100 % of its values are missing');
  });

  test('scores, and relations that no column shows alone', () => {
    const { normal } = draws(3);
    const withScores = driftReference(rowsOf(1000, 1), { columns, scores: normal(1000) });
    const drift = detectDrift(withScores, rowsOf(200, 5), { ...quick, scores: normal(200, 1) });
    expect(drift.scores!.drifted).toBe(true);
    expect(drift.sentence).toMatch(/^The scores have drifted, so that the stated false-alarm rate may not hold: they are larger than/);
    const tied = findIn(([t, , c]) => [t, 70 + 2 * (t - 20), c]);
    expect(tied.columns.some((column) => column.drifted)).toBe(false);
    expect(tied.sentence).toMatch(
      /^The columns have drifted together, though none has alone: their relations differ \(MMD, p = 0\.0[234]\d*\)\.$/,
    );
  });

  test('without a drift, finds one in at most about 5 % of draws', () => {
    const found = Array.from({ length: 200 }, (_, i) => {
      const earlier = driftReference(rowsOf(100, 2 * i + 1000), { columns });
      return detectDrift(earlier, rowsOf(80, 2 * i + 1001), { rows: 40, permutations: 99, seed: i }).found;
    }).filter(Boolean).length;
    expect(found).toBeLessThanOrEqual(18);
    expect(found).toBeGreaterThanOrEqual(1);
  });

  test('names three of many columns', () => {
    const wide = (seed: number, mean: number) => ({ shape: [6], values: draws(seed).normal(1200, mean) });
    const { sentence } = detectDrift(driftReference(wide(1, 0)), wide(2, 2), quick);
    expect(sentence).toMatch(/^(Column "\d" has drifted: [^.]*\.\d+, p < 0\.001\)\. ){3}3 more columns have drifted\.$/);
  });
});

describe('driftReference', () => {
  test('keeps some rows with their scores, as float32', () => {
    const scores = Float64Array.from({ length: 3000 }, (_, i) => i);
    const rows = { shape: [2], values: Float64Array.from({ length: 6000 }, (_, i) => i / 2) };
    const kept = driftReference(rows, { scores, limit: 50 });
    expect(kept.values).toBeInstanceOf(Float32Array);
    expect(kept.values).toHaveLength(100);
    kept.scores!.forEach((score, row) => expect([...kept.values.subarray(2 * row, 2 * row + 2)]).toEqual([score, score + 0.5]));
    expect(driftReference(rows, { limit: 50, scores })).toEqual(kept);
    expect(kept.columns.map(({ name }) => name)).toEqual(['0', '1']);
  });

  test('refuses what does not fit', () => {
    expect(() => driftReference({ shape: [3], values: [] }, { columns })).toThrow('driftReference: there must be 1 or more rows, not 0');
    expect(() => driftReference({ shape: [2], values: [1, 2] }, { columns })).toThrow(
      'a row must have 3 numbers, one for each column, not 2',
    );
    expect(() => driftReference(rowsOf(2, 1), { scores: [1] })).toThrow('driftReference: there are 2 rows and 1 scores');
    expect(() => driftReference({ shape: [2], values: [1, 2, 3, Infinity] })).toThrow('row 1 has Infinity in column 1, counted from 0');
    expect(() => detectDrift(reference, rowsOf(2, 1), { scores: [1, 2] })).toThrow(
      'there are scores of the rows, and none in the reference',
    );
    expect(() => detectDrift(reference, { shape: [2], values: [1, 2] })).toThrow('a row must have 3 numbers');
    expect(() => detectDrift(reference, rowsOf(2, 1), { significance: 0 })).toThrow('significance must be between 0 and 1');
  });
});
