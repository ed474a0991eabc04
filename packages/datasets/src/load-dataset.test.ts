import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { count } from './dataset.js';
import { digits } from './digits.js';
import { toIdx } from './idx.js';
import { datasetNames, loadDataset } from './load-dataset.js';

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
