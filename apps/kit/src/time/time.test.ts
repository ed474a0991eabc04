import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { chain, dense, sigmoid } from '@autoencoders/layers';
import { autoencoder, stacked } from '@autoencoders/models';
import { beforeAll, describe, expect, test } from 'vitest';
import { withBeside } from '../beside.js';
import type { AnyModel } from '../definition.js';
import { emptyCopy, setWeights, weightsOf } from './past-model.js';
import { placeOf, player } from './player.js';
import { withSnapshot } from './snapshots.js';
import type { Snapshot } from './snapshots.js';

const at = (epoch: number, weight: number = epoch): Snapshot => ({
  epoch,
  progress: undefined,
  weights: [{ kernel: Float32Array.of(weight, 0, 0, 0) }],
});
const epochsOf = (snapshots: readonly Snapshot[]): number[] => snapshots.map(({ epoch }) => epoch);
const all = (epochs: number, limits?: Parameters<typeof withSnapshot>[2]): readonly Snapshot[] =>
  Array.from({ length: epochs + 1 }, (_, epoch) => at(epoch)).reduce<readonly Snapshot[]>(
    (kept, next) => withSnapshot(kept, next, limits),
    [],
  );

describe('snapshots', () => {
  test('are kept for each epoch at first, then thinned evenly; the first and the last stay', () => {
    expect(epochsOf(all(30))).toEqual(Array.from({ length: 31 }, (_, i) => i));
    const many = epochsOf(all(300));
    expect([many.length, many[0], many.at(-1)]).toEqual([40, 0, 300]);
    const gaps = many.slice(1).map((epoch, i) => epoch - many[i]!);
    // Evenly would be 7.7 each.
    expect(Math.max(...gaps)).toBeLessThanOrEqual(16);
  });

  test('take bounded memory, however large the model is', () => {
    // Each takes 16 bytes.
    expect(epochsOf(all(50, { most: 40, bytes: 80 }))).toHaveLength(5);
    expect(epochsOf(all(50, { most: 40, bytes: 1 }))).toEqual([0, 50]);
  });

  test('of the same epoch replace each other; the same weights are left out', () => {
    const some = [at(0), at(1)];
    expect(withSnapshot(some, at(1, 7))).toEqual([at(0), at(1, 7)]);
    expect(withSnapshot(some, at(2, 1))).toBe(some);
  });
});

describe('a past model', () => {
  beforeAll(() => setBackend('cpu'));
  const plain = (seed: number): AnyModel => autoencoder({ input: [4], encoder: chain(dense(3), sigmoid), decoder: dense(4), seed });
  const outputOf = (model: AnyModel): number[] => tidy(() => [...model.reconstruct(tensor2d([[1, 0, 0.5, 0.2]]) as Tensor2D).dataSync()]);

  test.each([
    ['a model', () => plain(2)],
    ['a model with one beside it', () => withBeside(plain(3), plain(4))],
    [
      'a stack',
      (): AnyModel =>
        stacked({
          input: [4],
          levels: [
            { encoder: dense(3), decoder: dense(4) },
            { encoder: dense(2), decoder: dense(3) },
          ],
        }),
    ],
  ])('does what %s did, and leaves no tensors', (_, make) => {
    const before = memory().numTensors;
    const model = make();
    const [then, weights] = [outputOf(model), weightsOf(model)];
    const besides = model.beside && outputOf(model.beside);
    // The model is trained further.
    setWeights(
      model,
      weights.map((part) => Object.fromEntries(Object.entries(part).map(([path, values]) => [path, values.map((v) => v + 1)]))),
    );
    expect(outputOf(model)).not.toEqual(then);
    const past = emptyCopy(model);
    setWeights(past, weights);
    expect(outputOf(past)).toEqual(then);
    expect(past.beside && outputOf(past.beside)).toEqual(besides);
    for (const each of [model, past]) each.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

describe('the player', () => {
  const snapshots = [at(0), at(1), at(2)];
  const looks = (shown?: Snapshot) => {
    const seen: (number | undefined)[] = [];
    const times = { snapshots, shown, epoch: 2 };
    return { seen, play: player(() => times, { look: (snapshot) => seen.push(snapshot?.epoch), drawn: async () => undefined }) };
  };

  test('goes from the beginning to now, or on from what is shown', async () => {
    const [whole, rest] = [looks(), looks(at(0))];
    await Promise.all([whole.play.play(), rest.play.play()]);
    expect([whole.seen, rest.seen]).toEqual([
      [0, 1, undefined],
      [1, undefined],
    ]);
    expect(whole.play.isPlaying()).toBe(false);
  });

  test('stops', async () => {
    const { seen, play } = looks();
    const ended = play.play();
    play.stop();
    await ended;
    expect(seen).toEqual([0]);
  });

  test('finds the place of a snapshot that was thinned out', () => {
    expect(placeOf({ snapshots, shown: undefined })).toBe(2);
    expect(placeOf({ snapshots, shown: at(0.5) })).toBe(1);
  });
});
