import '@tensorflow/tfjs-backend-cpu';
import { engine, memory, neg, ready } from '@tensorflow/tfjs-core';
import { InputError, adam, clipByGlobalNorm, sgd } from '@autoencoders/core';
import type { Layer, Loss } from '@autoencoders/core';
import {
  batchNorm,
  chain,
  conv2d,
  conv2dTranspose,
  dense,
  dropout,
  flatten,
  relu,
  reshape,
  residual,
  sigmoid,
  tied,
} from '@autoencoders/layers';
import { binaryCrossEntropy, gaussianKl, l2, squaredError } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import { maskingNoise } from '@autoencoders/noise';
import { expectNoLeaks } from '@autoencoders/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { gaussianModel, plainModel, tiny, weightsOf, without } from '../test/helpers.js';
import type { KernelNeeds } from '@autoencoders/core/internal';
import { preflight } from './preflight.js';

beforeAll(() => ready());

const row = (needs: readonly KernelNeeds[], where: string): KernelNeeds => needs.find((each) => each.where === where)!;

/** What is missing, by part. */
const missing = (needs: readonly KernelNeeds[]): Record<string, readonly string[]> =>
  Object.fromEntries(needs.filter((each) => each.missing.length > 0).map((each) => [each.where, each.missing]));

/** A layer that keeps the shape. */
const layer = (apply: Layer<any>['apply'], name?: string): Layer<any> => ({
  init: (shape) => ({ weights: {}, shape }),
  apply,
  ...(name && { config: { name } }),
});

const convolutional = () =>
  autoencoder({
    input: [8, 8, 1],
    encoder: chain(conv2d(2, { stride: 2 }), batchNorm(), relu, conv2d(2, { stride: 2 }), flatten, dropout(0.5), dense(3)),
    decoder: chain(dense(16), reshape([4, 4, 1]), conv2dTranspose(1, { stride: 2 })),
    output: sigmoid,
  });

describe('what a step needs', () => {
  test('is told part by part, in the order of the forward pass', () => {
    using model = gaussianModel();
    const needs = preflight(model, { loss: { likelihood: binaryCrossEntropy, kl: gaussianKl }, corrupt: maskingNoise(0.5) });
    expect(needs.map(({ where }) => where)).toEqual([
      'step',
      'corruption',
      'encoder, layer 1, dense(16)',
      'encoder, layer 2, relu',
      'bottleneck, gaussian(2)',
      'decoder, layer 1, dense(16)',
      'decoder, layer 2, relu',
      'decoder, layer 3, dense(64)',
      'output, sigmoid',
      'loss.likelihood',
      'loss.kl',
      'optimizer',
    ]);
    expect(missing(needs)).toEqual({});
    expect(row(needs, 'step').forward).toContain('GatherV2');
    expect(row(needs, 'encoder, layer 2, relu')).toMatchObject({
      forward: expect.arrayContaining(['Relu']),
      backward: expect.arrayContaining(['Step', 'Multiply']),
    });
    expect(row(needs, 'loss.likelihood').forward).toContain('Softplus');
    expect(row(needs, 'optimizer')).toMatchObject({ forward: expect.arrayContaining(['Sqrt']), backward: [] });
  });

  test('is what the step takes: no gradient of the data, nor of what no loss reads', () => {
    using model = convolutional();
    const needs = preflight(model, { loss: { squaredError } });
    expect(row(needs, 'encoder, layer 1, conv2d(2, {"stride":2})').backward).not.toContain('Conv2DBackpropInput');
    expect(row(needs, 'encoder, layer 4, conv2d(2, {"stride":2})').backward).toContain('Conv2DBackpropInput');
    const decoder = preflight(model, { loss: { l2 } }).filter(({ where }) => where.startsWith('decoder'));
    expect(decoder.map(({ backward }) => backward)).toEqual([[], [], []]);
  });

  test('names layers within layers as errors do, and what the outer one needs by itself', () => {
    using model = autoencoder({
      input: [4],
      encoder: chain(chain(dense(4), residual(chain(dense(4), relu))), dense(2)),
      decoder: dense(4),
    });
    const needs = preflight(model, { loss: { squaredError } });
    expect(needs.map(({ where }) => where).filter((where) => where.includes('coder'))).toEqual([
      'encoder, layer 1, layer 1, dense(4)',
      'encoder, layer 1, layer 2, residual(chain(dense(4), relu))',
      'encoder, layer 1, layer 2, layer 1, dense(4)',
      'encoder, layer 1, layer 2, layer 2, relu',
      'encoder, layer 2, dense(2)',
      'decoder, dense(4)',
    ]);
    expect(row(needs, 'encoder, layer 1, layer 2, residual(chain(dense(4), relu))').forward).toEqual(['Add', 'Identity']);
  });

  test('of a model of the own kind is told as one', async () => {
    using model = tiny(1);
    const needs = preflight(model, { loss: { squaredError }, optimizer: sgd() });
    expect(needs.map(({ where }) => where)).toEqual(['step', 'model', 'loss.squaredError', 'optimizer']);
    expect(await without(['Multiply'], () => missing(preflight(model, { loss: { squaredError }, optimizer: sgd() })))).toMatchObject({
      model: ['Multiply'],
    });
  });
});

describe('a missing kernel', () => {
  test('of a forward pass is found wherever it is needed, and so is what else is missing', async () => {
    using model = plainModel();
    const needs = await without(['Relu', 'SquaredDifference', 'Sqrt'], () => preflight(model, { loss: { squaredError, l2 } }));
    expect(missing(needs)).toEqual({
      'encoder, layer 2, relu': ['Relu'],
      'decoder, layer 2, relu': ['Relu'],
      'loss.squaredError': ['SquaredDifference'],
      optimizer: ['Sqrt'],
    });
    expect(row(needs, 'encoder, layer 1, dense(16)').backward).toContain('BatchMatMul');
  });

  test.each([
    ['Step', { 'encoder, layer 3, relu': ['Step'] }],
    [
      'Conv2DBackpropFilter',
      {
        'encoder, layer 1, conv2d(2, {"stride":2})': ['Conv2DBackpropFilter'],
        'encoder, layer 4, conv2d(2, {"stride":2})': ['Conv2DBackpropFilter'],
        'decoder, layer 3, conv2dTranspose(1, {"stride":2})': ['Conv2DBackpropFilter'],
      },
    ],
    ['Pow', { 'encoder, layer 2, batchNorm()': ['Pow'] }],
  ])('of backward passes is found although the forward pass works: %s', async (kernel, expected) => {
    using model = convolutional();
    expect(missing(await without([kernel], () => preflight(model, { loss: { squaredError } })))).toEqual(expected);
  });

  test('of both passes, and two of one', async () => {
    using model = convolutional();
    const needs = await without(['Conv2D', 'Pow', 'Step'], () => preflight(model, { loss: { squaredError } }));
    expect(missing(needs)).toEqual({
      'encoder, layer 1, conv2d(2, {"stride":2})': ['Conv2D'],
      'encoder, layer 2, batchNorm()': ['Pow'],
      'encoder, layer 3, relu': ['Step'],
      'encoder, layer 4, conv2d(2, {"stride":2})': ['Conv2D'],
      'decoder, layer 3, conv2dTranspose(1, {"stride":2})': ['Conv2D'],
    });
  });

  test('of the corruption, the output and the loss of what only a loss reads', async () => {
    using model = plainModel();
    const corrupt = <X>(x: X) => neg(x as any) as X;
    const find = () => preflight(model, { loss: { squaredError, l2 }, corrupt, optimizer: sgd() });
    expect(missing(await without(['Neg', 'Sigmoid', 'Square'], find))).toEqual({
      corruption: ['Neg'],
      'output, sigmoid': ['Sigmoid'],
      'loss.l2': ['Square'],
    });
  });

  test('of the optimizer around another', async () => {
    using model = plainModel();
    const find = () => preflight(model, { loss: { squaredError }, optimizer: clipByGlobalNorm(1, adam()) });
    expect(missing(await without(['Maximum'], find))).toEqual({ optimizer: ['Maximum'] });
  });

  test('ends the search where nothing can stand in for what is not there', async () => {
    using latents = gaussianModel();
    const beyond = await without(['Exp', 'Sigmoid'], () => preflight(latents, { loss: { squaredError, gaussianKl } }));
    expect(missing(beyond)).toEqual({ 'bottleneck, gaussian(2)': ['Exp'] });
    const hidden = dense(4);
    using mirrored = autoencoder({ input: [4], encoder: chain(sigmoid, hidden), decoder: chain(tied(hidden)) });
    const all = await without(['BatchMatMul', 'Sigmoid'], () => preflight(mirrored, { loss: { squaredError } }));
    expect(missing(all)).toEqual({
      'encoder, layer 1, sigmoid': ['Sigmoid'],
      'encoder, layer 2, dense(4)': ['BatchMatMul'],
      'decoder, layer 1, tied(dense(4))': ['BatchMatMul'],
    });
  });

  test('of a layer of the own kind', async () => {
    const encoder = chain(
      dense(4),
      layer((_, x) => neg(x)),
      layer((_, x) => neg(x), 'mirror'),
    );
    using model = autoencoder({ input: [4], encoder, decoder: dense(4) });
    expect(missing(await without(['Neg'], () => preflight(model, { loss: { squaredError } })))).toMatchObject({
      'encoder, layer 2, custom': ['Neg'],
      'encoder, layer 3, mirror': ['Neg'],
    });
  });
});

describe('leaves no trace', () => {
  const loss = { squaredError, l2 };

  test.each([[[]], [['Relu']], [['Pow']], [['SquaredDifference']], [['Sqrt']], [['GatherV2']], [['Identity']]])(
    'without %j',
    async (kernels) => {
      using model = convolutional();
      const weights = weightsOf(model);
      const bytes = memory().numBytes;
      const needs = await expectNoLeaks(() => without(kernels, () => preflight(model, { loss, corrupt: maskingNoise(0.5) })));
      expect(memory().numBytes).toBe(bytes);
      expect(weightsOf(model)).toEqual(weights);
      expect(new Set(Object.values(missing(needs)).flat())).toEqual(new Set(kernels));
      expect(engine().state.activeTape ?? []).toEqual([]);
    },
  );

  test('on tfjs', async () => {
    using model = plainModel();
    const { runKernel, addTapeNode } = engine() as any;
    preflight(model, { loss });
    await without(['Relu'], () => preflight(model, { loss }));
    const failing: Loss = () => {
      throw new TypeError('no');
    };
    expect(() => preflight(model, { loss: { failing } })).toThrow('no');
    expect((engine() as any).runKernel).toBe(runKernel);
    expect((engine() as any).addTapeNode).toBe(addTapeNode);
  });
});

describe('errors', () => {
  test('of other kinds are the caller’s', async () => {
    const failure = new TypeError('my own');
    const failing: Loss = () => {
      throw failure;
    };
    using model = plainModel();
    await expectNoLeaks(() => expect(() => preflight(model, { loss: { failing } })).toThrow(failure));
  });

  test('in the wake of a missing kernel are not', async () => {
    using model = plainModel();
    const failing: Loss = () => {
      throw new TypeError('my own');
    };
    expect(missing(await without(['Relu'], () => preflight(model, { loss: { failing } })))).toHaveProperty('encoder, layer 2, relu');
  });

  test('name what cannot be asked for', () => {
    const model = plainModel();
    expect(() => preflight(model, { loss: {} })).toThrow(
      new InputError('preflight: loss must name at least one loss, such as { loss: { squaredError } }'),
    );
    model.dispose();
    expect(() => preflight(model, { loss: { squaredError } })).toThrow(new InputError('preflight: the model was disposed'));
  });
});
