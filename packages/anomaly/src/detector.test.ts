import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { memory } from '@tensorflow/tfjs-core';
import { seeded } from '@autoencoders/core';
import { bits, normalFromBits } from '@autoencoders/core/internal';
import type { ArrayDataset } from '@autoencoders/core';
import { digits, split } from '@autoencoders/datasets';
import type { ResumeOptions } from '@autoencoders/training';
import { encodeTable, fromRecords } from '@autoencoders/tables';
import { beforeAll, describe, expect, test } from 'vitest';
import { combine, explain, fitDetector, loadDetector, madThreshold, nearestNeighbours, reconstruction, saveDetector } from './index.js';
import type { Detection, Detector } from './index.js';

await setWasmBackend();

const normals = (count: number, seed: number): Float32Array => Float32Array.from(bits(count, seeded(seed)()), normalFromBits);

/** Rows of six columns in units of their own. The last three follow from the first three. */
function machine(count: number, seed: number): ArrayDataset {
  const draws = normals(6 * count, seed);
  const values = new Float32Array(6 * count);
  for (let i = 0; i < count; i++) {
    const [a, b, c, ...rest] = draws.subarray(6 * i, 6 * i + 6) as unknown as [number, number, number, number, number, number];
    const [d, e, f] = [a + b, b - c, a - c].map((x, j) => x + 0.1 * rest[j]!) as [number, number, number];
    values.set([20 + 5 * a, 1000 + 100 * b, 0.3 + 0.01 * c, 50 + 4 * d, 7 + e, -3 + 0.2 * f], 6 * i);
  }
  return { shape: [6], values };
}

const COLUMNS = ['temperature', 'pressure', 'flow', 'power', 'noise', 'drift'];
/** How far a column of an odd row is moved, in its own unit: four deviations. */
const MOVED = [20, 400, 0.04, 24, 5.6, 1.1];
const method = combine(reconstruction({ hidden: [64, 64, 64], steps: 800 }), nearestNeighbours({ k: 1, distance: 'squared' }));

describe('a detector of table rows', () => {
  let detector: Detector;
  const before = memory().numTensors;
  beforeAll(async () => {
    detector = await fitDetector(machine(600, 1), { method, seed: 1 });
    return () => {
      detector.dispose();
      expect(memory().numTensors).toBe(before);
    };
  });

  test('scores every usual example once without having seen it, and alarms at the rate asked for', async () => {
    expect(detector.calibration.length).toBe(600);
    expect(detector.threshold.heldOut).toBe(600);
    const { alarms, pValues } = await detector.detect(machine(2000, 2));
    expect(alarms.reduce((a, b) => a + b, 0) / 2000).toBeLessThan(detector.threshold.interval[1] + 0.01);
    const small = pValues.filter((p) => p <= 0.1).length / 2000;
    expect(small).toBeGreaterThan(0.05);
    expect(small).toBeLessThan(0.16);
  });

  test('finds a column that was moved by hand, and puts it first', async () => {
    const rows = machine(102, 3);
    const moved = Float32Array.from(rows.values as Float32Array, (x, i) => (i % 6 === Math.floor(i / 6) % 6 ? x + MOVED[i % 6]! : x));
    const scores = await detector.detect({ ...rows, values: moved }, { contributions: true });
    expect(scores.alarms.reduce((a, b) => a + b, 0)).toBeGreaterThan(95);
    const first = Array.from({ length: 102 }, (_, i) => explain(scores, i, COLUMNS)[0]!.column === COLUMNS[i % 6]);
    expect(first.filter(Boolean).length).toBeGreaterThanOrEqual(95);
    for (let i = 0; i < 102; i++) {
      const sum = explain(scores, i, COLUMNS).reduce((all, { contribution }) => all + contribution, 0);
      expect(Math.abs(sum - scores.values[i]!)).toBeLessThan(1e-6 * scores.values[i]!);
    }
  });

  test('comes back from its file with the same scores to the last bit, here and in a worker', async () => {
    const bytes = await saveDetector(detector, { metadata: { note: 'kept' } });
    const rows = machine(300, 4);
    const here = await detector.detect(rows, { contributions: true });
    using opened = await loadDetector(bytes);
    expect(await opened.detect(rows, { contributions: true })).toEqual(here);
    expect(opened.threshold).toEqual(detector.threshold);
    expect(opened.reference).toEqual(detector.reference);
    const worker = new Worker(new URL('../test/worker/score.ts', import.meta.url), { workerData: { bytes, examples: rows } });
    const [there] = (await once(worker, 'message')) as [Detection];
    expect(there).toEqual(here);
    await worker.terminate();
  });

  test('says whether examples have drifted', async () => {
    expect((await detector.drift(machine(300, 13))).found).toBe(false);
    const { values } = machine(300, 12);
    const grams = Float32Array.from(values as Float32Array, (x, i) => (i % 6 === 3 ? 1000 * x : x));
    const { found, columns } = await detector.drift({ shape: [6], values: grams });
    expect(found).toBe(true);
    expect(columns.filter(({ drifted }) => drifted).map(({ name }) => name)).toEqual(['3']);
    expect(columns[3]!.sentence).toContain('may be in other units');
  });

  test('takes another threshold without training', async () => {
    const other = detector.withThreshold(madThreshold(detector.calibration, { k: 6 }));
    const rows = machine(200, 5);
    expect((await other.score(rows)).values).toEqual((await detector.score(rows)).values);
    expect(other.threshold.kind).toBe('mad');
  });
});

test('odd examples among the usual ones are left out with trim', async () => {
  const rows = machine(400, 6);
  // Every tenth row is far away, all in the same way, so that a net could learn it.
  const mixed = Float32Array.from(rows.values as Float32Array, (x, i) => (Math.floor(i / 6) % 10 === 0 && i % 6 === 4 ? x + 4 : x));
  const odd = Float32Array.from(machine(100, 7).values as Float32Array, (x, i) => (i % 6 === 4 ? x + 4 : x));
  const alarmsOf = async (trim: number): Promise<number> => {
    using detector = await fitDetector({ shape: [6], values: mixed }, { method, trim, folds: 2 });
    return (await detector.detect({ shape: [6], values: odd })).alarms.reduce((a, b) => a + b, 0);
  };
  const [without, trimmed] = [await alarmsOf(0), await alarmsOf(0.1)];
  expect(trimmed).toBeGreaterThan(without + 30);
});

test('rows of a table with words keep their encoder in the file', async () => {
  const rows = Array.from({ length: 200 }, (_, i) => ({ size: (i % 4) + (i % 7) / 20, colour: ['red', 'green', 'blue', 'grey'][i % 4]! }));
  const { data, encoder } = await encodeTable(fromRecords(rows), { stream: false });
  using detector = await fitDetector(data as ArrayDataset, { encoder, method: reconstruction({ hidden: [32, 32, 32], steps: 400 }) });
  using opened = await loadDetector(await saveDetector(detector));
  const { data: others } = await encodeTable(
    fromRecords([
      { size: 1.1, colour: 'green' },
      { size: 1.1, colour: 'purple' },
    ]),
    { encoder: opened.encoder!, stream: false },
  );
  const { values } = await opened.detect(others as ArrayDataset);
  expect(values[1]).toBeGreaterThan(2 * values[0]!);
  const { data: red } = await encodeTable(fromRecords(rows.map((row) => ({ ...row, colour: 'red' }))), { encoder, stream: false });
  const { columns } = await opened.drift(red as ArrayDataset);
  expect(columns.map(({ name, drifted }) => [name, drifted])).toEqual([
    ['size', false],
    ['colour', true],
  ]);
});

test('pictures have a score for each pixel', async () => {
  const [train, test] = split(await digits(), 0.8, { seed: 1 });
  using detector = await fitDetector(train as ArrayDataset, { method: reconstruction({ steps: 300 }), folds: 1 });
  const { values, contributions } = await detector.score(test as ArrayDataset, { contributions: true });
  expect(detector.shape).toEqual([8, 8, 1]);
  expect(contributions!.length).toBe(values.length * 64);
});

test('a fit that is aborted throws the reason, and frees what it held', async () => {
  const before = memory().numTensors;
  const control = new AbortController();
  const seen: number[] = [];
  const onProgress = (share: number): void => {
    seen.push(share);
    if (share > 0.3) control.abort(new Error('enough'));
  };
  await expect(fitDetector(machine(300, 8), { method, onProgress, signal: control.signal })).rejects.toThrow('enough');
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(memory().numTensors).toBe(before);
});

test('a fit that was interrupted goes on from its checkpoints, to the same scores', async () => {
  const stored = new Map<string, Uint8Array>();
  const checkpoints = (part: string): ResumeOptions => ({
    checkpoint: { store: { write: (bytes) => void stored.set(part, bytes.slice()), read: () => stored.get(part) }, everySteps: 40 },
    resume: true,
  });
  const control = new AbortController();
  const onProgress = (share: number): void => void (share > 0.4 && control.abort(new Error('power cut')));
  await expect(fitDetector(machine(300, 9), { method, checkpoints, onProgress, signal: control.signal })).rejects.toThrow('power cut');
  expect(stored.size).toBeGreaterThan(1);
  const steps: number[] = [];
  using resumed = await fitDetector(machine(300, 9), { method, checkpoints, onProgress: (share) => steps.push(share) });
  using whole = await fitDetector(machine(300, 9), { method });
  expect(resumed.calibration).toEqual(whole.calibration);
  expect((await resumed.score(machine(50, 10))).values).toEqual((await whole.score(machine(50, 10))).values);
});

describe('what does not fit is refused in one sentence', () => {
  test.each([
    [{ shape: [2], values: new Float32Array(0) }, {}, 'fitDetector: 0 usual examples are too few; give 10 at least, better some hundred'],
    [
      { shape: [2], values: Float32Array.from({ length: 40 }, (_, i) => (i === 5 ? NaN : i)) },
      {},
      'fitDetector: number 1 of example 2 is NaN',
    ],
    [machine(20, 1), { alarmRate: 2, method: nearestNeighbours() }, 'alarmRate'],
    [machine(20, 1), { folds: 21, method: nearestNeighbours() }, 'fitDetector: folds must be'],
    [machine(20, 1), { method: 'pca' as never }, 'fitDetector: method must be one, such as reconstruction()'],
  ])('%#', async (usual, options, message) => {
    const before = memory().numTensors;
    await expect(fitDetector(usual, options)).rejects.toThrow(message);
    expect(memory().numTensors).toBe(before);
  });

  test('damaged files', async () => {
    using detector = await fitDetector(machine(40, 1), { method: nearestNeighbours(), folds: 1 });
    const bytes = await saveDetector(detector);
    await expect(loadDetector(bytes.subarray(0, 100))).rejects.toThrow('safetensors');
    await expect(loadDetector(new TextEncoder().encode('hello, I am no detector'))).rejects.toThrow();
  });
});
