import { gzipSync } from 'node:zlib';
import { InputError } from '@autoencoders/core';
import { bits } from '@autoencoders/core/internal';
import { describe, expect, it, test } from 'vitest';
import { gunzip } from './gzip.js';
import { parseIdx, toIdx } from './idx.js';
import { readIdx } from './idx-stream.js';
import type { IdxData } from './idx.js';

const bytes = (...list: readonly number[]): Uint8Array => Uint8Array.from(list);
/** A header for ubytes of the given shape. */
const header = (...shape: readonly number[]): number[] => [
  0,
  0,
  8,
  shape.length,
  ...shape.flatMap((size) => [size >>> 24, (size >>> 16) & 255, (size >>> 8) & 255, size & 255]),
];

describe('parseIdx', () => {
  test.each<[string, number, number[], IdxData]>([
    ['ubyte', 0x08, [0, 255], Uint8Array.of(0, 255)],
    ['byte', 0x09, [127, 128], Int8Array.of(127, -128)],
    ['short', 0x0b, [0x01, 0x02, 0xff, 0xfe], Int16Array.of(258, -2)],
    ['int', 0x0c, [0, 1, 0, 0, 0xff, 0xff, 0xff, 0xff], Int32Array.of(65536, -1)],
    ['float', 0x0d, [0x3f, 0x80, 0, 0, 0xc0, 0x20, 0, 0], Float32Array.of(1, -2.5)],
    ['double', 0x0e, [0x3f, 0xb9, 0x99, 0x99, 0x99, 0x99, 0x99, 0x9a, 0x7f, 0xf0, 0, 0, 0, 0, 0, 0], Float64Array.of(0.1, Infinity)],
  ])('reads %s, big-endian', (_, code, values, data) => {
    const file = bytes(0, 0, code, 1, 0, 0, 0, 2, ...values);
    expect(parseIdx(file, 'f')).toEqual({ name: 'f', shape: [2], data });
    expect(toIdx({ shape: [2], data })).toEqual(file);
  });

  it('reads bytes that start anywhere in their buffer', () => {
    const inside = bytes(9, 9, 9, ...header(1, 2), 5, 6, 9).subarray(3, 17);
    expect(parseIdx(inside)).toEqual({ name: 'IDX data', shape: [1, 2], data: Uint8Array.of(5, 6) });
    expect(parseIdx(Buffer.from(inside)).data.constructor).toBe(Uint8Array);
    const doubles = new Uint8Array([7, ...toIdx({ shape: [1], data: Float64Array.of(0.3) })]).subarray(1);
    expect(parseIdx(doubles).data).toEqual(Float64Array.of(0.3));
  });

  it('reads no examples and a single value', () => {
    expect(parseIdx(bytes(...header(0, 28, 28)))).toMatchObject({ shape: [0, 28, 28], data: new Uint8Array(0) });
    expect(parseIdx(bytes(...header(), 3))).toMatchObject({ shape: [], data: Uint8Array.of(3) });
  });

  test.each<[string, Uint8Array, string]>([
    ['nothing', bytes(), 'parseIdx: f has 0 bytes; an IDX header has at least 4'],
    ['too little', bytes(0, 0, 8), 'parseIdx: f has 3 bytes; an IDX header has at least 4'],
    ['another format', bytes(0x89, 0x50, 0x4e, 0x47), 'parseIdx: f starts with 89 50; IDX starts with 00 00'],
    ['gzip', gzipSync(bytes(...header(1), 1)), 'parseIdx: f is gzipped; use readIdx, which decompresses it'],
    [
      'an unknown type',
      bytes(0, 0, 10, 0),
      'parseIdx: f has type code 0x0a; IDX has 0x08 (ubyte), 0x09 (byte), 0x0b (short), 0x0c (int), 0x0d (float), 0x0e (double)',
    ],
    [
      'half a header',
      bytes(...header(1, 2)).subarray(0, 9),
      'parseIdx: f ends within its header: it has 9 bytes, and a header of rank 2 has 12',
    ],
    ['too few values', bytes(...header(2, 2), 1, 2, 3), 'parseIdx: f is incomplete: it has 15 bytes; shape [2, 2] needs 16'],
    ['too many values', bytes(...header(2, 2), 1, 2, 3, 4, 5), 'parseIdx: f is too long: it has 17 bytes; shape [2, 2] needs 16'],
    [
      'sizes that overflow',
      bytes(...header(2 ** 32 - 1, 2 ** 32 - 1), 1),
      'parseIdx: f has shape [4294967295, 4294967295], which is too large for a file',
    ],
  ])('refuses %s', (_, file, message) => {
    expect(() => parseIdx(file, 'f')).toThrow(new InputError(message));
  });

  it('refuses what is no array of bytes', () => {
    expect(() => parseIdx(bytes(...header(1), 1).buffer as any)).toThrow('parseIdx: bytes must be a Uint8Array, not an ArrayBuffer');
    expect(() => parseIdx('train' as any)).toThrow('parseIdx: bytes must be a Uint8Array, not "train"');
  });
});

describe('toIdx', () => {
  it('is undone by parseIdx, whatever the type and the shape', () => {
    const arrays = [Uint8Array, Int8Array, Int16Array, Int32Array, Float32Array, Float64Array];
    for (let seed = 0; seed < 60; seed++) {
      const shape = [...bits(1 + (seed % 4), seed)].map((word) => word % 5);
      const size = shape.reduce((a, b) => a * b, 1);
      const data = new arrays[seed % 6]!([...bits(size, seed)].map((word) => (seed % 6 < 4 ? word : word / 3)));
      const { shape: parsed, data: values } = parseIdx(toIdx({ shape, data }));
      expect([parsed, values]).toEqual([shape, data]);
    }
  });

  test.each<[string, readonly number[], any, string]>([
    ['another number of values', [2, 3], new Uint8Array(5), 'toIdx: shape [2, 3] needs 6 values, not 5'],
    ['a negative size', [-1], new Uint8Array(0), 'toIdx: shape must be at most 255 whole numbers from 0 to 4294967295, not [-1]'],
    [
      'a type that IDX lacks',
      [1],
      new Uint16Array(1),
      'toIdx: data must be one of Uint8Array, Int8Array, Int16Array, Int32Array, Float32Array, Float64Array, not Uint16Array',
    ],
    [
      'a plain array',
      [1],
      [1],
      'toIdx: data must be one of Uint8Array, Int8Array, Int16Array, Int32Array, Float32Array, Float64Array, not [1]',
    ],
  ])('refuses %s', (_, shape, data, message) => {
    expect(() => toIdx({ shape, data })).toThrow(new InputError(message));
  });
});

describe('gzip', () => {
  const zipped = new Uint8Array(gzipSync(toIdx({ shape: [2], data: Uint8Array.of(5, 6) })));

  it('reads gzipped and plain files alike', async () => {
    const expected = { name: 'f', shape: [2], data: Uint8Array.of(5, 6) };
    expect(await readIdx(zipped, 'f')).toEqual(expected);
    expect(await readIdx(await gunzip(zipped), 'f')).toEqual(expected);
  });

  it('decompresses no more than the header promises', async () => {
    // 64 MB of zeros in 64 kB; damage far behind the promised bytes is never met.
    const long = new Uint8Array(gzipSync(new Uint8Array(2 ** 26)));
    const liar = new Uint8Array(gzipSync(Buffer.concat([bytes(...header(2), 5, 6), new Uint8Array(2 ** 20)])));
    liar[liar.length - 6]! ^= 1;
    await expect(readIdx(liar, 'f.gz')).rejects.toThrow('parseIdx: f.gz is too long: it has 11 bytes; shape [2] needs 10');
    expect(await gunzip(long)).toHaveLength(2 ** 26);
    const hungry = new Uint8Array(gzipSync(bytes(...header(0xffffffff, 0xffff), 1)));
    await expect(readIdx(hungry, 'f.gz')).rejects.toThrow('parseIdx: f.gz is incomplete: it has 13 bytes; shape [4294967295, 65535] needs');
  });

  it('refuses what is damaged, cut short or no gzip', async () => {
    const damaged = zipped.slice();
    damaged[zipped.length - 6]! ^= 1;
    await expect(readIdx(damaged, 'f.gz')).rejects.toThrow(new InputError('gunzip: f.gz is damaged or incomplete'));
    await expect(readIdx(zipped.subarray(0, -9), 'f.gz')).rejects.toThrow(new InputError('gunzip: f.gz is damaged or incomplete'));
    await expect(readIdx(zipped.subarray(0, 2), 'f.gz')).rejects.toThrow(new InputError('gunzip: f.gz is damaged or incomplete'));
    await expect(readIdx(bytes(...zipped, 1, 2, 3), 'f.gz')).rejects.toThrow(new InputError('gunzip: f.gz is damaged or incomplete'));
    await expect(gunzip(bytes(0, 0, 8, 1), 'f')).rejects.toThrow('gunzip: f starts with 00 00; gzip starts with 1f 8b');
    await expect(gunzip(bytes(), 'f')).rejects.toThrow('gunzip: f is empty; gzip starts with 1f 8b');
  });
});
