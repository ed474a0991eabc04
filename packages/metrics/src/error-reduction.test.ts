import { InputError } from '@autoencoders/core';
import { expect, test } from 'vitest';
import { errorReduction } from './error-reduction.js';

test('an error is less or more than that of a baseline by a share', () => {
  expect(errorReduction(6, 10, 50)).toBeCloseTo(0.4, 12);
  expect(errorReduction(14, 10, 50)).toBeCloseTo(-0.4, 12);
  expect(errorReduction(0, 10, 50)).toBe(1);
});

test('nothing is compared with a baseline that is 0 but for rounding', () => {
  for (const baseline of [0, 2.95e-7, 4.9e-5]) expect(errorReduction(0.15, baseline, 50)).toBeUndefined();
  expect(errorReduction(0, 0, 0)).toBeUndefined();
  expect(errorReduction(5e-5, 1e-4, 50)).toBeCloseTo(0.5, 12);
});

test('numbers that are no errors are refused', () => {
  expect(() => errorReduction(0.15, -2.95e-7, 50)).toThrow(
    new InputError('errorReduction: baseline must be a finite number of 0 or more, not -2.95e-7'),
  );
  expect(() => errorReduction(NaN, 1, 50)).toThrow('error must be a finite number of 0 or more, not NaN');
  expect(() => errorReduction(1, 1, Infinity)).toThrow('scale must be');
});
