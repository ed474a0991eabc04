import '@tensorflow/tfjs-backend-cpu';
import { zeros } from '@tensorflow/tfjs-core';
import { InputError, chain } from '@autoencoders/core';
import type { Layer } from '@autoencoders/core';
import { conv2d, dense, flatten, relu, reshape, residual, tied } from '@autoencoders/layers';
import { expectNoLeaks } from '@autoencoders/testing';
import { describe, expect, test } from 'vitest';
import { autoencoder } from './autoencoder.js';
import { gaussian } from './bottlenecks.js';

/** A layer whose parts are known too late for the compiler. */
const any = (layer: unknown): Layer<any, any> => layer as Layer<any, any>;
const elsewhere = dense(4);
const loose = chain as (...layers: unknown[]) => Layer<any, any>;

describe('parts that do not fit are refused, and nothing is left allocated', () => {
  test.each([
    ['autoencoder: the decoder gives [63], the input is [64]', { input: [64], encoder: dense(4), decoder: dense(63) }],
    [
      'autoencoder: the decoder gives [4, 4, 1], the input is [8, 8, 1]',
      { input: [8, 8, 1], encoder: chain(flatten, dense(4)), decoder: chain(dense(16), reshape([4, 4, 1])) },
    ],
    [
      'autoencoder: the encoder gives [8, 8, 4], codes must be flat; put flatten at its end',
      { input: [8, 8, 1], encoder: any(conv2d(4)), decoder: chain(dense(64), reshape([8, 8, 1])) },
    ],
    [
      'autoencoder: encoder, layer 2, dense(10): the input must be flat, not [8, 8, 2]; put flatten before it',
      { input: [8, 8, 1], encoder: loose(conv2d(2), dense(10)), decoder: any(dense(64)) },
    ],
    [
      'autoencoder: encoder, conv2d(4): the input must be images [height, width, channels], not [64]; put reshape before it',
      { input: [64], encoder: any(conv2d(4)), decoder: dense(64) },
    ],
    [
      'autoencoder: decoder, layer 3, reshape: [48] has 48 values, [4, 4, 4] needs 64',
      { input: [64], encoder: dense(4), decoder: any(chain(dense(48), relu, reshape([4, 4, 4]))) },
    ],
    [
      'autoencoder: decoder, layer 1, residual: the layer inside gives [5], which cannot be added to its input [4]',
      { input: [64], encoder: dense(4), decoder: chain(residual(dense(5)), dense(64)) },
    ],
    [
      'autoencoder: decoder, layer 1, tied: dense(4) must stand earlier in the same model, as the very same value',
      { input: [64], encoder: dense(4), decoder: chain(tied(elsewhere)) },
    ],
    [
      'autoencoder: bottleneck, dense(2): the input must be flat, not [8, 8, 1]; put flatten before it',
      {
        input: [8, 8, 1],
        encoder: any({ init: () => ({ weights: {}, shape: [3] }), apply: () => undefined }),
        bottleneck: { ...gaussian(2), init: () => gaussian(2).init([8, 8, 1], { seeds: () => 1 }) },
        decoder: any(dense(64)),
      },
    ],
    ['autoencoder: input must be the shape of one example, such as [784], not []', { input: [], encoder: dense(4), decoder: dense(64) }],
    [
      'autoencoder: input must be the shape of one example, such as [784], not 784',
      { input: 784 as any, encoder: dense(4), decoder: dense(64) },
    ],
    ['autoencoder: every size of input must be a whole number of 1 or more, not 0', { input: [0], encoder: dense(4), decoder: dense(64) }],
    ['autoencoder: seed must be a whole number of 0 or more, not -1', { input: [64], encoder: dense(4), decoder: dense(64), seed: -1 }],
  ])('%s', async (message, spec) => {
    await expectNoLeaks(() => expect(() => autoencoder<any>(spec)).toThrow(new InputError(message)));
  });

  test('gaussian: size must be a whole number of 1 or more, not 0', () => {
    expect(() => gaussian(0)).toThrow(new InputError('gaussian: size must be a whole number of 1 or more, not 0'));
  });
});

test('the error of the layer itself is the cause', () => {
  const build = () => autoencoder({ input: [64], encoder: dense(4), decoder: chain(dense(48), reshape([4, 4, 4])) as Layer<any, any> });
  expect(build).toThrow(
    expect.objectContaining({ cause: expect.objectContaining({ message: 'layer 2, reshape: [48] has 48 values, [4, 4, 4] needs 64' }) }),
  );
});

test('an error of another kind passes as it is, and frees what the layer had allocated', async () => {
  const broken: Layer<any> = {
    init: () => {
      zeros([3]);
      throw new TypeError('broken');
    },
    apply: (_, x) => x,
  };
  await expectNoLeaks(() =>
    expect(() => autoencoder({ input: [64], encoder: dense(4), decoder: broken })).toThrow(new TypeError('broken')),
  );
});
