import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { InputError } from '@autoencoders/core';
import { expect, it, test } from 'vitest';
import { fixture } from '../test/fixture.js';
import { detectFormat, sourceOf } from './index.js';
import type { FileFormat } from './index.js';

const text = (string: string): Uint8Array => new TextEncoder().encode(string);
const utf16 = (string: string): Uint8Array =>
  Uint8Array.of(0xff, 0xfe, ...new Uint8Array(Uint16Array.from(string, (c) => c.charCodeAt(0)).buffer));

test.each<[FileFormat | undefined, string, Uint8Array]>([
  ['parquet', 'x.csv', fixture('types.parquet')],
  ['npy', '', fixture('le-f4.npy')],
  ['npz', 'data', fixture('stored.npz')],
  ['npz', 'data', fixture('compressed.npz')],
  ['png', 'photo.jpg', fixture('pictures/red/palette.png')],
  ['jpeg', '', fixture('pictures/red/photo.JPG')],
  ['webp', '', fixture('pictures/blue/lossy.webp')],
  ['idx', 'x', Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 7)],
  ['idx', 'train-images-idx3-ubyte.gz', gzipSync('x')],
  ['gzip', 'table.csv.gz', gzipSync('a,b')],
  ['csv', 'people.CSV', text('a;b\n1;2\n')],
  ['csv', 'notes.txt', text('a,b\n1,2\n')],
  ['csv', '', utf16('a,b\n1,2\n')],
  ['tsv', 'people.tsv', text('a\n1\n')],
  ['tsv', '', text('a\tb\n1\t2\n')],
  ['json', '', text('\ufeff [{"a": 1}]')],
  ['json', '', text('{\n  "a": [1, 2]\n}\n')],
  ['jsonl', '', text('{"a": 1}\n{"a": 2}\n')],
  ['jsonl', 'x.ndjson', text('{"a": 1}')],
  [undefined, 'people.xlsx', Uint8Array.of(0x50, 0x4b, 3, 4, ...new Uint8Array(40))],
  [undefined, 'people.csv', Uint8Array.of(1, 0, 2, 0)],
  [undefined, 'people.csv', new Uint8Array(0)],
])('finds %s in %j', async (format, name, bytes) => {
  expect(detectFormat(bytes, name)).toBe(format);
  const file = new File([bytes as Uint8Array<ArrayBuffer>], name);
  expect(await sourceOf(file)).toEqual({ name, format, file });
});

it('finds something or nothing in any bytes', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), fc.string(), (bytes, name) => void detectFormat(bytes, name)));
});

it('refuses what is no file', async () => {
  expect(() => detectFormat('a.csv' as any)).toThrow(new InputError('detectFormat: bytes must be a Uint8Array, not "a.csv"'));
  await expect(sourceOf('a.csv' as any)).rejects.toThrow(new InputError('sourceOf: file must be a File or a Blob'));
});
