import { setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { fitSeriesDetector, loadSeriesDetector, saveDetector } from '@autoencoders/anomaly';
import type { SeriesDetector } from '@autoencoders/anomaly';
import { InputError } from '@autoencoders/core';
import type { Series } from '@autoencoders/datasets';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { detectorToOnnx } from '../src/index.js';
import { difference } from './numbers.js';
import { runOnnx } from './onnxruntime.js';
import { sampling } from './random-models.js';
import { seriesMethods, seriesOf } from './series.js';

beforeAll(() => setBackend('cpu'));

/** A series as inputs of a file. */
const inputsOf = ({ values, channels = 1, times }: Series, takesTimes: boolean) => ({
  x: { values: Float64Array.from(values), shape: [values.length / channels, channels] },
  ...(takesTimes && times && { times: { values: Float64Array.from(times), shape: [times.length] } }),
});

/** Expects the file of a detector to give our scores, contributions and alarms of a series. */
async function expectSame(detector: SeriesDetector, series: Series): Promise<number> {
  const wanted = await detector.detect(series, { contributions: true });
  const found = await runOnnx(await detectorToOnnx(detector), inputsOf(series, detector.options.longestStep !== undefined));
  const [steps, columns] = [wanted.values.length, wanted.columns];
  expect(found.score!.shape).toEqual([steps]);
  expect(found.contributions!.shape).toEqual([steps, columns]);
  const scored = [...wanted.values.keys()].filter((step) => !Number.isNaN(wanted.values[step]));
  expect([...found.score!.values.keys()].filter((step) => !Number.isNaN(found.score!.values[step]))).toEqual(scored);
  // Of a step alone, contributions may be below 0, and the score be near it.
  const usual = scored.reduce((sum, step) => sum + Math.abs(wanted.values[step]!), 0) / scored.length;
  for (const step of scored) {
    const apart = Math.abs(found.score!.values[step]! - wanted.values[step]!);
    expect(apart / Math.max(Math.abs(wanted.values[step]!), usual), `step ${step}`).toBeLessThan(1e-5);
  }
  const parts = (each: ArrayLike<number>): number[] =>
    scored.flatMap((step) => Array.from({ length: columns }, (_, i) => each[step * columns + i]!));
  expect(difference(parts(found.contributions!.values), parts(wanted.contributions!))).toBeLessThan(1e-5);
  expect([...found.alarm!.values].map(Number)).toEqual([...wanted.alarms]);
  return wanted.alarms.reduce((a, b) => a + b, 0);
}

describe.each(Object.keys(seriesMethods))('%s', (name) => {
  test('a series gives our scores, contributions and alarms', async () => {
    using fitted = await fitSeriesDetector(seriesOf({ steps: 400, columns: 2, seed: 1 }), {
      method: seriesMethods[name]!(),
      window: 8,
      alarmRate: 0.05,
      columns: ['load', 'heat'],
      rule: { minLength: 2 },
    });
    using detector = await loadSeriesDetector(await saveDetector(fitted));
    expect(await expectSame(detector, seriesOf({ steps: 300, columns: 2, seed: 2, odd: true }))).toBeGreaterThan(5);
  });
});

const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
const seriesDetectors = fc.integer({ min: 2, max: 9 }).chain((window) =>
  fc.record({
    window: fc.constant(window),
    columns: fc.integer({ min: 1, max: 3 }),
    method: fc.constantFrom(...Object.keys(seriesMethods)),
    per: fc.constantFrom('window' as const, 'step' as const),
    combine: fc.constantFrom('mean' as const, 'median' as const),
    delay: optional(fc.integer({ min: 0, max: window - 1 })),
    missing: fc.constantFrom('skip' as const, 'mask' as const),
    scaling: fc.constantFrom('standard' as const, 'robust' as const, 'none' as const),
    gaps: fc.boolean(),
    holes: fc.boolean(),
    steps: fc.constantFrom(1, 5, 60, 90),
    minLength: optional(fc.integer({ min: 1, max: 4 })),
    vote: optional(
      fc.integer({ min: 1, max: 6 }).chain((of) => fc.record({ of: fc.constant(of), atLeast: fc.integer({ min: 1, max: of }) })),
    ),
    seed: fc.nat(1e6),
  }),
);

test('random detectors, with gaps in time and missing values', () =>
  fc.assert(
    fc.asyncProperty(seriesDetectors, async ({ method, window, columns, gaps, holes, steps, minLength, vote, seed, ...options }) => {
      using detector = await fitSeriesDetector(seriesOf({ steps: 300, columns, seed, gaps }), {
        ...options,
        method: seriesMethods[method]!(),
        window,
        alarmRate: 0.3,
        rule: { minLength, vote },
      });
      await expectSame(detector, seriesOf({ steps, columns, seed: seed + 1, gaps, holes, odd: true }));
    }),
    sampling(60),
  ));

describe('bad input', () => {
  test('is refused by its name', async () => {
    using detector = await fitSeriesDetector(seriesOf({ steps: 100, columns: 1, seed: 1 }), {
      method: seriesMethods['pca']!(),
      window: 4,
      stride: 2,
    });
    const refused = 'detectorToOnnx: the detector has a stride of 2, and a file has a window at every step; fit it with stride 1';
    await expect(detectorToOnnx(detector)).rejects.toThrow(new InputError(refused));
    await expect(detectorToOnnx(detector, { contributions: 'hiding' })).rejects.toThrow(
      "detectorToOnnx: contributions: 'hiding' is for rows; those of a series are the scorer's own",
    );
  });
});
