import { describe, expect, test } from 'vitest';
import { framed, inkOf } from './photo.js';
import { framingOf } from './pixels.js';

const N = 140;
/** Dark ink, a bar, on paper that gets darker to the right. */
const photo = (isInk: (column: number, row: number) => boolean): Float32Array =>
  Float32Array.from({ length: N * N }, (_, i) => (isInk(i % N, Math.floor(i / N)) ? 0.1 : 0.85 - (0.1 * (i % N)) / N));
const bar = photo((column, row) => column >= 20 && column < 30 && row >= 40 && row < 100);

describe('a photo of a digit', () => {
  test('becomes light ink on black, whatever the paper', () => {
    const dark = inkOf(bar);
    const light = inkOf(bar.map((value) => 1 - value));
    expect([dark[70 * N + 25], dark[0], dark[N - 1]]).toEqual([expect.closeTo(1, 1), 0, 0]);
    expect(Math.max(...dark.map((value, i) => Math.abs(value - light[i]!)))).toBeLessThan(1e-6);
  });

  test('has the place and the size of MNIST: 20 of 28 pixels, its mass in the middle', () => {
    const picture = framed(inkOf(bar), N, 28, framingOf('mnist'));
    const inked = [...picture.keys()].filter((i) => picture[i]! > 0.5);
    const rows = inked.map((i) => Math.floor(i / 28));
    expect([Math.min(...rows), Math.max(...rows)]).toEqual([4, 23]);
    const mass = picture.reduce((sum, value) => sum + value, 0);
    const x = picture.reduce((sum, value, i) => sum + (value * ((i % 28) + 0.5)) / mass, 0);
    expect(x).toBeCloseTo(14, 0);
  });

  test('without ink is black', () => {
    expect(framed(inkOf(photo(() => false)).fill(0), N, 8, framingOf('digits'))).toEqual(new Float32Array(64));
  });
});
