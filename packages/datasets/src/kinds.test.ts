import '@tensorflow/tfjs-backend-cpu';
import { pickRows, rowCount, sliceRows } from '@autoencoders/core/internal';
import type { ArrayDataset, Dataset, IndexedDataset, StreamDataset } from '@autoencoders/core';
import { describe, expect, test } from 'vitest';
import { batches } from './batches.js';
import { cache, prefetch } from './buffer.js';
import { count } from './dataset.js';
import { shuffled, take } from './select.js';
import { shard } from './shard.js';
import { split } from './split.js';
import { filter, map } from './transform.js';

const COUNT = 2500;
/** Example i is [i, −i] with label i mod 4. */
const memory: ArrayDataset = {
  name: 'numbers',
  shape: [2],
  values: Float64Array.from({ length: 2 * COUNT }, (_, i) => (i % 2 ? 0 - Math.floor(i / 2) : i / 2)),
  labels: Uint8Array.from({ length: COUNT }, (_, i) => i % 4),
};
const indexed: IndexedDataset = { name: 'numbers', shape: [2], count: COUNT, rows: async (places) => pickRows(memory, places) };
const open = { streams: 0 };
const stream = (size: number): StreamDataset => ({
  name: 'numbers',
  shape: [2],
  async *chunks() {
    open.streams++;
    try {
      for (let at = 0; at < COUNT; at += size) yield sliceRows(memory, at, Math.min(COUNT, at + size));
    } finally {
      open.streams--;
    }
  },
});

const kinds: readonly (readonly [string, Dataset])[] = [
  ['in memory', memory],
  ['by rows', indexed],
  ['a stream', stream(7)],
  ['a stream in long chunks', stream(1999)],
];

/** The numbers of the examples, after a look that values and labels went together. */
async function numbers(dataset: Dataset): Promise<number[]> {
  const { values, labels } = await cache(dataset);
  const found = Array.from(labels!, (label, i) => {
    expect([values[2 * i + 1], values[2 * i]! % 4]).toEqual([-values[2 * i]! + 0, label]);
    return values[2 * i]!;
  });
  expect(open.streams).toBe(0);
  return found;
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const sorted = (list: readonly number[]): number[] => list.toSorted((a, b) => a - b);

describe.each(kinds)('%s', (name, dataset) => {
  test('cache reads all examples, in their order', async () => {
    expect(await numbers(dataset)).toEqual(upTo(COUNT));
    expect((await cache(dataset)).name).toBe('numbers');
  });

  test('take gives the first', async () => {
    expect(await numbers(take(dataset, 1000))).toEqual(upTo(1000));
    expect(await numbers(take(take(dataset, 20), 3))).toEqual(upTo(3));
  });

  test('shard gives each example to one of three ranks', async () => {
    const parts = [0, 1, 2].map((rank) => shard(dataset as IndexedDataset, { rank, size: 3 }));
    for (const [rank, part] of parts.entries()) {
      const own = upTo(COUNT).filter((i) => i % 3 === rank);
      expect(await numbers(part)).toEqual(own);
      if (part.count !== undefined) expect(part.count).toBe(own.length);
    }
  });

  test('shuffled gives all in another order, the same for the same seed', async () => {
    const order = await numbers(shuffled(dataset, { seed: 3 }));
    expect(sorted(order)).toEqual(upTo(COUNT));
    expect(order).not.toEqual(upTo(COUNT));
    expect(await numbers(shuffled(dataset, { seed: 3 }))).toEqual(order);
    expect(await numbers(shuffled(dataset, { seed: 4 }))).not.toEqual(order);
  });

  test('split by a share gives each example once, the same for the same seed', async () => {
    const parts = split(dataset, 0.3, { seed: 2 });
    const [first, rest] = [await numbers(parts[0]), await numbers(parts[1])];
    expect(sorted([...first, ...rest])).toEqual(upTo(COUNT));
    // A stream draws for each example: 750 ± 23.
    expect(Math.abs(first.length - 750)).toBeLessThan(name.startsWith('a stream') ? 100 : 1);
    expect(await numbers(split(dataset, 0.3, { seed: 2 })[0])).toEqual(first);
  });

  test('split by a number gives the first ones', async () => {
    const [first, rest] = split(dataset, 1001);
    expect(await numbers(first)).toEqual(upTo(1001));
    expect(await numbers(rest)).toEqual(upTo(COUNT).slice(1001));
  });

  test('map changes the numbers, and can change the shape', async () => {
    const doubled = map(dataset, ({ values, label }) => [values[0]! * 2, label!]);
    const narrow = map(doubled, ({ values }) => [values[0]!], [1]);
    expect(narrow.shape).toEqual([1]);
    expect(Array.from((await cache(narrow)).values)).toEqual(upTo(COUNT).map((i) => 2 * i));
    expect(Array.from((await cache(narrow)).labels!)).toEqual(upTo(COUNT).map((i) => i % 4));
  });

  test('filter keeps some', async () => {
    const odd = filter(dataset as ArrayDataset, ({ values, label }) => values[0]! % 2 === 1 && label === 3);
    expect(await numbers(odd)).toEqual(upTo(COUNT).filter((i) => i % 4 === 3));
  });

  test('batches have the size that is asked for', async () => {
    const sizes: number[] = [];
    const seen: number[] = [];
    for await (const batch of batches(dataset as IndexedDataset, 600, { seed: 1 })) {
      sizes.push(rowCount(batch));
      seen.push(...(await numbers(batch)));
    }
    expect(sizes).toEqual([600, 600, 600, 600, 100]);
    expect(sorted(seen)).toEqual(upTo(COUNT));
    expect(seen).not.toEqual(upTo(COUNT));
  });
});

describe('streams', () => {
  test('are shuffled and split by the seed, whatever their chunks are', async () => {
    for (const change of [(data: StreamDataset) => shuffled(data, { seed: 5, window: 100 }), (data: StreamDataset) => split(data, 0.5)[0]])
      expect(await numbers(change(stream(7)))).toEqual(await numbers(change(stream(1999))));
  });

  test('an example moves by two windows at most, and far within them', async () => {
    const order = await numbers(shuffled(stream(50), { window: 100 }));
    const moved = order.map((number, place) => Math.abs(number - place));
    expect(Math.max(...moved)).toBeLessThanOrEqual(200);
    expect(moved.reduce((a, b) => a + b) / COUNT).toBeGreaterThan(30);
  });

  test('are closed when a loop over what was made of them is left', async () => {
    const made = prefetch(
      filter(
        map(take(shuffled(stream(10), { window: 50 }), 2000), ({ values }) => values),
        () => true,
      ),
      { chunks: 3 },
    );
    for await (const chunk of made.chunks()) {
      expect(rowCount(chunk)).toBeGreaterThan(0);
      expect(open.streams).toBe(1);
      break;
    }
    expect(open.streams).toBe(0);
  });

  test('prefetch reads ahead, and no further', async () => {
    let made = 0;
    const counted: StreamDataset = {
      shape: [2],
      async *chunks() {
        for (; made < 10; made++) yield sliceRows(memory, made, made + 1);
      },
    };
    for await (const chunk of prefetch(counted, { chunks: 3 }).chunks()) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(made).toBe(Math.min(10, Number(chunk.values[0]) + 3));
    }
  });
});

describe('split', () => {
  const share = (part: ArrayDataset, label: number): number => Array.from(part.labels!).filter((each) => each === label).length;

  test('stratified, both parts have the same share of every class', () => {
    const skewed = filter(memory, ({ values, label }) => label === 0 || values[0]! % 40 === 1);
    const [first, rest] = split(skewed, 0.2, { stratify: true, seed: 1 });
    expect([share(skewed, 0), share(skewed, 1)]).toEqual([625, 63]);
    expect([share(first, 0), share(first, 1), share(rest, 0), share(rest, 1)]).toEqual([125, 13, 500, 50]);
    expect(Array.from(first.values)).not.toEqual(Array.from(split(skewed, 0.2, { stratify: true, seed: 2 })[0].values));
    const [named] = split(indexed, 0.2, { stratify: Array.from(memory.labels!, (label) => `class ${label}`) });
    expect(count(named)).toBe(500);
  });

  test('by group, no group is in both parts', async () => {
    const groups = Array.from({ length: COUNT }, (_, i) => `patient ${(i * 7) % 97}`);
    const parts = split(memory, 0.5, { groups, seed: 1 });
    const [first, rest] = [(await numbers(parts[0])).map((i) => groups[i]), (await numbers(parts[1])).map((i) => groups[i])];
    expect(first.filter((group) => rest.includes(group))).toEqual([]);
    expect(first.length).toBeGreaterThanOrEqual(1250);
    expect(first.length).toBeLessThan(1250 + 27);
  });

  test('by time, the first part has the earliest', async () => {
    const times = Array.from({ length: COUNT }, (_, i) => (i * 37) % 1000);
    const [first, rest] = split(memory, 0.4, { times });
    const latest = Math.max(...(await numbers(first)).map((i) => times[i]!));
    expect(latest).toBeLessThanOrEqual(Math.min(...(await numbers(rest)).map((i) => times[i]!)));
  });

  test.each<[message: string, run: () => unknown]>([
    ['split: stratify and groups exclude each other; give one of them', () => split(memory, 0.5, { stratify: true, groups: [] })],
    ['split: groups must have one value for each of the 2500 examples, not 3', () => split(memory, 0.5, { groups: [1, 2, 3] })],
    [
      'split: "numbers" has no labels to stratify by; give stratify a class for each example',
      () => split(indexed, 0.5, { stratify: true }),
    ],
    ['split: times holds NaN for example 1; every example needs a time', () => split(take(memory, 2), 0.5, { times: [1, NaN] })],
    [
      'split: stratify needs examples in memory or by rows, and "numbers" is a stream; use cache first',
      () => split(stream(9), 0.5, { stratify: true }),
    ],
    [
      'split: a share of 0.5 of the 20 examples of "numbers" leaves one side empty',
      () => split(take(memory, 20), 0.5, { groups: Array(20).fill(1) }),
    ],
    ['shuffled: window is for streams; other datasets are shuffled as a whole', () => shuffled(memory, { window: 5 })],
    ['take: count must be a whole number from 1 to 2500, not 2501', () => take(indexed, 2501)],
    ['shard: size must be a whole number from 1 to 2500, not 2501', () => shard(indexed, { rank: 0, size: 2501 })],
    ['shard: rank must be a whole number from 0 to 2, not 3', () => shard(indexed, { rank: 3, size: 3 })],
    [
      'map: f must give 3 numbers, as the shape [3] holds, and gave 2 for an example of "numbers"',
      () => map(memory, ({ values }) => values, [3]),
    ],
    ['map: f must be a function, not 3', () => map(memory, 3 as never)],
    ['prefetch: chunks must be a whole number of 1 or more, not 0', () => prefetch(stream(1), { chunks: 0 })],
  ])('%s', (message, run) => {
    expect(run).toThrow(message);
  });

  test('no examples are left', async () => {
    await expect(cache(filter(stream(9), () => false))).rejects.toThrow('cache: "numbers" has no examples');
  });
});
