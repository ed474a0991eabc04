import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import type { ArrayDataset } from '@autoencoders/core';
import { encodeTable, fromRecords } from '@autoencoders/tables';
import type { TableEncoder } from '@autoencoders/tables';
import { beforeAll, describe, expect, test } from 'vitest';
import { draws } from '../test/draws.js';
import { bestF1Threshold, fitDetector, fitSeriesDetector, nearestNeighbours, onlineScorer, pca } from './index.js';

beforeAll(() => setBackend('cpu'));

const method = nearestNeighbours({ k: 1 });

/** Rows of a table with two columns that vary, and those of `more`. */
async function table(
  rows: number,
  more: (i: number) => object = () => ({}),
  encoder?: TableEncoder,
): Promise<{ data: ArrayDataset; encoder: TableEncoder }> {
  const noise = draws(rows).normal(rows);
  const records = Array.from({ length: rows }, (_, i) => ({ speed: 100 + noise[i]!, belt: i % 3 ? 'new' : 'worn', ...more(i) }));
  const encoded = await encodeTable(fromRecords(records), encoder ? { encoder, stream: false } : { stream: false });
  return { data: encoded.data as ArrayDataset, encoder: encoded.encoder };
}

describe('rows', () => {
  test('none, or only rows of one kind', async () => {
    const { data, encoder } = await table(40);
    const none = { ...data, values: new Float32Array(0), mask: undefined };
    await expect(fitDetector(none, { encoder, method })).rejects.toThrow('fitDetector: 0 usual examples are too few; give 10 at least');
    expect(() => bestF1Threshold([1, 2, 3], [1, 1, 1])).toThrow(
      'bestF1Threshold: all labels are 1; it needs anomalies (1) and usual examples (0)',
    );
    expect(() => bestF1Threshold([1, 2, 3], [0, 0, 0])).toThrow('all labels are 0');
  });

  test('columns that never vary are named; all that vary are not', async () => {
    const { data, encoder } = await table(40, (i) => ({ site: 'Osaka', valve: i < 30 ? 1.5 : 2.5 }));
    const usual = {
      ...data,
      values: data.values.slice(0, 30 * encoder.width),
      ...(data.mask && { mask: data.mask.slice(0, 30 * encoder.width) }),
    };
    using detector = await fitDetector(usual, { encoder, method });
    expect(detector.notes).toEqual([
      'Column "site" never varied when the table was read, and is left out: another value of it is not noticed.',
      'Column "valve" never varies among the usual examples: how odd another value of it is cannot be known.',
    ]);
    using varied = await fitDetector((await table(40)).data, { encoder: (await table(40)).encoder, method });
    expect(varied.notes).toEqual([]);
  });

  test('without a table, numbers are counted; fewer rows than columns are told', async () => {
    const values = draws(1)
      .normal(12 * 20)
      .map((value, i) => (i % 20 === 3 ? 7 : value));
    using detector = await fitDetector({ shape: [20], values }, { method });
    expect(detector.notes).toEqual([
      'There are 12 examples of 20 numbers each; with fewer examples than numbers, scores are uncertain.',
      '1 of 20 numbers never vary (the first is number 3); another value of them counts in its own unit.',
    ]);
    const wide = await table(10, (i) => Object.fromEntries(Array.from({ length: 12 }, (_, c) => [`c${c}`, Math.sin(i * (c + 1))])));
    using few = await fitDetector(wide.data, { encoder: wide.encoder, method });
    expect(few.notes[0]).toBe('There are 10 examples of 14 columns each; with fewer examples than columns, scores are uncertain.');
  });

  test('a new category is odd, a missing column is named, and other units are told', async () => {
    const { data, encoder } = await table(200);
    using detector = await fitDetector(data, { encoder, method });
    const odd = await table(30, () => ({ belt: 'torn' }), encoder);
    const { values } = await detector.score(odd.data);
    expect(Math.min(...values)).toBeGreaterThan(detector.calibration[100]!);
    await expect(encodeTable(fromRecords([{ belt: 'new' }]), { encoder, stream: false })).rejects.toThrow('"speed"');
    const grams = await table(30, (i) => ({ speed: 1000 * (100 + Math.sin(i)) }), encoder);
    const drift = await detector.drift(grams.data);
    expect(drift.sentence).toContain('Column "speed" may be in other units');
  });

  test('examples of another shape', async () => {
    using detector = await fitDetector({ shape: [3], values: draws(1).normal(90) }, { method: pca() });
    await expect(detector.detect({ shape: [4], values: draws(1).normal(40) })).rejects.toThrow(
      'examples of shape [4] do not fit, those that were learned from have [3]',
    );
    await expect(detector.detect({ shape: [3], values: [1, NaN, 3] })).rejects.toThrow('number 1 of example 0 of the examples is NaN');
  });
});

describe('series', () => {
  const values = draws(2).normal(300);
  test('shorter than the window, with times that go back, or in other units', async () => {
    await expect(fitSeriesDetector({ values: values.subarray(0, 30) }, { method: pca(), window: 50 })).rejects.toThrow(
      'a window of 50 steps is longer',
    );
    await expect(fitSeriesDetector({ values: [] }, { method: pca() })).rejects.toThrow('the series has no rows');
    const times = Array.from(values, (_, i) => (i === 200 ? 100 : i));
    await expect(fitSeriesDetector({ values, times }, { method: pca(), window: 10 })).rejects.toThrow(
      'times must increase, but time 200 is 100 after 199',
    );
    using detector = await fitSeriesDetector({ values, times: Array.from(values, (_, i) => i) }, { method: pca(), window: 10 });
    await expect(detector.detect({ values, times })).rejects.toThrow('times must increase, but time 200 is 100 after 199');
    expect((await detector.detect({ values: values.subarray(0, 5), times: [1, 2, 3, 4, 5] })).notes).toEqual([
      'No step has a score: a window has 10 steps, and the series 5.',
    ]);
    const inUnits = async (factor: number): Promise<readonly string[]> =>
      (await detector.detect({ values: values.map((value) => factor * value), times: Array.from(values, (_, i) => i) })).notes;
    expect(await inUnits(1)).toEqual([]);
    expect(await inUnits(3)).toEqual([]);
    expect((await inUnits(1000))[0]).toContain('Column 0 may be in other units: its values are about');
    expect((await inUnits(0.001))[0]).toContain('times smaller than those that were learned from');
    const online = onlineScorer(detector.scorer, { ...detector.options, delay: 0 });
    await online.push([1], 5);
    await expect(online.push([1], 4)).rejects.toThrow('times must increase, but the time of row 1 is 4 after 5; the row was not taken');
  });
});
