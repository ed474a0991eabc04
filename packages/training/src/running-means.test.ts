import { describe, expect, test } from 'vitest';
import { runningMeans } from './running-means.js';

describe('runningMeans', () => {
  test('weighs the means of batches by their examples', () => {
    const sums = runningMeans(['a', 'b']);
    sums.add([1, 10], 3);
    expect(sums.means()).toEqual({ loss: 11, terms: { a: 1, b: 10 } });
    sums.add([5, -6], 1);
    expect(sums.means()).toEqual({ loss: 8, terms: { a: 2, b: 6 } });
  });

  test('adds in float64', () => {
    const sums = runningMeans(['a']);
    for (let i = 0; i < 100_000; i++) sums.add(Float32Array.of(0.1), 1);
    expect(sums.means().loss).toBeCloseTo(Math.fround(0.1), 12);
  });
});
