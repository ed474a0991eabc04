import { describe, expect, test } from 'vitest';
import { cache } from './buffer.js';
import { resample } from './series.js';
import { joinWindows, rowsAfterGaps, windows, windowStarts } from './windows.js';

const ten = Float64Array.from({ length: 10 }, (_, i) => i);

describe('windows', () => {
  test('of one channel, one after the other', async () => {
    const data = windows({ values: ten }, { length: 4, stride: 3 });
    expect([data.shape, data.count, [...data.starts]]).toEqual([[4, 1], 3, [0, 3, 6]]);
    expect([...(await cache(data)).values]).toEqual([0, 1, 2, 3, 3, 4, 5, 6, 6, 7, 8, 9]);
    expect(windows({ values: ten }, { length: 10 }).count).toBe(1);
    expect(windows({ values: ten }, { length: 1 }).count).toBe(10);
  });

  test('of several channels, all of a time together', async () => {
    const data = windows({ values: [0, 100, 1, 101, 2, 102, 3, 103], channels: 2 }, { length: 3 });
    expect(data.shape).toEqual([3, 2]);
    expect([...(await cache(data)).values]).toEqual([0, 100, 1, 101, 2, 102, 1, 101, 2, 102, 3, 103]);
  });

  test('do not cross a gap, and begin anew after it', () => {
    const times = [0, 1, 2.2, 3, 4, 50, 51, 52, 53, 54];
    expect([...windows({ values: ten, times }, { length: 3 }).starts]).toEqual([0, 1, 2, 5, 6, 7]);
    expect([...windows({ values: ten, times }, { length: 3, stride: 2 }).starts]).toEqual([0, 2, 5, 7]);
    expect(windows({ values: ten, times }, { length: 3, longestStep: 100 }).count).toBe(8);
  });

  test('begin where windowStarts says, which may be nowhere', () => {
    const series = { values: [...ten.slice(0, 9), NaN], times: [0, 1, 2.2, 3, 4, 50, 51, 52, 53, 54] };
    expect(windowStarts(series, { length: 3 })).toEqual(windows(series, { length: 3 }).starts);
    expect([...windowStarts(series, { length: 6 })]).toEqual([]);
    expect([...windowStarts(series, { length: 99 })]).toEqual([]);
    expect(rowsAfterGaps(series)).toEqual([5]);
    expect(rowsAfterGaps(series, { longestStep: 1.1 })).toEqual([2, 5]);
    expect(rowsAfterGaps({ values: ten })).toEqual([]);
  });

  test('with missing values are left out, or masked and filled with the value before', async () => {
    const values = [0, 1, NaN, NaN, 4, 5, 6];
    expect([...windows({ values }, { length: 2 }).starts]).toEqual([0, 4, 5]);
    const { values: filled, mask } = await cache(windows({ values }, { length: 4, stride: 2, missing: 'mask' }));
    expect([...filled]).toEqual([0, 1, 1, 1, 0, 0, 4, 5]);
    expect([...mask!]).toEqual([1, 1, 0, 0, 0, 0, 1, 1]);
  });

  test('are joined by the mean of all that cover a time', async () => {
    const data = windows({ values: ten, times: [0, 1, 2, 3, 4, 50, 51, 52, 53, 54] }, { length: 3, stride: 2 });
    const { values } = await cache(data);
    expect([...joinWindows(values, data, 10)]).toEqual([...ten]);
    expect([...joinWindows([1, 3, 5, 7], { starts: Int32Array.of(0, 1), shape: [2, 1] }, 4)]).toEqual([1, 4, 7, NaN]);
  });

  test.each<[string, () => unknown]>([
    ['windows: a window of 11 is longer than the series, which has 10 times', () => windows({ values: ten }, { length: 11 })],
    [
      'windows: the 10 values of the series do not divide into rows of 3 channels',
      () => windows({ values: ten, channels: 3 }, { length: 2 }),
    ],
    ['windows: the series has 10 rows and 2 times', () => windows({ values: ten, times: [1, 2] }, { length: 2 })],
    [
      'windows: times must increase, but time 2 is 1 after 1; sort the series by time first',
      () => windows({ values: [1, 2, 3], times: [0, 1, 1] }, { length: 2 }),
    ],
    ['windows: longestStep needs the times of the series', () => windows({ values: ten }, { length: 2, longestStep: 3 })],
    ["windows: missing must be 'skip' or 'mask', not \"fill\"", () => windows({ values: ten }, { length: 2, missing: 'fill' as never })],
    [
      "windows: no window of 3 is left, as each crosses a gap or has missing values; take a shorter length, or missing: 'mask'",
      () => windows({ values: [1, 2, NaN, 3, 4] }, { length: 3 }),
    ],
    [
      'joinWindows: 2 windows of 2 × 1 have 4 numbers, and 3 came',
      () => joinWindows([1, 2, 3], { starts: Int32Array.of(0, 1), shape: [2, 1] }, 4),
    ],
    ['resample: the series must have times, and two rows at least', () => resample({ values: ten })],
  ])('%s', (message, run) => {
    expect(run).toThrow(message);
  });
});

test('resample interpolates between neighbours, and leaves gaps missing', () => {
  const { values, times } = resample({ values: [0, 10, 20, 60, 70], times: [0, 1.1, 1.9, 6, 7] }, { every: 1 });
  expect([...times]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect([...values].map((value) => Number(value.toFixed(3)))).toEqual([0, 9.091, NaN, NaN, NaN, NaN, 60, 70]);
  const two = resample({ values: [0, 5, 2, 9], channels: 2, times: [0, 2] }, { every: 1, longestStep: 2 });
  expect([...two.values]).toEqual([0, 5, 1, 7, 2, 9]);
});
