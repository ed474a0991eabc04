import '@tensorflow/tfjs-backend-cpu';
import { reshape, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import { leaves, seeded } from '@autoencoders/core';
import {
  averagePool1d,
  averagePool2d,
  batchNorm,
  center,
  chain,
  conv1d,
  conv1dTranspose,
  conv2d,
  conv2dTranspose,
  crop1d,
  crop2d,
  dense,
  depthwiseConv2d,
  dictionary,
  dropout,
  elu,
  flatten,
  gelu,
  groupNorm,
  instanceNorm,
  layerNorm,
  layerTypes,
  leakyRelu,
  linear,
  maxPool1d,
  maxPool2d,
  relu,
  reshape as reshaped,
  residual,
  separableConv2d,
  sigmoid,
  softplus,
  tanh,
  tied,
  uncenter,
  upsample1d,
  upsample2d,
  zeroPad1d,
  zeroPad2d,
} from '@autoencoders/layers';
import { digitsLike } from '@autoencoders/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { autoencoder } from '../src/autoencoder.js';
import type { Autoencoder } from '../src/autoencoder.js';
import { gaussian } from '../src/bottlenecks.js';
import { parseSafetensors } from '@autoencoders/core/internal';
import { load, save } from '../src/save.js';
import { batchTopK, topK } from '../src/top-k.js';
import { numbers, scramble, weightsOf } from './helpers.js';

const flat = digitsLike(4);
const images: Tensor4D = reshape(flat, [4, 8, 8, 1]);
const steps: Tensor3D = reshape(flat, [4, 64, 1]);
afterAll(() => [flat, images, steps].forEach((t) => t.dispose()));

/** 8×8×1 → 4×4×4 → 2×2×4 → 6 → N(3) → 2×2×4 → 4×4×4 → 8×8×3 → 8×8×1. */
const convolutional = () =>
  autoencoder({
    input: [8, 8, 1],
    encoder: chain(
      conv2d(4, { stride: 2, kernelInitializer: 'heNormal' }),
      batchNorm({ momentum: 0.2 }),
      leakyRelu(0.3),
      dropout(0.2),
      residual(chain(conv2d(4), batchNorm(), relu, conv2d(4, { dilation: 2 }))),
      maxPool2d(),
      flatten,
      dense(6),
      layerNorm({ epsilon: 1e-3 }),
      elu,
    ),
    bottleneck: gaussian(3),
    decoder: chain(
      dense(16),
      gelu,
      reshaped([2, 2, 4]),
      upsample2d(2, { interpolation: 'bilinear' }),
      conv2dTranspose(3, { stride: 2 }),
      softplus,
      averagePool2d(3, { stride: 1, padding: 'same' }),
      conv2d(1, { kernelSize: 1 }),
      crop2d([8, 8]),
    ),
    output: sigmoid,
    seed: 2,
  });

/** 64 → 16 → 4 → 16 → 64 with mirrored kernels, one of them inside a residual. */
const mirrored = () => {
  const outer = dense(16, { kernelInitializer: 'glorotNormal' });
  const inner = dense(4);
  return autoencoder({
    input: [64],
    encoder: chain(outer, tanh, residual(chain(inner, tied(inner), linear)), inner),
    decoder: chain(tied(inner), batchNorm(), sigmoid, tied(outer)),
    output: linear,
    seed: 3,
  });
};

/** The same with convolutions. */
const mirroredImages = () => {
  const down = conv2d(3, { stride: 2, padding: 'same' });
  return autoencoder({
    input: [8, 8, 1],
    encoder: chain(down, relu, flatten, dense(5)),
    decoder: chain(dense(48), reshaped([4, 4, 3]), tied(down)),
    output: sigmoid,
  });
};

/** 7×7 in the middle of an odd way: 8×8 → 7×7 → 4×4 in groups → 4 → 4×4 → 7×7 → 8×8. */
const grouped = () => {
  const outer = conv2d(4, { kernelSize: [3, 2], stride: [2, 3], useBias: false });
  return autoencoder({
    input: [8, 8, 1],
    encoder: chain(
      zeroPad2d([[0, 1], 0]),
      crop2d([9, 7]),
      outer,
      groupNorm(2),
      relu,
      depthwiseConv2d({ depthMultiplier: 2 }),
      instanceNorm({ epsilon: 0.01 }),
      flatten,
      dense(4, { useBias: false }),
    ),
    decoder: chain(
      dense(60),
      reshaped([5, 3, 4]),
      separableConv2d(4, { kernelSize: [1, 3] }),
      conv2d(4, { groups: 2 }),
      tied(outer),
      conv2dTranspose(1, { stride: 2, outputSize: [17, 14] }),
      maxPool2d([2, 1], { stride: [2, 1] }),
      crop2d(8),
    ),
    output: sigmoid,
  });
};

/** 64 steps of one number → 13 × 3 → 5 → 16 × 4 → 64. */
const series = () =>
  autoencoder({
    input: [64, 1],
    encoder: chain(
      conv1d(3, { kernelSize: 5, stride: 2 }),
      relu,
      maxPool1d(2),
      averagePool1d(3, { stride: 1, padding: 'same' }),
      flatten,
      dense(5),
    ),
    decoder: chain(
      dense(28),
      reshaped([7, 4]),
      zeroPad1d([0, 1]),
      upsample1d(2, { interpolation: 'linear' }),
      conv1dTranspose(1, { stride: 4, outputSize: 63 }),
      zeroPad1d(1),
      crop1d(64),
    ),
  });

/** 64 → 24, of which 4 fire → 64, around the mean. */
const sparse = (bottleneck: typeof topK) => () => {
  const middle = center();
  const hidden = dense(24);
  return autoencoder({
    input: [64],
    encoder: chain(middle, hidden),
    bottleneck: bottleneck(4, { deadAfter: 5, auxK: 3 }),
    decoder: chain(dictionary(64, hidden), uncenter(middle)),
  });
};

const models: { kind: string; make: () => Autoencoder<any, any>; x: Tensor }[] = [
  { kind: 'convolutional', make: convolutional, x: images },
  { kind: 'mirrored', make: mirrored, x: flat },
  { kind: 'mirrored images', make: mirroredImages, x: images },
  { kind: 'grouped', make: grouped, x: images },
  { kind: 'series', make: series, x: steps },
  { kind: 'sparse', make: sparse(topK), x: flat },
  { kind: 'sparse by batches', make: sparse(batchTopK), x: flat },
];

describe.each(models)('a $kind model comes back from its bytes', ({ make, x }) => {
  test('with every weight and every output, to the last bit', async () => {
    using model = make();
    scramble(model);
    using loaded = load(await save(model), { kind: 'autoencoder' });
    expect(Object.keys(leaves(loaded.weights))).toEqual(Object.keys(leaves(model.weights)));
    expect(weightsOf(loaded)).toEqual(weightsOf(model));
    expect([loaded.summary(), loaded.parameterCount]).toEqual([model.summary(), model.parameterCount]);
    expect(numbers(loaded.encode(x))).toEqual(numbers(model.encode(x)));
    expect(numbers(loaded.reconstruct(x))).toEqual(numbers(model.reconstruct(x)));
    expect(numbers(loaded.reconstruct(x)).every(Number.isFinite)).toBe(true);
  });

  test('and behaves alike in training: dropout, batch statistics and samples', async () => {
    using model = make();
    scramble(model);
    using loaded = load(await save(model), { kind: 'autoencoder' });
    const [ours, theirs] = [model, loaded].map((each) => {
      const statistics: number[][] = [];
      const context = {
        training: true,
        seeds: seeded(5),
        update: (_: Tensor, next: Tensor) => void statistics.push(Array.from(next.dataSync())),
      };
      const output = tidy(() => numbers(each.forward(x, context).output() as Tensor2D));
      return { output, statistics };
    });
    expect(theirs).toEqual(ours);
  });
});

test('running statistics are among the weights', () => {
  using model = convolutional();
  expect(Object.keys(leaves(model.weights))).toEqual(
    expect.arrayContaining(['encoder.1.statistics.mean', 'encoder.1.statistics.variance', 'encoder.4.1.statistics.mean']),
  );
});

test('a tied kernel is one weight, in the model and in the file', async () => {
  using model = mirrored();
  const { tensors } = parseSafetensors(await save(model));
  expect(Object.keys(tensors)).toEqual(Object.keys(leaves(model.weights)));
  expect(Object.keys(tensors).filter((path) => path.endsWith('kernel'))).toEqual([
    'encoder.0.kernel',
    'encoder.2.0.kernel',
    'encoder.3.kernel',
  ]);
  using loaded = load(await save(model));
  const { encoder, decoder } = loaded.weights as any;
  expect(decoder[3].kernel).toBe(encoder[0].kernel);
  expect(decoder[0].kernel).toBe(encoder[3].kernel);
});

test('every layer there is has been in one of these models', async () => {
  const files = await Promise.all(
    models.map(async ({ make }) => {
      using model = make();
      return parseSafetensors(await save(model)).metadata.model!;
    }),
  );
  const used = new Set([...files.join().matchAll(/"name":"(\w+)"/g)].map(([, name]) => name));
  expect(Object.keys(layerTypes).filter((name) => !used.has(name))).toEqual([]);
});
