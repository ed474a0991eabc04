import { describe, expect, test } from 'vitest';
import { atTheEnd, constant, cosineDecay, cyclical, exponentialDecay, linearWarmUp, toSchedule, piecewise } from './schedules.js';
import type { Schedule } from './schedules.js';

/** In units of the duration: 10 epochs, or 50 steps of 5 an epoch. */
const at = (t: number): { step: number; epoch: number } => ({ step: 50 * t, epoch: 10 * t });

const points: readonly (readonly [
  name: string,
  make: (duration: { epochs: number } | { steps: number }) => Schedule,
  values: Readonly<Record<number, number>>,
])[] = [
  ['constant(3)', () => constant(3), { 0: 3, 0.5: 3, 1: 3, 7: 3, Infinity: 3 }],
  ['linearWarmUp(4)', (duration) => linearWarmUp(4, duration), { 0: 0, 0.25: 1, 0.5: 2, 1: 4, 7: 4, Infinity: 4 }],
  // half of each cycle rises, the other half stays
  ['cyclical(4)', (duration) => cyclical(4, duration), { 0: 0, 0.125: 1, 0.25: 2, 0.5: 4, 0.75: 4, 1: 0, 1.25: 2, 1.75: 4, Infinity: 4 }],
  ['cyclical(4), ramp 1', (duration) => cyclical(4, duration, { ramp: 1 }), { 0: 0, 0.5: 2, 0.75: 3, 1: 0, 2.25: 1, Infinity: 4 }],
  // (1 + cos π/3) / 2 = ¾, (1 + cos 2π/3) / 2 = ¼
  [
    'cosineDecay(8)',
    (duration) => cosineDecay(8, duration),
    { 0: 8, 0.333333333333: 6, 0.5: 4, 0.666666666667: 2, 1: 0, 7: 0, Infinity: 0 },
  ],
  [
    'cosineDecay(8), last 4',
    (duration) => cosineDecay(8, duration, { last: 4 }),
    { 0: 8, 0.333333333333: 7, 0.5: 6, 1: 4, 7: 4, Infinity: 4 },
  ],
  ['exponentialDecay(8, ¼)', (duration) => exponentialDecay(8, duration, 0.25), { 0: 8, 0.5: 4, 1: 2, 2: 0.5, Infinity: 0 }],
  ['exponentialDecay(8, 1)', (duration) => exponentialDecay(8, duration, 1), { 0: 8, 1: 8, Infinity: 8 }],
  ['piecewise(3, then 5)', (duration) => piecewise(3, duration, 5), { 0: 3, 0.999: 3, 1: 5, 7: 5, Infinity: 5 }],
];

describe.each(points)('%s', (_, make, values) => {
  test.each(Object.entries(values))('is right after %s of its duration', (t, value) => {
    expect(make({ epochs: 10 })(at(Number(t)))).toBeCloseTo(value, 9);
    expect(make({ steps: 50 })(at(Number(t)))).toBeCloseTo(value, 9);
  });
});

test('a duration in steps does not look at epochs, nor the other way round', () => {
  expect(linearWarmUp(1, { steps: 10 })({ step: 5, epoch: 999 })).toBe(0.5);
  expect(linearWarmUp(1, { epochs: 10 })({ step: 999, epoch: 5 })).toBe(0.5);
});

test('warm-up and cosine reach their last values exactly', () => {
  expect(linearWarmUp(0.3, { steps: 7 })({ step: 7, epoch: 0 })).toBe(0.3);
  expect(cosineDecay(0.3, { steps: 7 }, { last: 0.1 })({ step: 7, epoch: 0 })).toBe(0.1);
  expect(cosineDecay(0.3, { steps: 7 }, { last: 0.1 })(atTheEnd)).toBe(0.1);
});

test('until hands its clock on, so that schedules follow one another', () => {
  const schedule = piecewise(linearWarmUp(1, { steps: 10 }), { steps: 10 }, cosineDecay(1, { steps: 20 }));
  const values = [0, 5, 10, 20].map((step) => schedule({ step, epoch: 0 }));
  expect(values).toEqual([0, 0.5, 0.5, 0]);
});

test('toSchedule makes numbers constant and leaves schedules alone', () => {
  expect(toSchedule(2)({ step: 3, epoch: 1 })).toBe(2);
  const schedule: Schedule = ({ step }) => step;
  expect(toSchedule(schedule)).toBe(schedule);
});

test.each([
  ['constant: value must be a finite number, not NaN', () => constant(NaN)],
  ['linearWarmUp: value must be a finite number, not NaN', () => linearWarmUp(NaN, { epochs: 1 })],
  ['linearWarmUp: epochs must be a number above 0, not 0', () => linearWarmUp(1, { epochs: 0 })],
  ['linearWarmUp: steps must be a number above 0, not -1', () => linearWarmUp(1, { steps: -1 })],
  ['cyclical: epochs must be a number above 0, not Infinity', () => cyclical(1, { epochs: Infinity })],
  ['cyclical: ramp must lie above 0 and at most at 1, not 0', () => cyclical(1, { epochs: 1 }, { ramp: 0 })],
  ['cyclical: ramp must lie above 0 and at most at 1, not 1.1', () => cyclical(1, { epochs: 1 }, { ramp: 1.1 })],
  ['cosineDecay: value must be a finite number, not Infinity', () => cosineDecay(Infinity, { epochs: 1 })],
  ['cosineDecay: last must be a finite number, not NaN', () => cosineDecay(1, { epochs: 1 }, { last: NaN })],
  ['exponentialDecay: rate must lie above 0 and at most at 1, not 0', () => exponentialDecay(1, { epochs: 1 }, 0)],
  ['exponentialDecay: rate must lie above 0 and at most at 1, not 2', () => exponentialDecay(1, { epochs: 1 }, 2)],
  ['piecewise: epochs must be a number above 0, not NaN', () => piecewise(1, { epochs: NaN }, 2)],
])('says “%s”', (message, make) => {
  expect(make).toThrow(message);
});
