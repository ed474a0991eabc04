import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { IndexedDataset } from '@autoencoders/core';
import { describe, expect, it } from 'vitest';
import { count } from './dataset.js';
import { digits } from './digits.js';
import { toIdx } from './idx.js';
import { datasetNames, loadDataset, openDataset } from './load-dataset.js';

/** Each image with its label, as text, in an order of its own. */
function examples({ values, labels }: { values: Float32Array; labels?: Int32Array | undefined }): string[] {
  return [...labels!].map((label, i) => `${label}:${values.subarray(i * 64, (i + 1) * 64)}`).sort();
}

describe('loadDataset', () => {
  it('splits the digits into 1,500 and 297, always the same', async () => {
    const [train, test] = [await loadDataset('digits', 'train'), await loadDataset('digits', 'test')];
    expect([count(train), count(test)]).toEqual([1500, 297]);
    expect([...examples(train), ...examples(test)].sort()).toEqual(examples(await digits()));
    expect([...test.labels!.subarray(0, 10)]).toEqual([8, 2, 7, 9, 6, 2, 2, 1, 7, 6]);
    expect(Array.from({ length: 10 }, (_, digit) => test.labels!.filter((label) => label === digit).length)).toEqual([
      23, 31, 44, 29, 30, 25, 16, 41, 26, 32,
    ]);
  });

  it('knows the published names', async () => {
    expect(datasetNames).toEqual(['digits', 'mnist', 'fashion-mnist']);
    expect(await loadDataset('mnist', 'test')).toMatchObject({ name: 'mnist', shape: [28, 28, 1] });
  });

  it('reads a folder', async () => {
    const path = mkdtempSync(join(tmpdir(), 'datasets-'));
    writeFileSync(join(path, 't10k-images-idx3-ubyte'), toIdx({ shape: [2, 3], data: new Uint8Array(6) }));
    expect(await loadDataset(path, 'test')).toMatchObject({ shape: [3], labels: undefined });
    await expect(loadDataset(path, 'train')).rejects.toThrow(
      `loadDataset: the folder "${path}" has no train-images-idx3-ubyte or train-images-idx3-ubyte.gz; it holds t10k-images-idx3-ubyte`,
    );
    rmSync(path, { recursive: true });
  });

  it('refuses what is neither a name nor a folder', async () => {
    for (const source of ['mnits', 'toString', '', fileURLToPath(import.meta.url)]) {
      await expect(loadDataset(source, 'train')).rejects.toThrow(
        `loadDataset: ${JSON.stringify(source)} is neither a dataset (digits, mnist, fashion-mnist) nor a folder with IDX files`,
      );
    }
  });

  it('refuses another part', async () => {
    await expect(loadDataset('digits', 'validation' as any)).rejects.toThrow(
      'loadDataset: part must be "train" or "test", not "validation"',
    );
  });
});

describe('a dataset as the source', () => {
  const all = {
    name: 'all',
    shape: [1],
    values: Float32Array.from({ length: 25 }, (_, i) => i),
    labels: Int32Array.from({ length: 25 }, (_, i) => i % 2),
  };
  const read: number[] = [];
  const byRows: IndexedDataset & { labels: Int32Array } = {
    shape: [1],
    count: 25,
    labels: all.labels,
    rows(places) {
      read.push(...places);
      return { shape: [1], values: Float64Array.from(places), labels: places.map((place) => place % 2) };
    },
  };

  it('is divided as a folder is, in memory and by rows, of which only the own examples are read', async () => {
    for (const source of [all, byRows]) {
      const [train, test] = [await loadDataset(source, 'train'), await loadDataset(source, 'test')];
      expect([...test.values]).toEqual([9, 19]);
      expect([...test.labels!]).toEqual([1, 1]);
      expect(count(train)).toBe(23);
      expect(await openDataset(source, 'test')).toMatchObject({ count: 2, labelled: true, heldOut: true });
    }
    expect(read.filter((place) => place === 9)).toEqual([9]);
    expect([...(await loadDataset(byRows, 'train', { limit: 3 })).values]).toEqual([0, 1, 2]);
  });

  it('may have a test part of its own', async () => {
    const parts = { train: all, test: byRows };
    expect(await openDataset(parts, 'test')).toMatchObject({ count: 25, heldOut: false });
    expect(count(await loadDataset(parts, 'train'))).toBe(25);
  });

  it('must not be a stream', async () => {
    const stream = { shape: [1], async *chunks() {} };
    await expect(loadDataset(stream as any, 'train')).rejects.toThrow(
      'loadDataset: the source must be in memory or read by rows; use cache for a stream',
    );
  });
});
