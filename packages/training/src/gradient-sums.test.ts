import '@tensorflow/tfjs-backend-cpu';
import { dispose, memory, setBackend, tensor } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import type { Group, Shard } from '@autoencoders/core';
import { chain, dense, relu } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import { digitsLike } from '@autoencoders/testing';
import { beforeAll, expect, it, test } from 'vitest';
import { fit } from './fit.js';
import { gradientSums } from './gradient-sums.js';

/*
 * The order of messages, by a group that notes them. That the sums are right, and the same in whatever way they are made, is tested with several
 * processes in packages/mpi.
 */
beforeAll(() => setBackend('cpu'));

/** Rank 0 of two, where the other one has the same numbers. It notes the first number of each message, and each wait. */
function noting(background: boolean): { readonly shard: Shard; readonly notes: string[] } {
  const notes: string[] = [];
  const double = (array: Float32Array): void => array.forEach((x, i) => (array[i] = 2 * x));
  const nameOf = (array: Float32Array): string => `${array[0]} (${array.length})`;
  const group: Shard['group'] = {
    rank: 0,
    size: 2,
    allReduce(...arrays) {
      notes.push(...arrays.map((array) => `sum ${nameOf(array)}`));
      arrays.forEach(double);
    },
    allReduceAsync: background
      ? (array) => {
          const name = nameOf(array);
          notes.push(`begin ${name}`);
          return {
            wait() {
              notes.push(`wait ${name}`);
              double(array);
            },
          };
        }
      : undefined,
  };
  return { shard: { group, from: 0, rows: 1, of: 2, share: 0.5 }, notes };
}

const LARGE = 65_536;
/** The gradients of three layers, each of which has one number everywhere. */
const sizes = { first: LARGE, bias: 3, middle: LARGE - 1, last: LARGE + 1 } as const;
const gradients = (): Record<string, Tensor> =>
  Object.fromEntries(Object.entries(sizes).map(([path, size], i) => [path, tensor(new Float32Array(size).fill(i + 1))]));
const values = () => tensor([10, 20]) as never;
const messages = [`${4} (${LARGE + 1})`, `5 (${2 + 3 + LARGE - 1})`, `1 (${LARGE})`];

it.each([false, true])('large gradients are messages, the first layer last; in the background: %s', (background) => {
  const { shard, notes } = noting(background);
  const before = memory().numTensors;
  const found = gradientSums(shard).finish({ values: values(), gradients: gradients() });
  expect(notes).toEqual(
    background ? ['begin', 'wait'].flatMap((what) => messages.map((each) => `${what} ${each}`)) : messages.map((each) => `sum ${each}`),
  );
  expect(Object.keys(found.gradients)).toEqual(Object.keys(sizes));
  // The loss terms have the share of this rank, the gradients have it already.
  expect([...found.values.dataSync()]).toEqual([10, 20]);
  for (const [i, gradient] of Object.values(found.gradients).entries())
    expect(new Set(gradient.dataSync())).toEqual(new Set([2 * (i + 1)]));
  dispose([found.values, ...Object.values(found.gradients)]);
  expect(memory().numTensors).toBe(before);
});

it('sums in place, each message as soon as it and those before are complete', () => {
  const { shard, notes } = noting(true);
  const places = Object.fromEntries(
    Object.entries(sizes).map(([path, size], i) => [path, new Float32Array(new SharedArrayBuffer(4 * size)).fill(i + 1)]),
  );
  const sums = gradientSums(shard);
  const complete = sums.open({
    values: () => Float32Array.of(10, 20),
    gradients: Object.fromEntries(Object.entries(places).map(([path, place]) => [path, () => place])),
  });
  const begun: number[] = [];
  for (const path of ['first', 'bias', undefined, 'last', 'middle']) {
    complete(path);
    begun.push(notes.length);
  }
  expect(begun).toEqual([0, 0, 0, 1, 3]);
  expect(notes).toEqual(messages.map((each) => `begin ${each}`));
  const given = gradients();
  const found = sums.finish({ values: values(), gradients: given });
  expect(found.gradients).toEqual(given);
  for (const [i, place] of Object.values(places).entries()) expect(new Set(place)).toEqual(new Set([2 * (i + 1)]));
  dispose([found.values, ...Object.values(given)]);
});

test('one message is a plain sum, and what goes on is waited for where a step fails', () => {
  const one = noting(true);
  const { values: terms, gradients: all } = gradientSums(one.shard).finish({ values: values(), gradients: { bias: tensor([1, 2]) } });
  expect(one.notes).toEqual(['sum 5 (4)']);
  dispose([terms, ...Object.values(all)]);
  const two = noting(true);
  const sums = gradientSums(two.shard);
  const complete = sums.open({ values: () => Float32Array.of(1), gradients: { first: () => new Float32Array(LARGE) } });
  complete(undefined);
  sums.abandon();
  expect(two.notes).toEqual(['begin 0.5 (1)', 'wait 0.5 (1)']);
});

test('a sum in the background that fails ends the training, and leaves nothing allocated', async () => {
  const data = digitsLike(8);
  const model = autoencoder({ input: [64], encoder: chain(dense(1100), relu, dense(2)), decoder: dense(64), seed: 1 });
  const before = memory().numTensors;
  let steps = 0;
  const group: Group = {
    ...noting(true).shard.group,
    // The ranks compare what they train.
    allReduce: (all) => void all!.set(all!.subarray(0, 8), 8),
    allReduceAsync: () => ({
      wait() {
        if (++steps > 3) throw new InputError('mpiGroup: rank 1 is stuck');
      },
    }),
    broadcast: () => undefined,
    barrier: () => undefined,
    close: () => undefined,
  };
  await expect(fit(model, data, { loss: { squaredError }, epochs: 9, batch: 8, group })).rejects.toThrow('mpiGroup: rank 1 is stuck');
  expect(memory().numTensors).toBe(before);
  model.dispose();
  data.dispose();
});
