import { InputError } from '@autoencoders/core';
import { expect, test } from 'vitest';
import { average } from './average.js';

test('is the mean', () => {
  expect(average([1, 2, 6])).toBe(3);
  expect(average(Float32Array.of(0.5))).toBe(0.5);
  expect(average([1, Infinity])).toBe(Infinity);
});

test('adds up in float64', () => {
  expect(average(new Float32Array(100_000).fill(0.1))).toBeCloseTo(Math.fround(0.1), 12);
});

test('refuses nothing', () => {
  expect(() => average([])).toThrow(new InputError('average: there are no values'));
});
