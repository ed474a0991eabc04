import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { fromFolder } from './folder.js';
import { toIdx } from './idx.js';

vi.mock('node:fs/promises', { spy: true });

const images = toIdx({ shape: [3, 2, 2], data: Uint8Array.from({ length: 12 }, (_, i) => i * 20) });
const labels = toIdx({ shape: [3], data: Uint8Array.of(2, 0, 1) });
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'datasets-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** A new folder with these files. */
function folder(files: Readonly<Record<string, Uint8Array>>): string {
  const path = join(root, 'shapes');
  mkdirSync(path);
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), bytes);
  }
  return path;
}

describe('fromFolder', () => {
  test.each([
    ['train', 'train-images-idx3-ubyte', 'train-labels-idx1-ubyte'],
    ['train', 'train-images.idx3-ubyte', 'train-labels.idx1-ubyte'],
    ['test', 't10k-images-idx3-ubyte', 't10k-labels.idx1-ubyte'],
  ] as const)('reads the %s part from %s and %s, gzipped or not', async (part, imageFile, labelFile) => {
    const expected = {
      name: 'shapes',
      shape: [2, 2, 1],
      values: Float32Array.from({ length: 12 }, (_, i) => (i * 20) / 255),
      labels: Int32Array.of(2, 0, 1),
    };
    expect(await fromFolder(folder({ [imageFile]: images, [labelFile]: labels }), { part })).toEqual(expected);
    rmSync(join(root, 'shapes'), { recursive: true });
    expect(await fromFolder(folder({ [`${imageFile}.gz`]: gzipSync(images), [`${labelFile}.gz`]: gzipSync(labels) }), { part })).toEqual(
      expected,
    );
  });

  it('prefers the plain file', async () => {
    const path = folder({ 'train-images-idx3-ubyte': images, 'train-images-idx3-ubyte.gz': Uint8Array.of(1, 2, 3) });
    expect((await fromFolder(path, { part: 'train' })).shape).toEqual([2, 2, 1]);
  });

  it('goes without labels, and takes another name', async () => {
    const path = folder({ 'train-images-idx3-ubyte': images, 't10k-labels-idx1-ubyte': labels });
    expect(await fromFolder(path, { part: 'train', name: 'squares' })).toMatchObject({ name: 'squares', labels: undefined });
  });

  it('refuses a folder that cannot be read', async () => {
    const path = folder({ file: images });
    await expect(fromFolder(join(path, 'gone'), { part: 'train' })).rejects.toThrow(
      `fromFolder: cannot read the folder "${join(path, 'gone')}": it does not exist`,
    );
    await expect(fromFolder(join(path, 'file'), { part: 'train' })).rejects.toThrow(
      `fromFolder: cannot read the folder "${join(path, 'file')}": it is not a folder`,
    );
    vi.mocked(fs.readdir).mockRejectedValueOnce(Object.assign(new Error('EACCES'), { code: 'EACCES' }));
    await expect(fromFolder(path, { part: 'train' })).rejects.toThrow(`fromFolder: cannot read the folder "${path}": permission is denied`);
    await expect(fromFolder(undefined as any, { part: 'train' })).rejects.toThrow(
      'fromFolder: cannot read the folder undefined: The "path" argument must be of type string',
    );
  });

  it('refuses a folder without the images', async () => {
    const path = folder({});
    await expect(fromFolder(path, { part: 'train' })).rejects.toThrow(
      `fromFolder: the folder "${path}" has no train-images-idx3-ubyte or train-images-idx3-ubyte.gz; it is empty`,
    );
    for (const name of ['b', 'a', 'train-images-idx3-ubyte', 'c']) writeFileSync(join(path, name), images);
    await expect(fromFolder(path, { part: 'test' })).rejects.toThrow(
      `fromFolder: the folder "${path}" has no t10k-images-idx3-ubyte or t10k-images-idx3-ubyte.gz; it holds a, b, c and 1 more`,
    );
  });

  it('refuses files that cannot be read, naming them', async () => {
    const path = folder({ 'train-images-idx3-ubyte/inside': images, 't10k-images-idx3-ubyte': images.subarray(0, 20) });
    await expect(fromFolder(path, { part: 'train' })).rejects.toThrow(
      `fromFolder: cannot read the file "${join(path, 'train-images-idx3-ubyte')}": it is a folder`,
    );
    await expect(fromFolder(path, { part: 'test' })).rejects.toThrow(
      `parseIdx: ${join(path, 't10k-images-idx3-ubyte')} is incomplete: it has 20 bytes; shape [3, 2, 2] needs 28`,
    );
  });

  it('refuses images and labels that differ in number, naming both files', async () => {
    const path = folder({ 'train-images-idx3-ubyte': images, 'train-labels-idx1-ubyte': toIdx({ shape: [2], data: Uint8Array.of(0, 1) }) });
    await expect(fromFolder(path, { part: 'train' })).rejects.toThrow(
      `fromIdx: ${join(path, 'train-images-idx3-ubyte')} has 3 images, and ${join(path, 'train-labels-idx1-ubyte')} has 2 labels`,
    );
  });

  it('refuses another part', async () => {
    await expect(fromFolder(root, { part: 'valid' as any })).rejects.toThrow('fromFolder: part must be "train" or "test", not "valid"');
  });
});
