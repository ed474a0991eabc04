import '@tensorflow/tfjs-backend-cpu';
import { dispose, mul, slice, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { expectNoLeaks } from '@autoencoders/testing';
import { afterAll, expect, test } from 'vitest';
import { ofArray, ofTensor } from './examples.js';
import { mapped, memorySource, rowsAtOnce, stored } from './source.js';
import type { PassOptions, Source } from './source.js';

const x = tensor2d([
  [0, 1],
  [10, 11],
  [20, 21],
  [30, 31],
]);
afterAll(() => x.dispose());

const memory = memorySource({ data: ofTensor(x), target: ofArray([5, 6, 7, 8], []) });
const doubled = mapped(memory, [2], (batch) => mul(batch, 2) as Tensor2D);

/** The numbers of the batches of one pass, and of their targets. */
async function seen(source: Source, options: PassOptions): Promise<{ x: number[][]; targets: number[][]; last: boolean[] }> {
  const found: Awaited<ReturnType<typeof seen>> = { x: [], targets: [], last: [] };
  for await (const { load, last, size } of source.batches(options)) {
    const batch = tidy(() => load());
    expect(batch.x.shape[0]).toBe(size);
    found.x.push(Array.from(batch.x.dataSync()));
    found.targets.push(Array.from(batch.target.dataSync()));
    found.last.push(last);
    dispose(batch);
  }
  return found;
}

test('a pass gives all examples with their targets, in batches', () =>
  expectNoLeaks(async () => {
    expect(await seen(memory, { size: 3 })).toEqual({
      x: [
        [0, 1, 10, 11, 20, 21],
        [30, 31],
      ],
      targets: [[5, 6, 7], [8]],
      last: [false, true],
    });
  }));

test('with a seed, in another order, and the targets with them', () =>
  expectNoLeaks(async () => {
    const { x: rows, targets } = await seen(memory, { size: 1, seed: 4 });
    expect(targets.flat()).not.toEqual([5, 6, 7, 8]);
    expect(targets.flat().sort()).toEqual([5, 6, 7, 8]);
    expect(rows.map(([first]) => first)).toEqual(targets.map(([target]) => (target! - 5) * 10));
  }));

test('it divides into a share and the rest, in the order of the data', () =>
  expectNoLeaks(async () => {
    const [rest, aside] = memory.divide(0.25, 2);
    const parts = [(await seen(rest, { size: 4 })).targets.flat(), (await seen(aside, { size: 4 })).targets.flat()];
    expect([rest.count, aside.count]).toEqual([3, 1]);
    expect(parts[0]).toEqual(parts[0]!.toSorted());
    expect(parts.flat().toSorted()).toEqual([5, 6, 7, 8]);
  }));

test('a function of the examples is computed when a batch is loaded, and is its own target', () =>
  expectNoLeaks(async () => {
    const { x: rows, targets } = await seen(doubled, { size: 4 });
    expect([rows, targets]).toEqual([[[0, 2, 20, 22, 40, 42, 60, 62]], [[0, 2, 20, 22, 40, 42, 60, 62]]]);
  }));

test('what takes more numbers on the way is read fewer at a time', () => {
  const wide = memorySource({ data: ofArray(new Float32Array(2 ** 21 * 3), [2 ** 21]), target: undefined });
  const narrow = mapped(wide, [1], (batch) => slice(batch, [0, 0], [-1, 1]));
  expect([wide.cost, narrow.cost]).toEqual([2 ** 21, 2 ** 21 + 1]);
  expect([rowsAtOnce(wide), rowsAtOnce(narrow)]).toEqual([2, 1]);
});

test('stored, the examples need nothing of what they were made of', async () => {
  const kept = await expectNoLeaks(() => stored(doubled, 4));
  expect([kept.count, kept.shape, kept.cost]).toEqual([4, [2], 2]);
  expect((await seen(kept, { size: 4 })).x).toEqual([[0, 2, 20, 22, 40, 42, 60, 62]]);
});
