import { expect, test } from 'vitest';
import { decoded } from '../test/fixture.js';
import { sheetSize, streamPng } from './png.js';
import { toPng } from './sprite.js';

/** So many pictures with numbers below 0, above 1 and not finite among them. */
const picturesOf = (count: number, size: number): Float32Array =>
  Float32Array.from({ length: count * size }, (_, i) => (i % 11 === 7 ? NaN : ((i * 37) % 60) / 40 - 0.2));

const bytesOf = async (pieces: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
};

const pixels = (png: Uint8Array) => {
  const { width, height, at } = decoded(`data:image/png;base64,${Buffer.from(png).toString('base64')}`);
  return { width, height, all: Array.from({ length: width * height }, (_, i) => at(i % width, Math.floor(i / width))) };
};

test.each([
  [[3, 2, 1], 7, { columns: 3 }],
  [[3, 2, 1], 7, { columns: 3, gap: 2, scale: 3 }],
  [[2, 2, 3], 5, { columns: 2, gap: 1, scale: 2 }],
  [[1, 1, 1], 1, { columns: 1, gap: 1, scale: 9 }],
  [[4, 3], 4, { columns: 4 }],
  [[5], 3, { columns: 2, gap: 1 }],
] as const)('of %j, %d pictures with %j: the pixels of toPng, in whatever parts pictures come', async (shape, count, options) => {
  const size = shape.reduce((a: number, b) => a * b, 1);
  const values = picturesOf(count, size);
  const expected = pixels(toPng({ shape, values }, options));
  expect(sheetSize({ shape, count, ...options })).toEqual({ width: expected.width, height: expected.height });
  for (const part of [1, 2, count]) {
    const parts = Array.from({ length: Math.ceil(count / part) }, (_, i) => ({
      shape,
      values: values.subarray(i * part * size, (i + 1) * part * size),
    }));
    expect(pixels(await bytesOf(streamPng(parts, { shape, count, ...options })))).toEqual(expected);
  }
});

test('memory holds a row of pictures, not the sheet: they are taken as they are drawn', async () => {
  let made = 0;
  function* pictures() {
    for (let i = 0; i < 400; i++, made++) yield { shape: [64, 64, 1], values: new Float32Array(64 * 64 * 10).map(() => (made * 31) % 1) };
  }
  const sheet = streamPng(pictures(), { shape: [64, 64, 1], count: 4000, columns: 10 });
  for (let piece = 0; piece < 4; piece++) await sheet.next();
  expect(made).toBeLessThan(20);
  await sheet.return();
});

test.each([
  [{ count: 3 }, 'streamPng: 2 pictures came, and count is 3'],
  [{ count: 1 }, 'streamPng: 2 pictures came, and count is 1'],
  [{ scale: 0 }, 'streamPng: scale must be a whole number of 1 or more, not 0'],
  [{ columns: 1.5 }, 'streamPng: columns must be a whole number of 1 or more, not 1.5'],
  [{ gap: -1 }, 'streamPng: gap must be a whole number of 0 or more, not -1'],
  [{ shape: [2, 2, 2] }, "streamPng: a picture's shape must be [height, width, 1 or 3], [height, width] or [features], not [2, 2, 2]"],
  [{ shape: [3] }, 'streamPng: 8 values are no whole number of pictures of shape [3], which have 3 each'],
])('with %j says “%s”', async (wrong, message) => {
  const pictures = [{ shape: [2, 2, 1], values: new Float32Array(8) }];
  await expect(bytesOf(streamPng(pictures, { shape: [2, 2, 1], count: 2, columns: 1, ...wrong }))).rejects.toThrow(message);
});
