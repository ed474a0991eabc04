import { sheetSize } from '@autoencoders/report';
import { expect, test } from 'vitest';
import { drawInParts } from './commands/sample.js';
import { pictureShape, pictureShapeFor, sheetOf } from './pictures.js';

test.each([
  [[8, 8, 1], 9, 7],
  [[28, 28, 1], 64, 2],
  [[28, 28, 1], 50_000, 2],
  [[28, 28, 1], 1_000_000, 1],
  [[64], 4, 7],
  [[600, 400, 3], 4, 1],
])('of %j, %d pictures are drawn %d times as large', (shape, count, scale) => {
  const sheet = sheetOf('sample', shape, count, Math.ceil(Math.sqrt(count)));
  expect(sheet.scale).toBe(scale);
  const { width, height } = sheetSize(sheet);
  expect(Math.max(width, height)).toBeLessThan(2 ** 16);
  expect(width * height).toBeLessThanOrEqual(2 ** 30);
});

test.each([
  [
    1e6,
    1e6,
    'sample: 1,000,000 pictures take 29,000,000 × 29 pixels, and a PNG has at most 65,535 a side and 1,073,741,824 in all; ask for fewer',
  ],
  [2e6, 1415, 'sample: 2,000,000 pictures take 41,035 × 41,006 pixels'],
  [1e15, 31622777, 'ask for fewer'],
])('%d pictures in rows of %d are refused', (count, columns, sentence) => {
  expect(() => sheetOf('sample', [28, 28, 1], count, columns)).toThrow(sentence);
});

test('a picture is drawn in the shape that it had, or as the numbers it has', () => {
  expect([pictureShape([4, 5, 3]), pictureShape([4, 5, 1]), pictureShape([4, 5, 2]), pictureShape([7])]).toEqual([
    [4, 5, 3],
    [4, 5, 1],
    [40],
    [7],
  ]);
  expect([
    pictureShapeFor([20], [4, 5, 1]),
    pictureShapeFor([20], [4, 4, 1]),
    pictureShapeFor([20], undefined),
    pictureShapeFor([4, 5, 1], undefined),
  ]).toEqual([[4, 5, 1], [20], [20], [4, 5, 1]]);
});

test('samples are drawn in parts, the first with the seed that was given and each other with its own', () => {
  const parts = [...drawInParts(12_001, 7, (count, seed) => [count, seed] as const)];
  expect(parts.map(([count]) => count)).toEqual([5000, 5000, 2001]);
  expect(parts[0]![1]).toBe(7);
  expect(new Set(parts.map(([, seed]) => seed)).size).toBe(3);
  expect([...drawInParts(12_001, 7, (_, seed) => seed)]).toEqual(parts.map(([, seed]) => seed));
});
