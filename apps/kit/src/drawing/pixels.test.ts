import { digits } from '@autoencoders/datasets';
import { expect, test } from 'vitest';
import { framingOf, pixels } from './pixels.js';
import type { Mark } from './pixels.js';
import { handDrawn } from './hand-drawn-digits.js';

const framing = framingOf('digits');
const pen = (...points: readonly number[]): Mark => ({ kind: 'pen', points });
const scratch = (...points: readonly number[]): Mark => ({ kind: 'scratch', points });
const sum = (values: Float32Array): number => values.reduce((a, b) => a + b, 0);

test('where a drawing is on the canvas, and how large, does not matter', () => {
  const small = pixels({ marks: [pen(0.1, 0.1, 0.1, 0.4, 0.2, 0.4)] }, 8, framing);
  const large = pixels({ marks: [pen(0.3, 0.2, 0.3, 0.8, 0.5, 0.8)] }, 8, framing);
  expect([...small]).toEqual([...large]);
});

test('a line fills the picture from top to bottom, as thick as those of the digits', () => {
  const line = pixels({ marks: [pen(0.2, 0.3, 0.2, 0.6)] }, 8, framing);
  for (let row = 1; row < 7; row++) expect(sum(line.subarray(8 * row, 8 * row + 8))).toBeCloseTo(1.5, 5);
  expect(sum(line.subarray(0, 8))).toBeGreaterThan(1);
  expect(sum(line.subarray(56))).toBeGreaterThan(1);
});

test('a scratch takes away and moves nothing', () => {
  const marks = [pen(0.2, 0.3, 0.2, 0.6), scratch(0, 0.45, 1, 0.45)];
  const whole = pixels({ marks }, 8, framing, false);
  const scratched = pixels({ marks }, 8, framing);
  expect(sum(scratched)).toBeLessThan(sum(whole) - 1);
  expect(scratched.every((value, i) => value === whole[i] || value < whole[i]!)).toBe(true);
  expect([...scratched.subarray(0, 16)]).toEqual([...whole.subarray(0, 16)]);
});

test('a picture stays as it is, and nothing is black', () => {
  const picture = Float32Array.from({ length: 64 }, (_, i) => i / 64);
  expect([...pixels({ picture, marks: [] }, 8, framing)]).toEqual([...picture]);
  expect(sum(pixels({ marks: [] }, 8, framing))).toBe(0);
});

test('a dot stays a dot, in the middle', () => {
  const dot = pixels({ marks: [pen(0.9, 0.1)] }, 28, framingOf('mnist'));
  expect(sum(dot)).toBeGreaterThan(4);
  expect(sum(dot)).toBeLessThan(8);
  expect(dot[28 * 14 + 14]).toBe(1);
});

test('nine of ten drawn digits lie nearest to a digit of their own kind', async () => {
  const { values, labels } = await digits();
  const right = handDrawn.filter((marks, digit) => {
    const drawn = pixels({ marks }, 8, framing);
    let [label, least] = [-1, Infinity];
    for (let i = 0; i < labels!.length; i++) {
      const apart = drawn.reduce((total, value, p) => total + (value - values[64 * i + p]!) ** 2, 0);
      if (apart < least) [label, least] = [labels![i]!, apart];
    }
    return label === digit;
  });
  expect(right.length).toBeGreaterThanOrEqual(9);
});
