import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import type { Group } from '@autoencoders/core';
import { InputError } from '@autoencoders/core';
import { squaredError } from '@autoencoders/losses';
import { digitsLike } from '@autoencoders/testing';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { plainModel, weightsOf } from '../test/helpers.js';
import { fit } from './fit.js';
import { checkedGroup, shardOf } from './group.js';

/*
 * What needs no second process. That several ranks train as one does is tested in packages/mpi.
 */
const data = digitsLike(30);
beforeAll(() => setBackend('cpu'));
afterAll(() => data.dispose());

const groupOf = (rank: number, size: number, allReduce: Group['allReduce'] = () => undefined): Group => ({
  rank,
  size,
  allReduce,
  broadcast: () => undefined,
  barrier: () => undefined,
  close: () => undefined,
});

describe('shardOf', () => {
  it.each([1, 2, 3, 7, 64])('divides a batch of %d rows among 4 ranks without gaps', (size) => {
    const shards = [0, 1, 2, 3].map((rank) => shardOf(groupOf(rank, 4), size)!);
    const own = shards.filter(({ share }) => share > 0);
    expect(own.flatMap(({ from, rows }) => Array.from({ length: rows }, (_, i) => from + i))).toEqual([...Array(size).keys()]);
    expect(own.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    // A rank without rows of its own computes one that counts for nothing.
    expect(shards.every(({ rows, of }) => rows >= 1 && of === size)).toBe(true);
  });
});

test('a group of one trains as no group, to the last bit', async () => {
  const options = { loss: { squaredError }, epochs: 2, batch: 8, seed: 1 };
  using alone = plainModel();
  using inGroup = plainModel();
  await fit(alone, data, options);
  await fit(inGroup, data, { ...options, group: groupOf(0, 1) });
  expect(weightsOf(inGroup)).toEqual(weightsOf(alone));
});

test('a rank whose weights or options differ is named, before the first step', async () => {
  using model = plainModel();
  const before = weightsOf(model);
  const withOther = (place: number): Group =>
    groupOf(0, 2, (all) => {
      // What rank 1 adds: the hashes of rank 0, with another one at this place.
      if (all!.length === 16)
        all!.set(
          all!.subarray(0, 8).map((half, i) => (i === place ? half + 1 : half)),
          8,
        );
    });
  const options = { loss: { squaredError }, epochs: 1 };
  const problems = [
    'another model than rank 0; build the same on every rank',
    'other data than rank 0; give every rank the same',
    'other options than rank 0; give every rank the same',
    'other weights than rank 0; build the model with the same seed',
  ];
  for (const [i, problem] of problems.entries())
    await expect(fit(model, data, { ...options, group: withOther(2 * i) })).rejects.toThrow(new InputError(`fit: rank 1 has ${problem}`));
  expect(weightsOf(model)).toEqual(before);
});

test('ranks whose rank 0 cannot read its checkpoint say so', async () => {
  using model = plainModel();
  const failing = { ...groupOf(1, 2), broadcast: (_: number, head?: Float32Array) => void head!.set([2, 0, 0]) };
  await expect(fit(model, data, { loss: { squaredError }, epochs: 1, group: failing })).rejects.toThrow(
    new InputError('fit: resume: rank 0 cannot read its checkpoint'),
  );
});

test('what is no group is refused', () => {
  expect(() => checkedGroup('fit', 4 as unknown as Group)).toThrow(
    new InputError('fit: group must be a group of processes, such as mpiGroup() gives, not 4'),
  );
});

test('an error of the group ends the training with it', async () => {
  using model = plainModel();
  let calls = 0;
  const group = groupOf(0, 2, (all) => {
    if (++calls === 1) all!.set(all!.subarray(0, 8), 8);
    else if (calls > 3) throw new InputError('localGroup: rank 1 has ended');
  });
  await expect(fit(model, data, { loss: { squaredError }, epochs: 1, batch: 8, group })).rejects.toThrow('localGroup: rank 1 has ended');
});
