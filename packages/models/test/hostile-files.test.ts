import '@tensorflow/tfjs-backend-cpu';
import { matMul, memory, mul, ones, setBackend, transpose, zeros } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { InputError, configOf, leaves, withConfig } from '@autoencoders/core';
import type { Layer } from '@autoencoders/core';
import { configReader, parseSafetensors, toSafetensors } from '@autoencoders/core/internal';
import type { Json, Safetensors } from '@autoencoders/core/internal';
import { chain, dense, initializers, layerTypes, relu, sigmoid } from '@autoencoders/layers';
import type { Initializer } from '@autoencoders/layers';
import { expectNoLeaks } from '@autoencoders/testing';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { autoencoder, load, save, topK } from '../src/index.js';
import { numbers, plainModel, weightsOf } from './helpers.js';

beforeAll(() => setBackend('cpu'));

const part = (name: string, ...args: readonly Json[]): Json => ({ name, args });
/** A file with the config of an autoencoder, and tensors. */
const file = (spec: Json, tensors: Safetensors['tensors'] = {}): Uint8Array =>
  toSafetensors({ tensors, metadata: { model: JSON.stringify({ version: 1, config: part('autoencoder', spec) }) } });
const flat = (encoder: Json, more: object = {}): Json => ({ input: [4], encoder, decoder: part('dense', 4), ...more });

/** `f` throws an InputError with this message, and no tensor is made on the way. */
async function expectRefused(message: string, f: () => unknown): Promise<void> {
  await expectNoLeaks(() => expect(f).toThrow(new InputError(message)));
}

/** A config nested in itself `depth` times. */
function nested(depth: number): string {
  return `${'{"name":"residual","args":['.repeat(depth)}{"name":"relu"}${']}'.repeat(depth)}`;
}

/** Each chain has the one before twice: 2^levels layers in a few lines. */
function doubled(levels: number): Json {
  // The outermost chain is number 1 after the model, so the inner one of level i is number i + 2.
  return Array.from({ length: levels }).reduce<Json>(
    (inner, _, i) => part('chain', inner, { same: levels - i + 1 }),
    part('chain', { name: 'relu' }),
  );
}

describe('a config that asks for too much is refused before memory is taken', () => {
  test('three dense(30000) without tensors', async () => {
    const bytes = file({
      input: [30_000],
      encoder: part('chain', part('dense', 30_000), part('dense', 30_000)),
      decoder: part('dense', 30_000),
    });
    expect(bytes.length).toBeLessThan(400);
    await expectRefused('load: the file has no weights encoder.0.kernel', () => load(bytes));
  });

  test.each<[message: string, spec: Json]>([
    [
      'autoencoder: encoder, dense(1000000000): one example of shape [1000000000] is too large; at most 268435456 numbers fit',
      flat(part('dense', 1e9)),
    ],
    [
      'autoencoder: input: one example of shape [1000000, 1000000] is too large; at most 268435456 numbers fit',
      { input: [1e6, 1e6], encoder: { name: 'flatten' }, decoder: part('dense', 1) },
    ],
    [
      'autoencoder: encoder, layer 1, upsample2d(100000): one example of shape [400000, 400000, 1] is too large; at most 268435456 numbers fit',
      {
        input: [4, 4, 1],
        encoder: part('chain', part('upsample2d', 1e5), part('crop2d', 4), { name: 'flatten' }),
        decoder: part('dense', 4),
      },
    ],
    ['load: the config has more than 10000 parts', flat(doubled(40))],
    ['load: the config has more than 10000 parts', flat({ name: 'chain', args: Array.from({ length: 9_999 }, () => ({ name: 'relu' })) })],
    ['load: "chain" has more than 10000 arguments in the config', flat({ name: 'chain', args: Array.from({ length: 200_000 }, () => 1) })],
  ])('%s', (message, spec) => expectRefused(message, () => load(file(spec))));

  test.each([101, 100_000])('layers nested %d deep', async (depth) => {
    const bytes = file(flat('PLACE')).slice();
    const { metadata } = parseSafetensors(bytes);
    const model = metadata.model!.replace('"PLACE"', nested(depth));
    await expectRefused('load: the config is nested more than 100 deep', () => load(toSafetensors({ tensors: {}, metadata: { model } })));
  });

  test('a config that contains itself, as an object of a worker may', () => {
    const config: Record<string, unknown> = { name: 'chain' };
    config.args = [config];
    const read = configReader(layerTypes, { call: 'workerTrainer', thing: 'part', hint: String });
    expect(() => read(config as Json)).toThrow(new InputError('workerTrainer: the config is nested more than 100 deep'));
    const list: unknown[] = [];
    list.push(list);
    expect(() => read({ name: 'chain', args: [list as Json] })).toThrow(InputError);
  });
});

describe('each part of a config is checked for its role', () => {
  test.each<[message: string, spec: object]>([
    [
      'autoencoder: output must be an activation, such as sigmoid, which keeps the shape and has no weights, not dense(4)',
      { output: part('dense', 4) },
    ],
    ['autoencoder: output must be an activation, such as sigmoid, not plain', { output: { name: 'plain' } }],
    ['load: the config refers to layer push, which is not in it', { output: { same: 'push' } }],
    ['load: the config refers to layer constructor, which is not in it', { output: { same: 'constructor' } }],
    ['load: the config refers to layer 0.5, which is not in it', { output: { same: 0.5 } }],
    ['load: the config refers to layer an object, which is not in it', { output: { same: { toString: 1 } } }],
    ['load: there is no layer "__proto__" here; pass it as load(bytes, { layers: { __proto__ } })', { output: { name: '__proto__' } }],
    [
      'load: there is no layer "hasOwnProperty" here; pass it as load(bytes, { layers: { hasOwnProperty } })',
      { output: part('hasOwnProperty') },
    ],
    ['autoencoder: bottleneck must be a bottleneck, such as gaussian(2), not relu', { bottleneck: { name: 'relu' } }],
    ['autoencoder: bottleneck must be a bottleneck, such as gaussian(2), not dense(4)', { bottleneck: part('dense', 4) }],
    ['autoencoder: encoder must be a layer, such as dense(32), not gaussian(4)', { encoder: part('gaussian', 4) }],
    [
      'load: in args[0].encoder of the config, chain: layer 1 must be a layer, such as dense(32), not an object',
      { encoder: part('chain', { name: 'plain' }) },
    ],
    ['load: in args[0].encoder of the config, dense: units must be a whole number of 1 or more, not "4"', { encoder: part('dense', '4') }],
    [
      'load: in args[0].encoder.args[0] of the config, dropout: rate must lie from 0 to below 1, not 0.5',
      { encoder: part('chain', part('dropout', '0.5')) },
    ],
    [
      'load: in args[0].encoder of the config, dense: kernelInitializer is an object; there are glorotUniform, glorotNormal, heUniform, heNormal',
      { encoder: part('dense', 4, { kernelInitializer: { name: 'relu' } }) },
    ],
    [
      'load: in args[0].encoder of the config, dense: kernelInitializer is "toString"; there are glorotUniform, glorotNormal, heUniform, heNormal',
      { encoder: part('dense', 4, { kernelInitializer: 'toString' }) },
    ],
    [
      'load: in args[0].decoder of the config, tied: layer must be one with a kernel, such as dense(32), not relu',
      { decoder: part('tied', { name: 'relu' }) },
    ],
    [
      'load: in args[0].decoder of the config, tied: layer must be one with a kernel, such as dense(32), not 3',
      { decoder: part('tied', 3) },
    ],
    [
      'load: in args[0].decoder of the config, uncenter: layer must be center() of the same model, not "x"',
      { decoder: part('uncenter', 'x') },
    ],
    [
      'autoencoder: decoder, uncenter: center() must stand earlier in the same model, as the very same value',
      { decoder: part('uncenter', { same: 1 }) },
    ],
    ['load: in args[0].decoder of the config, dictionary: like must be a dense layer, not 3', { decoder: part('dictionary', 4, 3) }],
    [
      'load: in args[0].decoder of the config, residual: layer must be a layer, such as chain(…), not undefined',
      { decoder: part('residual') },
    ],
    ['load: the config of the model names encoder twice; the file is damaged', { 'encoder"_': 1 }],
  ])('%s', async (message, more) => {
    const bytes = file(flat(part('dense', 4), more));
    // The one key that stands twice.
    const { metadata } = parseSafetensors(bytes);
    const model = metadata.model!.replace('encoder\\"_', 'encoder');
    await expectRefused(message, () => load(toSafetensors({ tensors: {}, metadata: { model } })));
  });
});

describe('weights in a file', () => {
  const changed = async (change: (tensors: Record<string, any>) => Record<string, any>): Promise<Uint8Array> => {
    using model = plainModel();
    const { tensors, metadata } = parseSafetensors(await save(model));
    return toSafetensors({ tensors: change(tensors), metadata });
  };

  test.each<[message: string, change: (tensors: Record<string, any>) => Record<string, any>]>([
    [
      'load: the file has the weights encoder.0.bias as whole numbers; weights are of type F32',
      (tensors) => ({ ...tensors, 'encoder.0.bias': { shape: [16], values: new Int32Array(16) } }),
    ],
    [
      'load: the file has the weights encoder.9.bias, which its model does not have; the file is damaged',
      (tensors) => ({ ...tensors, 'encoder.9.bias': { shape: [16], values: new Float32Array(16) } }),
    ],
    [
      'load: the file has encoder.0.kernel of shape [16, 64], the model needs [64, 16]',
      (tensors) => ({ ...tensors, 'encoder.0.kernel': { ...tensors['encoder.0.kernel'], shape: [16, 64] } }),
    ],
  ])('are refused: %s', async (message, change) => {
    const bytes = await changed(change);
    await expectRefused(message, () => load(bytes));
  });

  test('of other names are ignored', async () => {
    const bytes = await changed((tensors) => ({ ...tensors, 'optimizer.step': { shape: [1], values: Int32Array.of(7) } }));
    using loaded = load(bytes, { kind: 'autoencoder' });
    using model = plainModel();
    expect(weightsOf(loaded)).toEqual(weightsOf(model));
  });
});

describe('loading draws nothing', () => {
  test('not from an initializer of the file, and makes no other tensors than the weights', async () => {
    const drawn = vi.fn(initializers.heNormal);
    const mine: Initializer = withConfig((...args: Parameters<Initializer>) => drawn(...args), { name: 'mine' });
    using model = autoencoder({
      input: [8],
      encoder: chain(dense(4, { kernelInitializer: mine }), relu),
      bottleneck: topK(2),
      decoder: dense(8),
    });
    const bytes = await save(model);
    drawn.mockClear();
    const { numBytes } = memory();
    using loaded = load(bytes, { kind: 'autoencoder', layers: { mine } });
    expect(drawn).not.toHaveBeenCalled();
    expect(memory().numBytes - numBytes).toBe(4 * loaded.parameterCount);
    expect(weightsOf(loaded)).toEqual(weightsOf(model));
  });

  /** A layer of others that draws its weights, and starts from another layer's. */
  const mirrorOf = (layer: Layer<Tensor2D>): Layer<Tensor2D> => ({
    init(shape, { built }) {
      const kernel = transpose((built!.get(layer) as { kernel: Tensor2D }).kernel);
      return { weights: { kernel: mul(kernel, 0.5), scale: ones([shape[0]!]), shift: zeros([1]) }, shape: [kernel.shape[1]!] };
    },
    apply: ({ kernel }, x) => matMul(x, kernel),
    config: configOf('mirrorOf', layer),
  });

  test('unless a layer of others reads the weights of another one in init', async () => {
    const hidden = dense(4);
    using model = autoencoder({ input: [8], encoder: hidden, decoder: mirrorOf(hidden), output: sigmoid });
    const bytes = await save(model);
    using loaded = await expectNoLeaks(() => load(bytes, { kind: 'autoencoder', layers: { mirrorOf } }), {
      kept: Object.keys(leaves(model.weights)).length,
    });
    expect(weightsOf(loaded)).toEqual(weightsOf(model));
    const x = ones([2, 8]);
    const reconstructions = [loaded, model].map((each) => numbers((each as typeof model).reconstruct(x as Tensor2D)));
    x.dispose();
    expect(reconstructions[0]).toEqual(reconstructions[1]);
  });

  test('and then no more numbers than the file has', async () => {
    const spec = { input: [8], encoder: part('dense', 30_000), decoder: part('mirrorOf', { same: 1 }) };
    await expectRefused('autoencoder: encoder, the weights need more numbers than the 0 that there are', () =>
      load(file(spec), { layers: { mirrorOf } }),
    );
  });
});
