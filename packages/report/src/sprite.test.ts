import { expect, test } from 'vitest';
import { decoded } from '../test/fixture.js';
import { diverging, grey, missing } from './palettes.js';
import { sprite, toPng } from './sprite.js';

const none = [0, 0, 0, 0];
const black = [0, 0, 0, 255];
const white = [255, 255, 255, 255];

test('pictures stand in rows, each with a gap at its right and at its bottom', () => {
  const values = Float32Array.from([1, 0, 0, 0, 0, 0, /**/ 0, 1, 0, 0, 0, 0, /**/ 0, 0, 0, 0, 0, 1]); // three of 2 × 3
  const sheet = sprite({ shape: [2, 3, 1], values }, { columns: 2, gap: 1 });
  expect(sheet).toMatchObject({ width: 8, height: 6, columns: 2, count: 3, cell: { width: 4, height: 3 } });
  const { width, height, at } = decoded(sheet.source);
  expect([width, height]).toEqual([8, 6]);
  expect([at(0, 0), at(1, 0), at(2, 1)]).toEqual([white, black, black]);
  expect([at(4, 0), at(5, 0)]).toEqual([black, white]);
  expect([at(2, 4), at(0, 3)]).toEqual([white, black]);
  expect([at(3, 0), at(7, 1), at(0, 2), at(0, 5)]).toEqual([none, none, none, none]);
  expect([at(4, 3), at(6, 4)]).toEqual([none, none]);
});

test('without columns all stand in one row, without a gap side by side', () => {
  const { source } = sprite({ shape: [1, 1, 1], values: Float32Array.from([0, 1, 0]) });
  const { width, height, at } = decoded(source);
  expect([width, height, at(0, 0), at(1, 0), at(2, 0)]).toEqual([3, 1, black, white, black]);
});

test('every value comes within one part in 255, beyond the ends it is cut off, and what is not finite has its own colour', () => {
  const values = Float32Array.from([...Array.from({ length: 101 }, (_, i) => i / 100), -3, 7, NaN, -Infinity]);
  const { at } = decoded(sprite({ shape: [1, 1, 1], values }).source);
  for (let i = 0; i <= 100; i++) expect(Math.abs(at(i, 0)[0]! - 2.55 * i)).toBeLessThan(1.6);
  expect([at(101, 0), at(102, 0)]).toEqual([black, white]);
  expect([at(103, 0), at(104, 0)]).toEqual([
    [...missing, 255],
    [...missing, 255],
  ]);
});

test('three channels are colours', () => {
  const { at } = decoded(sprite({ shape: [1, 2, 3], values: Float32Array.from([1, 0.2, 0, /**/ 0, NaN, 0]) }, { gap: 1 }).source);
  expect([at(0, 0), at(1, 0), at(2, 0)]).toEqual([[255, 51, 0, 255], [...missing, 255], none]);
});

test('features fill a square row by row and leave the rest transparent', () => {
  const sheet = sprite({ shape: [5], values: Float32Array.from([1, 0, 0, 0, 1]) });
  const { width, height, at } = decoded(sheet.source);
  expect([width, height]).toEqual([3, 2]);
  expect([at(0, 0), at(1, 0), at(1, 1), at(2, 1)]).toEqual([white, black, white, none]);
});

test('palettes', () => {
  expect([grey(0), grey(1)]).toEqual([
    [0, 0, 0],
    [255, 255, 255],
  ]);
  expect([diverging(0), diverging(0.5), diverging(1)]).toEqual([
    [5, 48, 97],
    [247, 247, 247],
    [103, 0, 31],
  ]);
});

test('toPng draws every pixel as a square of the scale, in grey and in colour', () => {
  const at = (bytes: Uint8Array) => decoded(`data:image/png;base64,${Buffer.from(bytes).toString('base64')}`);
  const grey2 = at(toPng({ shape: [1, 2, 1], values: Float32Array.from([0, 1, /**/ 1, 0]) }, { scale: 2, columns: 1, gap: 1 }));
  expect([grey2.width, grey2.height]).toEqual([5, 6]);
  expect([grey2.at(1, 1), grey2.at(2, 1), grey2.at(3, 0), grey2.at(4, 0)]).toEqual([black, white, white, none]);
  expect([grey2.at(0, 3), grey2.at(3, 4)]).toEqual([white, black]);
  const red = at(toPng({ shape: [1, 1, 3], values: Float32Array.from([1, 0, 0]) }, { scale: 3 }));
  expect([red.width, red.height, red.at(2, 2)]).toEqual([3, 3, [255, 0, 0, 255]]);
  expect(() => toPng({ shape: [1, 1, 1], values: Float32Array.from([1]) }, { scale: 0 })).toThrow(
    'toPng: scale must be a whole number of 1 or more, not 0',
  );
});
