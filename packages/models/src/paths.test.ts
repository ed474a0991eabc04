import '@tensorflow/tfjs-backend-cpu';
import { ones, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { describe, expect, test } from 'vitest';
import { numbers, plainModel } from '../test/helpers.js';
import { lerp, places, slerp, traversal } from './paths.js';

const t = (): Tensor2D => places(5);
const close = (found: ArrayLike<number>, expected: readonly number[]): void => {
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 5));
};
const along = (path: typeof lerp, from: number[], to: number[]): number[] =>
  tidy(() => [...path(tensor2d([from]), tensor2d([to]), t()).dataSync()]);

describe('lerp', () => {
  test('is the straight line', () => close(along(lerp, [0, 4], [8, 0]), [0, 4, 2, 3, 4, 2, 6, 1, 8, 0]));
});

describe('slerp', () => {
  test('goes round: a quarter of a circle, in equal steps', () => {
    const angles = [0, 1, 2, 3, 4].map((i) => (i * Math.PI) / 8);
    close(
      along(slerp, [1, 0], [0, 1]),
      angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]),
    );
  });

  test('changes its length on the way, where the ends differ in theirs', () => {
    const [from, to, angle] = [2, 6, Math.PI / 2];
    const middle = Math.sin(angle / 2) / Math.sin(angle);
    close(along(slerp, [from, 0], [0, to]).slice(4, 6), [middle * from, middle * to]);
  });

  test('is the line where the ends lie in one direction or in opposite ones, or at 0', () => {
    for (const [from, to] of [
      [
        [1, 1],
        [3, 3],
      ],
      [
        [1, 0],
        [-2, 0],
      ],
    ] as const)
      close(along(slerp, [...from], [...to]), along(lerp, [...from], [...to]));
    expect(along(slerp, [0, 0], [1, 1]).every(Number.isFinite)).toBe(true);
  });

  // 300 latents: a product of two codes rounds often. The path stays on the sphere, in equal steps.
  test.each([1e-3, 0.01, 1, Math.PI - 0.01, Math.PI - 1e-3])('keeps to the circle where the ends are %d apart', (angle) => {
    const first = Array.from({ length: 300 }, (_, i) => Math.sin(i * i + 1));
    const length = Math.sqrt(first.reduce((sum, value) => sum + value * value, 0));
    const [u, v] = [first, first.map((_, i) => (i % 2 === 0 ? -first[i + 1]! : first[i - 1]!))].map((row) =>
      row.map((value) => value / length),
    );
    const at = (turn: number): number[] => u!.map((value, i) => Math.cos(turn) * value + Math.sin(turn) * v![i]!);
    const path = along(slerp, at(0), at(angle));
    [0.25, 0.5, 0.75].forEach((t, step) =>
      at(t * angle).forEach((value, i) => expect(Math.abs(path[300 * (step + 1) + i]! - value)).toBeLessThan(1e-4)),
    );
  });

  test('interpolates a model when asked to', () => {
    using model = plainModel();
    const [from, to] = [digitsLike(1, 1), digitsLike(1, 2)];
    tidy(() => {
      const codes = slerp(model.encode(from), model.encode(to), places(4));
      close(model.interpolate(from, to, { steps: 4, path: slerp }).dataSync(), [...model.decode(codes).dataSync()]);
    });
    for (const each of [from, to]) each.dispose();
  });
});

describe('traversal', () => {
  const code = tensor2d([[1, 2, 3]]);

  test('moves one latent after the other through the range, and leaves the rest', () => {
    const first = [-1, 2, 3, 0, 2, 3, 1, 2, 3];
    const second = [1, -1, 3, 1, 0, 3, 1, 1, 3];
    const third = [1, 2, -1, 1, 2, 0, 1, 2, 1];
    close(numbers(traversal(code, { range: [-1, 1], steps: 3 })), [...first, ...second, ...third]);
  });

  test('moves only those that are named, each through a range of its own', () => {
    const moved = traversal(code, {
      latents: [2, 0],
      range: [
        [0, 1],
        [5, 9],
      ],
      steps: 2,
    });
    close(numbers(moved), [1, 2, 0, 1, 2, 1, 5, 2, 3, 9, 2, 3]);
  });

  test('takes nine steps from −3 to 3 by default', () => {
    const values = numbers(traversal(tensor2d([[0]])));
    close(values, [-3, -2.25, -1.5, -0.75, 0, 0.75, 1.5, 2.25, 3]);
  });

  test('leaves nothing behind', () => expectNoLeaks(() => traversal(code).dispose()));

  test.each<[message: string, code: Tensor2D, options?: object]>([
    ['traversal: the code must be a single one, [1, latents], not [2, 3]', ones([2, 3])],
    ['traversal: latents must be a whole number from 0 to 2, not 3', code, { latents: [3] }],
    ['traversal: steps must be a whole number of 2 or more, not 1', code, { steps: 1 }],
    ['traversal: range must be [least, greatest], or one such pair for each of the 3 latents', code, { range: [1, 1] }],
    ['traversal: range must be [least, greatest], or one such pair for each of the 3 latents', code, { range: [[0, 1]] }],
  ])('refuses: %s', (message, given, options) => {
    expect(() => traversal(given, options)).toThrow(new InputError(message));
  });
});
