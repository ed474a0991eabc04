import { InputError } from '@autoencoders/core';
import { expect, test } from 'vitest';
import { mean } from './mean.js';

test('is the mean', () => {
  expect(mean([1, 2, 6])).toBe(3);
  expect(mean(Float32Array.of(0.5))).toBe(0.5);
  expect(mean([1, Infinity])).toBe(Infinity);
});

test('adds up in float64', () => {
  expect(mean(new Float32Array(100_000).fill(0.1))).toBeCloseTo(Math.fround(0.1), 12);
});

test('refuses nothing', () => {
  expect(() => mean([])).toThrow(new InputError('mean: there are no values'));
});
