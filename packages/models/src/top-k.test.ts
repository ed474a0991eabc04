import '@tensorflow/tfjs-backend-cpu';
import { add, scalar, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import { InputError, leaves } from '@autoencoders/core';
import type { Context, TopK } from '@autoencoders/core';
import { dense } from '@autoencoders/layers';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { autoencoder } from './autoencoder.js';
import type { AutoencoderOf } from './autoencoder.js';
import type { Bottleneck } from './bottlenecks.js';
import { numbers } from '../test/helpers.js';
import { load, save } from './save.js';
import { batchTopK, topK } from './top-k.js';
import type { TopKOptions } from './top-k.js';

const x = digitsLike(6);
afterAll(() => x.dispose());

const rows = [
  [3, -1, 2, 1],
  [-4, 5, -2, -1],
];

interface Applied {
  readonly codes: number[][];
  readonly spare: number[][];
  readonly next: Readonly<Record<string, unknown>>;
}

/** What it gives, and what it would have its statistics become. */
function apply(
  bottleneck: Bottleneck<TopK>,
  activations: number[][],
  training: boolean,
  statistics: Record<string, number | number[]> = {},
): Applied {
  let applied: Applied | undefined;
  tidy(() => {
    const { weights } = bottleneck.init([activations[0]!.length], { seeds: () => 0 }) as {
      weights: { statistics: Record<string, Tensor> };
    };
    const given = Object.fromEntries(
      Object.entries(statistics).map(([name, value]) => [name, Array.isArray(value) ? tensor1d(value) : scalar(value)]),
    );
    const own = { statistics: { ...weights.statistics, ...given } };
    const next: Record<string, unknown> = {};
    const update: NonNullable<Context['update']> = (old, value) => {
      const [name] = Object.entries(own.statistics).find(([, each]) => each === old)!;
      next[name] = value.arraySync();
    };
    const { codes, auxiliaryCodes: spare } = bottleneck.apply(own, tensor2d(activations), { training, ...(training && { update }) });
    applied = { codes: codes.arraySync(), spare: spare().arraySync(), next };
  });
  return applied!;
}

describe('topK', () => {
  test('keeps the k largest activations of each example, as far as they are positive', () => {
    const expected = [
      [3, 0, 2, 0],
      [0, 5, 0, 0],
    ];
    for (const training of [true, false]) expect(apply(topK(2), rows, training).codes).toEqual(expected);
    expect(apply(topK(4), rows, false).codes).toEqual([
      [3, 0, 2, 1],
      [0, 5, 0, 0],
    ]);
  });

  test('counts the examples since each unit fired, in training alone', () => {
    expect(apply(topK(1), rows, true, { idle: [7, 7, 7, 7] }).next).toEqual({ idle: [0, 0, 9, 9] });
    expect(apply(topK(1), rows, false, { idle: [7, 7, 7, 7] }).next).toEqual({});
  });

  test('spares the largest positive activations of dead units', () => {
    const dead = { idle: [9, 10, 11, 12] };
    expect(apply(topK(1, { deadAfter: 10 }), rows, true, dead).spare).toEqual([
      [0, 0, 2, 1],
      [0, 5, 0, 0],
    ]);
    expect(apply(topK(1, { deadAfter: 10, auxK: 1 }), rows, true, dead).spare).toEqual([
      [0, 0, 2, 0],
      [0, 5, 0, 0],
    ]);
    expect(apply(topK(1, { deadAfter: 13 }), rows, true, dead).spare).toEqual([
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
  });
});

describe('batchTopK', () => {
  test('keeps k of an example on average over the batch, in training', () => {
    expect(apply(batchTopK(2), rows, true).codes).toEqual([
      [3, 0, 2, 1],
      [0, 5, 0, 0],
    ]);
    expect(apply(batchTopK(1), rows, true).codes).toEqual([
      [3, 0, 0, 0],
      [0, 5, 0, 0],
    ]);
  });

  test('keeps what lies above the threshold elsewhere, so that neighbours do not matter', () => {
    expect(apply(batchTopK(1), rows, false, { threshold: 1.5 }).codes).toEqual([
      [3, 0, 2, 0],
      [0, 5, 0, 0],
    ]);
  });

  test('its threshold starts at the least activation kept, follows it by a hundredth, and stays where nothing fires', () => {
    expect(apply(batchTopK(1), rows, true).next).toMatchObject({ threshold: 3 });
    const { threshold } = apply(batchTopK(1), rows, true, { threshold: 2 }).next as { threshold: number };
    expect(threshold).toBeCloseTo(2.01, 6);
    expect(apply(batchTopK(1), [[-1, -2]], true, { threshold: 2 }).next).toMatchObject({ threshold: 2 });
    expect(apply(batchTopK(1), [[-1, -2]], true).next).toMatchObject({ threshold: 0 });
  });
});

describe.each([
  ['topK', topK],
  ['batchTopK', batchTopK],
] as const)('a model with %s', (name, make) => {
  const modelOf = (k: number, options?: TopKOptions): AutoencoderOf<Tensor2D, TopK> =>
    autoencoder({ input: [64], encoder: dense(32), bottleneck: make(k, options), decoder: dense(64), seed: 1 });

  test('encodes, reconstructs and leaves nothing behind', async () => {
    using model = modelOf(3);
    await expectNoLeaks(() => tidy(() => model.reconstruct(x).shape));
    tidy(() => {
      const codes = model.encode(x).arraySync();
      if (name === 'topK') for (const code of codes) expect(code.filter((value) => value !== 0).length).toBeLessThanOrEqual(3);
      expect(Math.min(...codes.flat())).toBe(0);
    });
  });

  test('comes back from a file with its options and statistics', async () => {
    using model = modelOf(3, { deadAfter: 100 });
    const statistics = Object.entries(leaves(model.weights)).filter(([path]) => path.includes('statistics'));
    for (const [, leaf] of statistics) tidy(() => (leaf as Variable).assign(add(leaf, 0.25)));
    using again = load(await save(model), { kind: 'autoencoder' });
    expect(again.spec.bottleneck!.config).toEqual({ name, args: [3, { deadAfter: 100 }] });
    expect(numbers(again.encode(x))).toEqual(numbers(model.encode(x)));
  });

  test('is refused where the encoder has fewer units than k', () => {
    expect(() => modelOf(33)).toThrow(
      new InputError(`autoencoder: bottleneck, ${name}: k is 33, but the encoder has only 32 units; choose a k from 1 to 32`),
    );
  });

  test.each([
    [[0], 'k must be a whole number of 1 or more, not 0'],
    [[1.5], 'k must be a whole number of 1 or more, not 1.5'],
    [[1, { deadAfter: 0 }], 'deadAfter must be a whole number of 1 or more, not 0'],
    [[1, { auxK: -1 }], 'auxK must be a whole number of 1 or more, not -1'],
  ] as const)('is refused with %j', (args, message) => {
    expect(() => make(...(args as unknown as [number, TopKOptions?]))).toThrow(new InputError(`${name}: ${message}`));
  });
});
