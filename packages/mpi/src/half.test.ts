import { expect, it } from 'vitest';
import { fromHalf, toHalf } from './half.js';

/** The value of a half by the definition of IEEE 754. */
const valueOf = (half: number): number => {
  const [sign, exponent, fraction] = [half >> 15 ? -1 : 1, (half >> 10) & 31, half & 1023];
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
};

/** All that are finite. */
const halves = Uint16Array.from({ length: 2 ** 16 }, (_, i) => i).filter((half) => (half & 0x7c00) !== 0x7c00);

const rounded = (value: number, scale = 1): number => {
  const to = new Uint16Array(1);
  toHalf(Float32Array.of(value), scale, to);
  return to[0]!;
};

it('every half has its value, and is written as itself', () => {
  const values = new Float32Array(halves.length);
  fromHalf(halves, 1, values);
  expect(halves.filter((half, i) => !Object.is(values[i], valueOf(half)))).toHaveLength(0);
  const again = new Uint16Array(halves.length);
  toHalf(values, 1, again);
  expect(halves.filter((half, i) => again[i] !== half)).toHaveLength(0);
});

it('a number is written as the nearest half, and between two as the even one', () => {
  const positive = halves.filter((half) => half < 0x8000);
  const isRight = (half: number): boolean => {
    const [low, high] = [valueOf(half), valueOf(half + 1)];
    const middle = (low + high) / 2;
    const step = (high - low) / 2 ** 8;
    return (
      rounded(middle) === (half % 2 === 0 ? half : half + 1) &&
      rounded(middle - step) === half &&
      rounded(-(middle + step)) === (0x8000 | (half + 1))
    );
  };
  expect(positive.slice(0, -1).filter((half) => !isRight(half))).toHaveLength(0);
});

it('what is too large is infinite', () => {
  expect([65504, 65519, 65520, 1e30, Infinity].map((value) => rounded(value))).toEqual([0x7bff, 0x7bff, 0x7c00, 0x7c00, 0x7c00]);
  expect(rounded(-1e9)).toBe(0xfc00);
});

it.each([-30, -7, 1, 12, 30])('a scale of 2 to the power of %d loses nothing', (power) => {
  const values = new Float32Array(halves.length);
  fromHalf(halves, 2 ** power, values);
  expect(halves.filter((half, i) => values[i] !== valueOf(half) * 2 ** power)).toHaveLength(0);
  const again = new Uint16Array(halves.length);
  toHalf(values, 2 ** -power, again);
  expect(halves.filter((half, i) => again[i] !== half)).toHaveLength(0);
});
