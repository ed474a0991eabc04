import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it, test } from 'vitest';
import { count } from './dataset.js';
import { toIdx } from './idx.js';
import { loadDataset, openDataset } from './load-dataset.js';

const root = mkdtempSync(join(tmpdir(), 'datasets-'));
afterAll(() => rmSync(root, { recursive: true }));

/** A folder with `examples` images of one pixel, each with its own number as pixel and as label. */
function folder(examples: number, zipped = false, { cut = 0, more = 0, labels = examples } = {}): string {
  const path = mkdtempSync(join(root, 'set-'));
  const all = Uint8Array.from({ length: examples }, (_, i) => i);
  const images = Buffer.concat([toIdx({ shape: [examples, 1, 1], data: all }), Buffer.alloc(more)]).subarray(0, 16 + examples + more - cut);
  const write = (name: string, bytes: Uint8Array): void =>
    writeFileSync(join(path, zipped ? `${name}.gz` : name), zipped ? gzipSync(bytes) : bytes);
  write('train-images-idx3-ubyte', images);
  write('train-labels-idx1-ubyte', toIdx({ shape: [labels], data: Uint8Array.from({ length: labels }, (_, i) => i) }));
  return path;
}

const labelsOf = async (source: string, part: 'train' | 'test'): Promise<number[]> => [...(await loadDataset(source, part)).labels!];

describe.each([false, true])('openDataset, of files that are gzipped: %s', (zipped) => {
  test.each([1, 7, 50, 1000])('gives batches of %d in the order of the file', async (size) => {
    const dataset = await openDataset(folder(50, zipped), 'train');
    expect(dataset).toMatchObject({ count: 45, shape: [1, 1, 1], labelled: true, heldOut: true });
    const sizes: number[] = [];
    const pixels: number[] = [];
    for await (const batch of dataset.batches(size)) {
      sizes.push(count(batch));
      pixels.push(...Array.from(batch.values, (value) => Math.round(value * 255)));
      expect(pixels.slice(-count(batch))).toEqual([...batch.labels!]);
    }
    expect(Math.max(...sizes)).toBeLessThanOrEqual(size);
    expect(pixels).toEqual(Array.from({ length: 50 }, (_, i) => i).filter((i) => i % 10 !== 9));
  });

  it('can be left, and gone through again', async () => {
    const dataset = await openDataset(folder(50, zipped), 'train');
    for await (const batch of dataset.batches(3)) if (batch.labels![0] === 3) break;
    let examples = 0;
    for await (const batch of dataset.batches(3)) examples += count(batch);
    expect(examples).toBe(45);
  });

  it('reads no more than the limit, so that what comes later does not matter', async () => {
    const cut = folder(50, zipped, { cut: 20 });
    const [first, all] = [await loadDataset(cut, 'train', { limit: 3 }), loadDataset(cut, 'train')];
    expect([...first.labels!]).toEqual([0, 1, 2]);
    await expect(all).rejects.toThrow(/images-idx3-ubyte(\.gz)? is incomplete: it has 46 bytes; shape \[50, 1, 1\] needs 66/);
    expect(count(await loadDataset(folder(50, zipped), 'train', { limit: 1000 }))).toBe(45);
    await expect(loadDataset(cut, 'train', { limit: 0 })).rejects.toThrow('loadDataset: limit must be a whole number of 1 or more, not 0');
  });

  it('refuses a file that goes on after its end, and labels that do not fit', async () => {
    await expect(loadDataset(folder(5, zipped, { more: 1 }), 'train')).rejects.toThrow('is too long: it has 22 bytes');
    await expect(openDataset(folder(5, zipped, { labels: 4 }), 'train')).rejects.toThrow(/has 5 images, and .* has 4 labels/);
  });
});

describe('a folder without a test part', () => {
  test.each([
    [1, [0], [0]],
    [2, [0], [1]],
    [9, [0, 1, 2, 3, 4, 5, 6, 7], [8]],
    [10, [0, 1, 2, 3, 4, 5, 6, 7, 8], [9]],
    [20, [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18], [9, 19]],
    [25, Array.from({ length: 25 }, (_, i) => i).filter((i) => i !== 9 && i !== 19), [9, 19]],
  ])('of %d examples has %j to train on and %j to test', async (examples, train, held) => {
    const path = folder(examples);
    expect([await labelsOf(path, 'train'), await labelsOf(path, 'test')]).toEqual([train, held]);
    expect([(await openDataset(path, 'train')).count, (await openDataset(path, 'test')).count]).toEqual([train.length, held.length]);
  });

  it('is left alone where there is a test part', async () => {
    const path = folder(20);
    writeFileSync(join(path, 't10k-images-idx3-ubyte'), toIdx({ shape: [2, 1, 1], data: Uint8Array.of(7, 8) }));
    expect((await openDataset(path, 'test')).heldOut).toBe(false);
    expect(await labelsOf(path, 'train')).toHaveLength(20);
    expect(count(await loadDataset(path, 'test'))).toBe(2);
  });
});

test('a header that promises more than the file holds costs no memory, and is refused', async () => {
  const path = folder(1);
  const header = Buffer.from([0, 0, 8, 3, 0, 0, 0, 2, 0x3f, 0xff, 0xff, 0xff, 0, 0, 0xff, 0xff]);
  writeFileSync(join(path, 'train-images-idx3-ubyte'), header);
  writeFileSync(join(path, 'train-labels-idx1-ubyte'), toIdx({ shape: [2], data: new Uint8Array(2) }));
  const { batches } = await openDataset(path, 'train');
  await expect(batches(1).next()).rejects.toThrow('is incomplete: it has 16 bytes');
});

test.each(['digits', 'mnist'])('%s is opened as it is loaded', async (name) => {
  const dataset = await openDataset(name, 'test');
  const whole = await loadDataset(name, 'test');
  expect(dataset).toMatchObject({ name, count: count(whole), labelled: true, heldOut: false });
  let at = 0;
  for await (const { values } of dataset.batches(999)) {
    const same = whole.values.subarray(at, (at += values.length));
    expect(values.every((value, i) => value === same[i])).toBe(true);
  }
  expect(at).toBe(whole.values.length);
});
