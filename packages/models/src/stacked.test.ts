import '@tensorflow/tfjs-backend-cpu';
import { InputError, leaves } from '@autoencoders/core';
import { chain, conv2d, conv2dTranspose, dense, flatten, relu, reshape, sigmoid, tanh, tied } from '@autoencoders/layers';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { reshape as reshaped, tidy } from '@tensorflow/tfjs-core';
import type { Rank, Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, test } from 'vitest';
import { numbers, scramble, weightsOf } from '../test/helpers.js';
import { autoencoder } from './autoencoder.js';
import { load, save } from './save.js';
import { stacked } from './stacked.js';
import type { Stack } from './stacked.js';

const x = digitsLike(5);
afterAll(() => x.dispose());
const inference = { training: false };

/** 64 → 16 → 8 → 3, each level with another output activation. */
const stack = (seed: number = 1): Stack =>
  stacked({
    input: [64],
    levels: [
      { encoder: chain(dense(16), sigmoid), decoder: dense(64), output: sigmoid },
      { encoder: chain(dense(8), tanh), decoder: chain(dense(12), relu, dense(16)), output: sigmoid },
      { encoder: dense(3), decoder: dense(8) },
    ],
    seed,
  });

describe('the deep model', () => {
  test('is the autoencoder of the same layers, the decoders in reverse with the outputs between them', () => {
    using model = stack();
    using same = autoencoder<Tensor2D>({
      input: [64],
      encoder: chain(dense(16), sigmoid, dense(8), tanh, dense(3)),
      decoder: chain(dense(8), dense(12), relu, dense(16), sigmoid, dense(64)),
      output: sigmoid,
      seed: 1,
    });
    expect(weightsOf(model)).toEqual(weightsOf(same));
    scramble(model);
    scramble(same);
    expect(numbers(model.encode(x))).toEqual(numbers(same.encode(x)));
    expect(numbers(model.reconstruct(x))).toEqual(numbers(same.reconstruct(x)));
    expect([model.codeSize, model.parameterCount, model.range]).toEqual([3, same.parameterCount, [0, 1]]);
  });

  test('does what the levels do one after the other', () => {
    using model = stack();
    scramble(model);
    const [one, two, three] = model.levels as unknown as [Stack['levels'][0], Stack['levels'][0], Stack['levels'][0]];
    const codes = model.encode(x);
    const byLevel = tidy(() => three.encode(two.encode(one.encode(x))));
    expect(numbers(byLevel)).toEqual(numbers(codes));
  });

  test('of one level is that level', () => {
    using model = stacked({ input: [64], levels: [{ encoder: dense(4), decoder: dense(64), output: sigmoid }] });
    const [level] = model.levels;
    expect(numbers(level.encode(x))).toEqual(numbers(model.encode(x)));
    expect(tidy(() => Array.from(level.forward(x, inference).output().dataSync()))).toEqual(numbers(model.reconstruct(x)));
  });

  test('is saved and loaded', async () => {
    using model = stack();
    scramble(model);
    using loaded = load(await save(model), { kind: 'stacked' });
    expect(numbers(loaded.reconstruct(x))).toEqual(numbers(model.reconstruct(x)));
    expect(loaded.summary()).toBe(model.summary());
  });

  test('the seed decides its weights', () => {
    using one = stack(1);
    using again = stack(1);
    using other = stack(2);
    expect(weightsOf(again)).toEqual(weightsOf(one));
    expect(weightsOf(other)).not.toEqual(weightsOf(one));
  });
});

describe('levels', () => {
  test('have the very variables of the deep model, each leaf in one level', () => {
    using model = stack();
    const own = model.levels.flatMap(({ weights }) => Object.values(leaves(weights)));
    expect(new Set(own)).toEqual(new Set(Object.values(leaves(model.weights))));
    expect(own).toHaveLength(new Set(own).size);
  });

  test('read what the level before gives', () => {
    using model = stack();
    expect(model.levels.map(({ input, codeSize, range }) => [input, codeSize, range])).toEqual([
      [[64], 16, [0, 1]],
      [[16], 8, [0, 1]],
      [[8], 3, undefined],
    ]);
  });

  test('give codes, logits, and the output of their own activation', () => {
    using model = stack();
    const [, level] = model.levels as unknown as [unknown, Stack['levels'][0]];
    tidy(() => {
      const { codes, logits, ...pass } = level.forward(model.levels[0].encode(x), inference);
      const output = pass.output();
      expect([codes.shape, logits.shape, output.shape]).toEqual([
        [5, 8],
        [5, 16],
        [5, 16],
      ]);
      const expected = Array.from(logits.dataSync(), (l) => 1 / (1 + Math.exp(-l)));
      Array.from(output.dataSync()).forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 6));
    });
  });

  test('may have tied decoders', async () => {
    const hidden = [dense(16), dense(8)] as const;
    using model = stacked({
      input: [64],
      levels: [
        { encoder: chain(hidden[0], sigmoid), decoder: tied(hidden[0]), output: sigmoid },
        { encoder: hidden[1], decoder: tied(hidden[1]), output: sigmoid },
      ],
    });
    expect(Object.keys(leaves(model.levels[0].weights))).toEqual(['encoder.0.kernel', 'encoder.0.bias', 'decoder.bias']);
    using loaded = load(await save(model), { kind: 'stacked' });
    expect(numbers(loaded.reconstruct(x))).toEqual(numbers(model.reconstruct(x)));
  });

  test('may read images first', () => {
    using model = stacked<Tensor4D>({
      input: [8, 8, 1],
      levels: [
        {
          encoder: chain(conv2d(2, { stride: 2 }), relu, flatten),
          decoder: chain(reshape([4, 4, 2]), conv2dTranspose(1, { stride: 2 })),
          output: sigmoid,
        },
        { encoder: dense(5), decoder: dense(32) },
      ],
    });
    const images = reshaped<Rank.R4>(x, [5, 8, 8, 1]);
    const out = model.reconstruct(images);
    expect([out.shape, model.levels[0].codeSize]).toEqual([[5, 8, 8, 1], 32]);
    for (const owned of [images, out]) owned.dispose();
  });
});

describe('memory', () => {
  test('only the weights are allocated, and dispose frees them', async () => {
    const model = await expectNoLeaks(() => stack(), { kept: 14 });
    await expectNoLeaks(() => model.levels[0].encode(x).dispose());
    const held = Object.values(leaves(model.weights)) as Variable[];
    model.dispose();
    expect(held.every((leaf) => leaf.isDisposed)).toBe(true);
    expect(() => model.levels[0].encode(x)).toThrow(new InputError('encode: the stack was disposed'));
  });

  test.each<[message: string, spec: any]>([
    [
      'stacked: every size of input must be a whole number of 1 or more, not 0',
      { input: [0], levels: [{ encoder: dense(3), decoder: dense(64) }] },
    ],
    ['stacked: levels must list one level at least, { encoder, decoder }', { input: [64], levels: [] }],
    [
      'stacked: level 2: the decoder gives [15], what the level reads is [16]',
      {
        input: [64],
        levels: [
          { encoder: dense(16), decoder: dense(64) },
          { encoder: dense(4), decoder: dense(15) },
        ],
      },
    ],
    [
      'stacked: level 1: the encoder gives [4, 4, 1], codes must be flat; put flatten at its end',
      { input: [8, 8, 1], levels: [{ encoder: conv2d(1, { stride: 2 }), decoder: conv2dTranspose(1, { stride: 2 }) }] },
    ],
    [
      'stacked: level 1, encoder, dense(3): the input must be flat, not [8, 8, 1]; put flatten before it',
      { input: [8, 8, 1], levels: [{ encoder: dense(3), decoder: dense(64) }] },
    ],
    [
      'stacked: seed must be a whole number of 0 or more, not -1',
      { input: [64], levels: [{ encoder: dense(3), decoder: dense(64) }], seed: -1 },
    ],
  ])('refused without a trace: %s', async (message, spec) => {
    await expectNoLeaks(() => expect(() => stacked(spec)).toThrow(new InputError(message)));
  });
});
