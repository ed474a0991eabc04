import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { InputError } from '@autoencoders/core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { expectCutsRefused, expectFlipsHandled } from '../test/damage.js';
import { fixture, fixturePath } from '../test/fixture.js';
import { fromPictureFiles } from './index.js';
import type { PictureDataset } from './index.js';
import { openPictures } from './node.js';

const folder = fixturePath('pictures');
let temporary: string;
beforeAll(() => (temporary = mkdtempSync(join(tmpdir(), 'pictures-'))));
afterAll(() => rmSync(temporary, { recursive: true }));

/** The picture with this name: rows of pixels, each a list of channels, rounded. */
async function picture(data: PictureDataset, name: string, decimals = 0): Promise<number[][][]> {
  const { shape, values } = await data.rows(Int32Array.of(data.files.findIndex((file) => basename(file) === name)));
  const [height, width, channels] = shape as [number, number, number];
  const at = (y: number, x: number, c: number): number => Number(values[(y * width + x) * channels + c]!.toFixed(decimals));
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => Array.from({ length: channels }, (_, c) => at(y, x, c))),
  );
}

const [red, blue, white] = [
  [1, 0, 0],
  [0, 0, 1],
  [1, 1, 1],
];

describe('openPictures', () => {
  it('lists the pictures in folders, which are classes', async () => {
    const data = await openPictures(folder, { size: 4 });
    expect(data).toMatchObject({ name: 'pictures', shape: [4, 4, 3], count: 10, classes: ['blue', 'red'] });
    expect([...data.labels!]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
    const rows = await data.rows(Int32Array.of(9, 0));
    expect(rows).toMatchObject({ shape: [4, 4, 3], labels: Int32Array.of(1, 0), classes: ['blue', 'red'] });
    expect(rows.values).toHaveLength(2 * 4 * 4 * 3);
  });

  it('takes the size of the pictures where all have the same, and names two that differ', async () => {
    const upright = mkdtempSync(join(tmpdir(), 'pictures-'));
    for (const name of ['a.jpg', 'b.jpg']) writeFileSync(join(upright, name), readFileSync(join(folder, 'red/upright.jpg')));
    const { shape } = await openPictures(upright);
    expect([shape[2], (await openPictures(upright, { grey: true })).shape]).toEqual([3, [shape[0], shape[1], 1]]);
    const other = await sharp({ create: { width: 3, height: 5, channels: 3, background: 'red' } }).png();
    await other.toFile(join(upright, 'c.png'));
    await expect(openPictures(upright)).rejects.toThrow(/the pictures differ in size: .* pixels, and others have .*; give a size for all$/);
    writeFileSync(join(upright, 'c.png'), 'no picture');
    await expect(openPictures(upright)).rejects.toThrow(/^openPictures: .*c\.png is damaged: /);
    rmSync(upright, { recursive: true });
  }, 20_000);

  it.each([
    'truecolour.png',
    'palette.png',
    'sixteen-bits.png',
    'photo.JPG',
    'progressive.jpeg',
    'upright.jpg',
    'lossy.webp',
    'lossless.webp',
  ])('reads %s', async (name) => {
    // 40 × 20 pixels: the middle 20 × 20 in 4 × 4, or all of it in 2 rows of 4.
    expect(await picture(await openPictures(folder, { size: 4 }), name)).toEqual(Array(4).fill([red, red, blue, blue]));
    const stretched = await picture(await openPictures(folder, { size: [2, 4], fit: 'stretch' }), name);
    expect(stretched).toEqual(Array(2).fill([red, red, blue, blue]));
  });

  it('gives grey as 0.3 red + 0.6 green + 0.1 blue, colours from grey, and white where nothing is', async () => {
    expect(await picture(await openPictures(folder, { size: [1, 2], grey: true }), 'truecolour.png', 1)).toEqual([[[0.3], [0.1]]]);
    const [[[r, g, b]]] = (await picture(await openPictures(folder, { size: 1 }), 'grey.png', 2)) as [[[number, number, number]]];
    expect([g, b]).toEqual([r, r]);
    expect(await picture(await openPictures(folder, { size: 1 }), 'transparent.webp')).toEqual([[white]]);
  });

  it('scales with antialiasing: a fine pattern becomes its mean', async () => {
    const sharp = (await import('sharp')).default;
    const stripes = Uint8Array.from({ length: 64 * 64 }, (_, i) => (i % 2) * 255);
    await sharp(stripes, { raw: { width: 64, height: 64, channels: 1 } })
      .png()
      .toFile(join(temporary, 'stripes.png'));
    const data = await openPictures(temporary, { size: 8, grey: true });
    expect(data.labels).toBeUndefined();
    const { values } = await data.rows(Int32Array.of(0));
    for (const value of values) expect(value).toBeCloseTo(0.5, 1);
    rmSync(join(temporary, 'stripes.png'));
  });

  test.each<[string, () => Promise<unknown>, string]>([
    [
      'a size of nothing',
      () => openPictures(folder, { size: 0 }),
      'openPictures: size must be a whole number from 1 to 16384, or [height, width] of two, not 0',
    ],
    [
      'no size',
      () => openPictures(folder, { size: null as any }),
      'openPictures: size must be a whole number from 1 to 16384, or [height, width] of two, not null',
    ],
    ['another fit', () => openPictures(folder, { size: 1, fit: 'pad' as any }), 'openPictures: fit must be "crop" or "stretch", not "pad"'],
    ['no folder', () => openPictures('no-folder', { size: 1 }), 'openPictures: cannot read "no-folder": it does not exist'],
    [
      'another place',
      async () => (await openPictures(folder, { size: 1 })).rows(Int32Array.of(10)),
      'rows: place must be a whole number from 0 to 9, not 10',
    ],
  ])('refuses %s', async (_, make, message) => {
    await expect(make()).rejects.toThrow(new InputError(message));
  });

  it('refuses a folder without pictures, and one with pictures in folders and beside them', async () => {
    writeFileSync(join(temporary, 'a.txt'), '');
    await expect(openPictures(temporary, { size: 1 })).rejects.toThrow(
      new InputError(`openPictures: ${basename(temporary)} has no pictures (.png, .jpg, .jpeg, .webp)`),
    );
    mkdirSync(join(temporary, 'cats'));
    for (const name of ['cats/a.png', 'b.png']) writeFileSync(join(temporary, name), fixture('pictures/red/palette.png'));
    await expect(openPictures(temporary, { size: 1 })).rejects.toThrow(
      `${basename(temporary)} has pictures in folders, which are their classes, and others in none, such as ${join(temporary, 'b.png')}`,
    );
  });

  it('refuses a picture of 50,000 × 50,000 by its header', async () => {
    const large = mkdtempSync(join(temporary, 'large-'));
    const png = fixture('pictures/red/palette.png');
    new DataView(png.buffer).setUint32(16, 50000);
    new DataView(png.buffer).setUint32(20, 50000);
    writeFileSync(join(large, 'a.png'), png);
    const data = await openPictures(large, { size: 8 });
    await expect(data.rows(Int32Array.of(0))).rejects.toThrow(
      new InputError(`openPictures: ${join(large, 'a.png')} has 50000 × 50000 pixels; at most 100000000 are read (maxPixels)`),
    );
  });

  it('takes no memory for a small damaged picture that promises 9,000 × 9,000 pixels', async () => {
    const large = mkdtempSync(join(temporary, 'promised-'));
    // WebP has no checksum of its header. The size is that of its header, as none is given.
    const webp = fixture('pictures/blue/lossy.webp');
    new DataView(webp.buffer).setUint16(26, 9000, true);
    new DataView(webp.buffer).setUint16(28, 9000, true);
    writeFileSync(join(large, 'a.webp'), webp);
    const data = await openPictures(large);
    expect(data.shape).toEqual([9000, 9000, 3]);
    const before = process.memoryUsage().arrayBuffers;
    await expect(data.rows(Int32Array.of(0))).rejects.toThrow(/a\.webp is damaged: /);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1e7);
  });

  it.each(['red/palette.png', 'red/photo.JPG', 'red/progressive.jpeg', 'red/upright.jpg', 'blue/lossy.webp', 'blue/lossless.webp'])(
    'refuses every part of %s, and takes or refuses other bytes',
    async (path) => {
      const name = basename(path);
      const one = mkdtempSync(join(temporary, 'one-'));
      const read = async (bytes: Uint8Array): Promise<unknown> => {
        writeFileSync(join(one, name), bytes);
        return (await openPictures(one, { size: 4 })).rows(Int32Array.of(0));
      };
      await read(fixture(`pictures/${path}`));
      await expectCutsRefused(fixture(`pictures/${path}`), read, { file: name, lengths: 150 });
      await expectFlipsHandled(fixture(`pictures/${path}`), read, { file: name, runs: 150 });
    },
  );
});

describe('fromPictureFiles', () => {
  const file = (name: string, path = ''): File =>
    Object.defineProperty(new File([readFileSync(join(folder, 'red', 'palette.png'))], name), 'webkitRelativePath', { value: path });

  it('takes the class from the folder that was chosen', () => {
    const files = [file('b.png', 'all/dogs/b.png'), file('a.png', 'all/cats/a.png'), file('notes.txt', 'all/cats/notes.txt')];
    expect(fromPictureFiles(files, { size: 4, grey: true })).toMatchObject({
      shape: [4, 4, 1],
      count: 2,
      classes: ['cats', 'dogs'],
      labels: Int32Array.of(0, 1),
      files: ['all/cats/a.png', 'all/dogs/b.png'],
    });
    expect(fromPictureFiles([file('b.png')], { size: 4 }).labels).toBeUndefined();
  });

  it('refuses files without pictures, and to decode in Node', async () => {
    await expect(async () => fromPictureFiles([file('b.png')], { size: 4 }).rows(Int32Array.of(0))).rejects.toThrow(
      new InputError('fromPictureFiles: only browsers decode files; in Node, use openPictures'),
    );
    expect(() => fromPictureFiles([file('a.gif')], { size: 4 })).toThrow(
      new InputError('fromPictureFiles: pictures has no pictures (.png, .jpg, .jpeg, .webp)'),
    );
  });
});
