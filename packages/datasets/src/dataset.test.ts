import '@tensorflow/tfjs-backend-cpu';
import { memory } from '@tensorflow/tfjs-core';
import { bits } from '@autoencoders/core/internal';
import { describe, expect, it, test } from 'vitest';
import { batches } from './batches.js';
import { count, toFlat, toImages } from './dataset.js';
import { shuffled, take } from './select.js';
import { split } from './split.js';
import type { NamedDataset } from './dataset.js';

/** `n` examples of the given shape whose values, and whose label, are the example's own number. */
function numbered(n: number, shape: readonly number[] = [2, 3, 1]): NamedDataset {
  const size = shape.reduce((a, b) => a * b, 1);
  return {
    name: 'numbered',
    shape,
    values: Float32Array.from({ length: n * size }, (_, i) => Math.floor(i / size)),
    labels: Int32Array.from({ length: n }, (_, i) => i),
  };
}

/** The numbers of the examples, after a look that values and labels went together. */
function numbers({ shape, values, labels }: NamedDataset): number[] {
  const size = shape.reduce((a, b) => a * b, 1);
  labels!.forEach((label, i) => expect([...values.subarray(i * size, (i + 1) * size)]).toEqual(Array(size).fill(label)));
  expect(values.length).toBe(labels!.length * size);
  return [...labels!];
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const sorted = (list: readonly number[]): number[] => [...list].sort((a, b) => a - b);
const empty: NamedDataset = { name: 'none', shape: [4], values: new Float32Array(0) };

describe('tensors', () => {
  it('has the examples as images and as rows, and leaves no tensor behind', () => {
    const before = memory().numTensors;
    const images = toImages(numbered(4));
    const rows = toFlat(take(shuffled(numbered(9), { seed: 1 }), 4));
    expect(images.shape).toEqual([4, 2, 3, 1]);
    expect([...images.dataSync()]).toEqual([...numbered(4).values]);
    expect(rows.shape).toEqual([4, 6]);
    expect([...rows.dataSync()]).toEqual([...take(shuffled(numbered(9), { seed: 1 }), 4).values]);
    expect(memory().numTensors).toBe(before + 2);
    images.dispose();
    rows.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('makes none elsewhere', () => {
    const before = memory().numTensors;
    split(shuffled(numbered(20), { seed: 1 }), 0.5, { seed: 2 }).flatMap((part) => [...batches(part, 3, { seed: 3 })]);
    expect(memory().numTensors).toBe(before);
  });

  it('refuses what is no image', () => {
    expect(() => toImages(numbered(2, [6]))).toThrow(
      'toImages: an example of "numbered" must be [height, width, channels], not [6]; toFlat takes any shape',
    );
  });
});

describe('count', () => {
  it('counts', () => {
    expect(count(numbered(7))).toBe(7);
    expect(count(empty)).toBe(0);
  });

  it('refuses a dataset whose parts do not fit each other', () => {
    expect(() => count({ ...numbered(7), shape: [5] })).toThrow(
      'count: the 42 values of "numbered" do not divide into examples of shape [5]',
    );
    expect(() => count({ ...numbered(7), shape: [2, 0] })).toThrow(
      'count: the shape of "numbered" must be whole numbers of 1 or more, not [2, 0]',
    );
    expect(() => count({ ...numbered(7), labels: new Int32Array(6) })).toThrow('count: "numbered" has 7 examples and 6 labels');
  });
});

describe('shuffled', () => {
  it('is a permutation that its seed decides, and changes nothing it is given', () => {
    const dataset = numbered(50);
    const order = numbers(shuffled(dataset, { seed: 7 }));
    expect(sorted(order)).toEqual(upTo(50));
    expect(order).not.toEqual(upTo(50));
    expect(numbers(shuffled(dataset, { seed: 7 }))).toEqual(order);
    expect(numbers(shuffled(dataset, { seed: 8 }))).not.toEqual(order);
    expect(numbers(dataset)).toEqual(upTo(50));
  });

  it('gives the same order everywhere', () => {
    expect(numbers(shuffled(numbered(8), { seed: 1 }))).toEqual([2, 1, 5, 4, 0, 3, 7, 6]);
  });

  it('shuffles what has no labels', () => {
    const result = shuffled({ ...numbered(5), labels: undefined }, { seed: 1 });
    expect(result.labels).toBeUndefined();
    expect(sorted([...result.values])).toEqual([...numbered(5).values]);
  });
});

describe('take', () => {
  it('gives the first examples', () => {
    expect(numbers(take(numbered(9), 4))).toEqual([0, 1, 2, 3]);
    expect(numbers(take(numbered(9), 9))).toEqual(upTo(9));
  });

  test.each([
    [10, '10'],
    [0, '0'],
    [1.5, '1.5'],
    [NaN, 'NaN'],
  ])('refuses %s of 9', (value, shown) => {
    expect(() => take(numbered(9), value)).toThrow(`take: count must be a whole number from 1 to 9, not ${shown}`);
  });
});

describe('split', () => {
  it('cuts by share and by number', () => {
    const [first, rest] = split(numbered(10), 0.7);
    expect([numbers(first), numbers(rest)]).toEqual([upTo(7), [7, 8, 9]]);
    expect(split(numbered(10), 1).map(count)).toEqual([1, 9]);
    expect(split(numbered(10), 0.55).map(count)).toEqual([6, 4]);
  });

  it('is a partition whatever the size, the cut and the seed', () => {
    const words = bits(120, 5);
    for (let i = 0; i < words.length; i += 3) {
      const n = 2 + (words[i]! % 60);
      const end = 1 + (words[i + 1]! % (n - 1));
      const [first, rest] = split(numbered(n), end, { seed: words[i + 2]! });
      expect(count(first)).toBe(end);
      expect(sorted([...numbers(first), ...numbers(rest)])).toEqual(upTo(n));
      expect(numbers(split(numbered(n), end, { seed: words[i + 2]! })[0])).toEqual(numbers(first));
    }
  });

  it('shuffles as shuffled does', () => {
    expect(split(numbered(10), 4, { seed: 3 }).flatMap(numbers)).toEqual(numbers(shuffled(numbered(10), { seed: 3 })));
  });

  test.each([0, 1.5, -0.5, NaN, Infinity])('refuses %s', (first) => {
    expect(() => split(numbered(9), first)).toThrow(
      `split: first must be a share between 0 and 1 or a whole number of 1 or more, not ${first}`,
    );
  });

  it('refuses to leave a side empty', () => {
    expect(() => split(numbered(9), 9)).toThrow('split: 9 of the 9 examples of "numbered" leaves one side empty');
    expect(() => split(numbered(9), 0.01)).toThrow('split: a share of 0.01 of the 9 examples of "numbered" leaves one side empty');
    expect(() => split(numbered(1), 0.5)).toThrow('split: a share of 0.5 of the 1 examples of "numbered" leaves one side empty');
  });
});

describe('batches', () => {
  it('gives each example once, in order without a seed', () => {
    const list = [...batches(numbered(10), 4)];
    expect(list.map(count)).toEqual([4, 4, 2]);
    expect(list.flatMap(numbers)).toEqual(upTo(10));
    expect([...batches(numbered(3), 100)].map(numbers)).toEqual([[0, 1, 2]]);
  });

  it('is a partition in the order of shuffled with a seed, whatever the sizes', () => {
    const words = bits(90, 6);
    for (let i = 0; i < words.length; i += 3) {
      const n = 1 + (words[i]! % 60);
      const size = 1 + (words[i + 1]! % 20);
      const list = [...batches(numbered(n), size, { seed: words[i + 2]! })];
      expect(list.length).toBe(Math.ceil(n / size));
      expect(list.flatMap(numbers)).toEqual(numbers(shuffled(numbered(n), { seed: words[i + 2]! })));
    }
  });

  test.each([0, -1, 2.5, NaN])('refuses a size of %s before the first batch is asked for', (size) => {
    expect(() => batches(numbered(9), size)).toThrow(`batches: size must be a whole number of 1 or more, not ${size}`);
  });
});

test.each([
  ['shuffled', (seed: number) => shuffled(numbered(9), { seed })],
  ['split', (seed: number) => split(numbered(9), 3, { seed })],
  ['batches', (seed: number) => batches(numbered(9), 3, { seed })],
] as const)('%s refuses seeds that are no whole numbers of 0 or more', (name, call) => {
  for (const seed of [-1, 0.5, NaN]) expect(() => call(seed)).toThrow(`${name}: seed must be a whole number of 0 or more, not ${seed}`);
});

test.each([
  ['toImages', toImages],
  ['toFlat', toFlat],
  ['shuffled', (dataset: NamedDataset) => shuffled(dataset, { seed: 1 })],
  ['take', (dataset: NamedDataset) => take(dataset, 1)],
  ['split', (dataset: NamedDataset) => split(dataset, 0.5)],
  ['batches', (dataset: NamedDataset) => batches(dataset, 1)],
] as const)('%s refuses an empty dataset', (name, call) => {
  expect(() => call(empty)).toThrow(`${name}: "none" has no examples`);
});
