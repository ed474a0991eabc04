import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import type { Series } from '@autoencoders/datasets';
import type { ResumeOptions } from '@autoencoders/training';
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { draws } from '../../test/draws.js';
import { meanMethod } from '../../test/squares.js';
import {
  centerWindows,
  effectiveSize,
  fitDetector,
  fitSeriesDetector,
  flagsOf,
  isAlarm,
  loadDetector,
  loadSeriesDetector,
  nearestNeighbours,
  pca,
  quantileThreshold,
  readDetectorKind,
  reconstruction,
  saveDetector,
  thresholdSentence,
} from '../index.js';
import type { OnlineDetection, SeriesDetection, SeriesDetector, SeriesDetectorOptions } from '../index.js';

await setWasmBackend();

/** Load and temperature of a machine that repeats every 24 steps, once a minute, with noise. From 60 to 75 of `broken` on, it stands still. */
function machine(steps: number, seed: number, broken = -1): Series {
  const noise = draws(seed).normal(2 * steps, 0, 0.1);
  const values = Float64Array.from(noise, (each, i) => {
    const [step, column] = [i >> 1, i % 2];
    const still = broken >= 0 && step >= broken && step < broken + 15 && column === 1;
    return (
      (column ? 40 + 5 * (still ? 0 : Math.sin((2 * Math.PI * step) / 24)) : 900 + 100 * Math.cos((2 * Math.PI * step) / 24)) +
      each * (column ? 5 : 100)
    );
  });
  return { values, channels: 2, times: Float64Array.from({ length: steps }, (_, i) => 60 * i + (i >= 150 ? 600 : 0)) };
}

const method = centerWindows(reconstruction({ hidden: [32, 8, 32], steps: 300, whiten: false }));
const options: SeriesDetectorOptions = {
  method,
  window: 24,
  columns: ['load', 'temperature'],
  per: 'step',
  seed: 2,
  rule: { vote: { of: 6, atLeast: 3 }, merge: 12 },
};

/** What an online detector says of all rows. */
async function stream(detector: SeriesDetector, { values, channels = 1, times }: Series): Promise<OnlineDetection[]> {
  const online = detector.online();
  const found: (OnlineDetection | undefined)[] = [];
  for (let row = 0; row < values.length / channels; row++)
    found.push(await online.push(values.slice(row * channels, (row + 1) * channels), times?.[row]));
  return [...found.filter((each) => each !== undefined), ...(await online.flush())];
}

describe('a series detector', () => {
  let detector: SeriesDetector;
  const before = memory().numTensors;
  beforeAll(async () => {
    detector = await fitSeriesDetector(machine(1200, 1), options);
    return () => {
      detector.dispose();
      expect(memory().numTensors).toBe(before);
    };
  });

  test('finds a fault, says when it was, and blames its column', async () => {
    const { events, alarms, pValues, values } = await detector.detect(machine(400, 3, 260), { contributions: true });
    expect(events.length).toBeLessThan(4);
    const [worst] = events.toSorted((a, b) => b.score - a.score);
    expect(worst!.start).toBeGreaterThan(250);
    expect(worst!.end).toBeLessThan(290);
    expect(worst!.columns![0]).toMatchObject({ column: 1, name: 'temperature' });
    expect(worst!.startTime).toBe(60 * worst!.start + 600);
    expect(alarms.subarray(worst!.start, worst!.end).every((alarm) => alarm === 1) || worst!.end - worst!.start > 12).toBe(true);
    expect(pValues[worst!.peak]).toBe(1 / (detector.calibration.length + 1));
    expect(values.length).toBe(400);
  });

  test('has its threshold from steps that it has not learned from, and says how few independent ones they are', () => {
    const { calibration, threshold, notes } = detector;
    expect(calibration.length).toBe(240);
    expect([...calibration]).toEqual([...calibration].sort((a, b) => a - b));
    expect(threshold).toEqual(quantileThreshold(calibration, { alarmRate: 0.01, effectiveSize: detector.effectiveSize }));
    expect(thresholdSentence(threshold)).toContain('240 held-out scores, which are worth');
    expect(notes).toEqual([
      'It learned from the first 960 steps. The threshold is from the next 240, which were held out.',
      'You chose 24 steps.',
    ]);
  });

  test('says the same row by row, with an alarm as soon as the rule allows', async () => {
    const series = machine(400, 3, 260);
    const whole = await detector.detect(series, { contributions: true });
    const rows = await stream(detector, series);
    expect(rows.map(({ value }) => value)).toEqual([...whole.values]);
    expect(rows.map(({ pValue }) => pValue)).toEqual([...whole.pValues]);
    expect(rows.filter(({ afterGap }) => afterGap).map(({ step }) => step)).toEqual([150]);
    const flags = new Uint8Array(400);
    for (const { alarm, step, since } of rows) if (alarm) flags.fill(1, since, step + 1);
    expect(flags).toEqual(whole.alarms);
    expect(flags).toEqual(flagsOf(whole, detector.threshold.value, { vote: { of: 6, atLeast: 3 } }));
  });

  test('comes back from its file with the same findings to the last bit, here and in a worker', async () => {
    const bytes = await saveDetector(detector, { metadata: { unit: '°C' } });
    const series = machine(300, 4, 200);
    const here = await detector.detect(series, { contributions: true });
    using opened = await loadSeriesDetector(bytes);
    expect(await opened.detect(series, { contributions: true })).toEqual(here);
    expect(await stream(opened, series)).toEqual(await stream(detector, series));
    for (const part of ['options', 'window', 'columns', 'rule', 'calibration', 'effectiveSize', 'threshold', 'notes'] as const)
      expect(opened[part]).toEqual(detector[part]);
    expect(opened.metadata).toEqual({ unit: '°C' });
    const worker = new Worker(new URL('../../test/worker/score-series.ts', import.meta.url), { workerData: { bytes, series } });
    const [there] = (await once(worker, 'message')) as [SeriesDetection];
    expect(there).toEqual(here);
    await worker.terminate();
  });

  test('takes another threshold and another rule without training', async () => {
    const { calibration, effectiveSize: worth } = detector;
    const strict = detector.withThreshold(quantileThreshold(calibration, { alarmRate: 0.2, effectiveSize: worth }));
    const series = machine(300, 5);
    const plain = await strict.detect(series, { vote: { of: 1, atLeast: 1 }, merge: 0 });
    expect([...plain.alarms]).toEqual(
      Array.from(plain.values, (value) => Number(!Number.isNaN(value) && isAlarm(strict.threshold, value))),
    );
    expect((await strict.detect(series, { minLength: 5 })).events.every(({ start, end }) => end - start >= 5)).toBe(true);
  });
});

describe('files of both kinds', () => {
  test('are told apart, and the metadata come back and stay', async () => {
    using series = await fitSeriesDetector(
      { values: Float64Array.from({ length: 200 }, (_, i) => Math.sin(i)) },
      { method: pca(), window: 10 },
    );
    using rows = await fitDetector({ shape: [3], values: draws(1).normal(90) }, { method: pca(), folds: 1 });
    const [seriesFile, rowsFile] = [await saveDetector(series), await saveDetector(rows, { metadata: { a: '1' } })];
    expect([readDetectorKind(seriesFile), readDetectorKind(rowsFile)]).toEqual(['series', 'examples']);
    await expect(loadDetector(seriesFile)).rejects.toThrow(
      'loadDetector: the file holds a detector of series; open it with loadSeriesDetector',
    );
    await expect(loadSeriesDetector(rowsFile)).rejects.toThrow(
      'loadSeriesDetector: the file holds a detector of examples; open it with loadDetector',
    );
    using opened = await loadDetector(rowsFile);
    using again = await loadDetector(await saveDetector(opened.withThreshold(opened.threshold), { metadata: { b: '2' } }));
    expect(again.metadata).toEqual({ a: '1', b: '2' });
    await expect(saveDetector(rows, { metadata: { detector: 'x' } })).rejects.toThrow(
      'saveDetector: metadata.detector is where the config goes',
    );
  });
});

test('a fit that was interrupted goes on from its checkpoints, to the same scores', async () => {
  const stored = new Map<string, Uint8Array>();
  const checkpoints = (part: string): ResumeOptions => ({
    checkpoint: { store: { write: (bytes) => void stored.set(part, bytes.slice()), read: () => stored.get(part) }, everySteps: 40 },
    resume: true,
  });
  const before = memory().numTensors;
  const control = new AbortController();
  const onProgress = (share: number): void => void (share > 0.4 && control.abort(new Error('power cut')));
  await expect(fitSeriesDetector(machine(600, 6), { ...options, checkpoints, onProgress, signal: control.signal })).rejects.toThrow(
    'power cut',
  );
  expect([memory().numTensors, [...stored.keys()]]).toEqual([before, ['net']]);
  using resumed = await fitSeriesDetector(machine(600, 6), { ...options, checkpoints });
  using whole = await fitSeriesDetector(machine(600, 6), options);
  expect(resumed.calibration).toEqual(whole.calibration);
});

test('the stated interval has the share of alarms on new steps in 90 of 100 series or more', async () => {
  let inside = 0;
  for (let seed = 0; seed < 60; seed++) {
    const values = draws(seed).normal(6000);
    for (let i = 1; i < values.length; i++) values[i] = 0.8 * values[i - 1]! + 0.6 * values[i]!;
    using detector = await fitSeriesDetector(
      { values: values.subarray(0, 2000) },
      { method: meanMethod(), window: 10, alarmRate: 0.05, heldOut: 0.5 },
    );
    const scores = (await detector.score({ values: values.subarray(2000) })).values;
    const rate = scores.filter((score) => score > detector.threshold.value).length / scores.length;
    inside += rate >= detector.threshold.interval[0] && rate <= detector.threshold.interval[1] ? 1 : 0;
    expect(detector.effectiveSize).toBe(effectiveSize((await detector.score({ values: values.subarray(1000, 2000) })).values));
  }
  expect(inside).toBeGreaterThanOrEqual(54);
});

describe('what does not fit is refused in one sentence', () => {
  const wave = Float64Array.from({ length: 400 }, (_, i) => Math.sin(i / 3));
  const cases: readonly (readonly [string, Series, SeriesDetectorOptions])[] = [
    [
      'fitSeriesDetector: a window of 500 steps is longer than the training part, which has 400 of 400 steps',
      { values: wave },
      { window: 500 },
    ],
    [
      'fitSeriesDetector: of 12 steps, 0 can be held out for the threshold, and 10 are needed',
      { values: wave.subarray(0, 12) },
      { window: 6 },
    ],
    ['fitSeriesDetector: heldOut must be above 0', { values: wave }, { heldOut: 0 }],
    ["fitSeriesDetector: per must be 'window' or 'step', not \"steps\"", { values: wave }, { window: 10, per: 'steps' as never }],
    ['fitSeriesDetector: delay must be a whole number from 0 to 9, not 10', { values: wave }, { window: 10, delay: 10 }],
    ['fitSeriesDetector: alarmRate must be between 0 and 1', { values: wave }, { alarmRate: 1 }],
    ['fitSeriesDetector: method must be one', { values: wave }, { method: 'pca' as never }],
    ['fitSeriesDetector: columns must be 1 names', { values: wave }, { columns: ['a', 'b'] }],
    [
      'fitSeriesDetector: rule: vote.atLeast must be a whole number from 1 to 2',
      { values: wave },
      { rule: { vote: { of: 2, atLeast: 3 } } },
    ],
    ['fitSeriesDetector: the series has 400 rows and 3 times', { values: wave, times: [1, 2, 3] }, {}],
    ['times must increase', { values: wave, times: wave.map((_, i) => -i) }, { window: 10 }],
    ['fitScaling: column 1 has no values; leave it out', { values: wave.map((x, i) => (i % 2 ? NaN : x)), channels: 2 }, { window: 10 }],
  ];
  test.each(cases)('%s', async (message, series, given) => {
    const before = memory().numTensors;
    await expect(fitSeriesDetector(series, { method: nearestNeighbours(), ...given })).rejects.toThrow(message);
    expect(memory().numTensors).toBe(before);
  });

  test('what is scored', async () => {
    using detector = await fitSeriesDetector(machine(300, 1), { method: pca(), window: 10, stride: 2, columns: ['load', 'temperature'] });
    await expect(detector.detect({ values: wave })).rejects.toThrow('2 columns');
    await expect(detector.detect({ values: wave, channels: 2 })).rejects.toThrow(
      'the detector learned from a series with times, and this one has none',
    );
    expect(() => detector.online()).toThrow('online: the detector leaves out windows, by stride 2');
    const { alarms, pValues, unscored, events } = await detector.detect(machine(5, 2));
    expect([[...alarms], [...pValues], unscored, events]).toEqual([Array(5).fill(0), Array(5).fill(NaN), [{ start: 0, end: 5 }], []]);
  });

  test('columns that never vary are named', async () => {
    const values = Float64Array.from({ length: 400 }, (_, i) => (i % 2 ? 7 : Math.sin(i)));
    using detector = await fitSeriesDetector({ values, channels: 2 }, { method: pca(), window: 10, columns: ['speed', 'valve'] });
    expect(detector.notes.at(-1)).toBe('Column "valve" never varies; another value of it counts in its own unit.');
  });
});
