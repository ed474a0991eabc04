import { gzipSync } from 'node:zlib';
import { InputError } from '@autoencoders/core';
import { count, toIdx } from '@autoencoders/datasets';
import { describe, expect, test } from 'vitest';
import { nodeProgram } from '../node-program.js';
import { idxData } from './idx.js';
import type { Data } from './index.js';

/** An IDX file: images of 2×3 whose first pixel counts them, or labels. */
const images = (name: string, amount: number, side = 3): File =>
  file(
    name,
    [amount, 2, side],
    Uint8Array.from({ length: amount * 2 * side }, (_, i) => Math.floor(i / (2 * side)) % 256),
  );
const labels = (name: string, amount: number): File =>
  file(
    name,
    [amount],
    Uint8Array.from({ length: amount }, (_, i) => i % 4),
  );
const file = (name: string, shape: number[], data: Uint8Array): File => {
  const bytes = toIdx({ shape, data });
  return new File([Uint8Array.from(name.endsWith('.gz') ? gzipSync(bytes) : bytes)], name);
};
const read = (...files: File[]): Promise<Data> => idxData(files.map((one) => ({ file: one, path: one.name })));

test('the four files of Fashion-MNIST, in any order, gzipped or not, are training and test examples with their labels', async () => {
  const {
    training,
    test: held,
    idx,
  } = await read(
    labels('t10k-labels-idx1-ubyte', 30),
    images('t10k-images-idx3-ubyte.gz', 30),
    labels('train-labels-idx1-ubyte.gz', 90),
    images('train-images-idx3-ubyte', 90),
    new File(['notes'], 'README.md'),
  );
  expect([count(training), count(held), training.shape, training.classes]).toEqual([90, 30, [2, 3, 1], ['0', '1', '2', '3']]);
  for (const { values, labels } of [training, held])
    for (let i = 0; i < labels!.length; i++) expect([Math.round(255 * values[6 * i]!), labels![i]]).toEqual([i, i % 4]);
  expect(idx).toEqual({
    training: { images: 'train-images-idx3-ubyte', labels: 'train-labels-idx1-ubyte.gz' },
    test: { images: 't10k-images-idx3-ubyte.gz', labels: 't10k-labels-idx1-ubyte' },
  });
});

test('one file of images is split, with or without labels', async () => {
  const alone = await read(images('x.idx', 40));
  expect([count(alone.training), count(alone.test), alone.training.labels]).toEqual([34, 6, undefined]);
  const { training } = await read(images('x.idx3-ubyte', 40), labels('y.idx1-ubyte', 40));
  for (let i = 0; i < 34; i++) expect(training.labels![i]).toBe(Math.round(255 * training.values[6 * i]!) % 4);
});

test('of as many images in both files, the names tell which labels are theirs, and which are tests', async () => {
  const { idx } = await read(
    images('test-images.idx', 20),
    labels('test-labels.idx', 20),
    images('train-images.idx', 20),
    labels('train-labels.idx', 20),
  );
  expect(idx!.training).toEqual({ images: 'train-images.idx', labels: 'train-labels.idx' });
  expect(idx!.test).toEqual({ images: 'test-images.idx', labels: 'test-labels.idx' });
});

describe('what does not belong together is refused in one sentence', () => {
  test.each([
    [[labels('y.idx', 40)], /^y\.idx has labels and no images; /],
    [[images('x.idx', 40), labels('y.idx', 39)], /^y\.idx belongs to no images: /],
    [[images('x.idx', 10)], /^x\.idx has 10 images; at least 20 are needed$/],
    [[images('a.idx', 40), images('b.idx', 30, 4)], /^a\.idx has images of 2×3×1, and b\.idx of 2×4×1$/],
    [[images('a.idx', 40), labels('y.idx', 40), images('b.idx', 30)], /^b\.idx has no labels, /],
    [[images('a.idx', 9), images('b.idx', 9), images('c.idx', 9)], /^3 files have images; /],
    [[new File(['nothing'], 'x.idx')], /x\.idx starts with 6e 6f; IDX starts with 00 00/],
  ])('%#', async (files, said) => {
    const refused = await read(...files).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(InputError);
    expect((refused as Error).message).toMatch(said);
  });
});

test('the program reads the same files', async () => {
  const text = (data: Data): string => nodeProgram({ model: '', body: '', data });
  const both = text(
    await read(
      images('train-images.idx', 40),
      labels('train-labels.idx', 40),
      images('t10k-images.idx', 30),
      labels('t10k-labels.idx', 30),
    ),
  );
  expect(both).toContain(
    `const test = fromIdx(await readIdx(await readFile('t10k-images.idx'), 't10k-images.idx'), await readIdx(await readFile('t10k-labels.idx'), 't10k-labels.idx'));`,
  );
  expect(text(await read(images('x.idx', 40)))).toContain(
    `const [training, test] = split(fromIdx(await readIdx(await readFile('x.idx'), 'x.idx')), 0.85, { seed: 1 });`,
  );
});
