import '@tensorflow/tfjs-backend-cpu';
import { fill, mul } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { InputError, normal, withConfig } from '@autoencoders/core';
import type { Layer, Shape, ShapePreserving } from '@autoencoders/core';
import { activation, chain, dense, configOf } from '@autoencoders/layers';
import type { Fans, Initializer } from '@autoencoders/layers';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { gaussianModel, numbers, plainModel, scramble, weightsOf } from '../test/helpers.js';
import { autoencoder } from './autoencoder.js';
import { plain } from './bottlenecks.js';
import { parseSafetensors, toSafetensors } from '@autoencoders/core/internal';
import { load, readMetadata, save } from './save.js';

const x = digitsLike(5);
afterAll(() => x.dispose());

/** A model's file, changed. */
async function changed(
  change: (file: ReturnType<typeof parseSafetensors>) => { tensors?: object; metadata?: object },
): Promise<Uint8Array> {
  using model = plainModel();
  const file = parseSafetensors(await save(model));
  return toSafetensors({ ...file, ...change(file) } as typeof file);
}
const redescribed = (change: (text: string) => string) => changed(({ metadata }) => ({ metadata: { model: change(metadata.model!) } }));

describe('save and load', () => {
  test('bring a model back that does the same to the last bit', async () => {
    using model = plainModel();
    scramble(model);
    using loaded = load(await save(model), { kind: 'autoencoder' });
    expect(weightsOf(loaded)).toEqual(weightsOf(model));
    expect(numbers(loaded.reconstruct(x))).toEqual(numbers(model.reconstruct(x)));
    expect(numbers(loaded.encode(x))).toEqual(numbers(model.encode(x)));
    expect([loaded.summary(), loaded.codeSize, loaded.range]).toEqual([model.summary(), model.codeSize, model.range]);
  });

  test('bring a Gaussian model back that samples the same', async () => {
    using model = gaussianModel();
    scramble(model);
    using loaded = load(await save(model), { kind: 'autoencoder' });
    expect(numbers(loaded.sample!(3, { seed: 4 }))).toEqual(numbers(model.sample(3, { seed: 4 })));
  });

  test('save allocates nothing, load the weights alone', async () => {
    using model = plainModel();
    const bytes = await expectNoLeaks(() => save(model));
    using loaded = await expectNoLeaks(() => load(bytes, { kind: 'autoencoder' }), { kept: 8 });
    expect(weightsOf(loaded)).toEqual(weightsOf(model));
  });

  test('a loaded model saves to the same bytes', async () => {
    using model = gaussianModel();
    const bytes = await save(model, { metadata: { note: 'x' } });
    using loaded = load(bytes);
    expect(await save(loaded, { metadata: { note: 'x' } })).toEqual(bytes);
  });

  test('names the weights by their paths', async () => {
    using model = gaussianModel();
    const { tensors } = parseSafetensors(await save(model));
    expect(Object.keys(tensors)).toEqual([
      'encoder.0.kernel',
      'encoder.0.bias',
      'bottleneck.mean.kernel',
      'bottleneck.mean.bias',
      'bottleneck.logVar.kernel',
      'bottleneck.logVar.bias',
      'decoder.kernel',
      'decoder.bias',
    ]);
    expect(tensors['encoder.0.kernel']!.shape).toEqual([64, 16]);
  });
});

describe('metadata', () => {
  test('come back, without the config', async () => {
    using model = plainModel();
    const bytes = await save(model, { metadata: { epochs: '20', data: 'digits' } });
    expect(readMetadata(bytes)).toEqual({ epochs: '20', data: 'digits' });
    expect(readMetadata(await save(model))).toEqual({});
  });

  test('may not take the place of the config', async () => {
    using model = plainModel();
    await expect(save(model, { metadata: { model: 'mine' } })).rejects.toThrow(
      new InputError('save: metadata.model is where the config goes; choose another name'),
    );
  });
});

describe('layers of your own', () => {
  const scale = (by: number): Layer<Tensor2D> => ({
    init: (shape) => ({ weights: {}, shape }),
    apply: (_, y) => mul(y, by),
    config: configOf('scale', by),
  });
  const cubed: ShapePreserving = activation((y) => mul(y, mul(y, y)), { config: { name: 'cubed' } });
  const halved = { ...plain, apply: (_: {}, y: Tensor2D) => ({ codes: mul(y, 0.5) as Tensor2D }), config: { name: 'halved' } };
  const make = () => autoencoder({ input: [64], encoder: chain(dense(4), scale(3)), bottleneck: halved, decoder: chain(cubed, dense(64)) });

  test('load by their names', async () => {
    using model = make();
    using loaded = load(await save(model), { kind: 'autoencoder', layers: { scale, cubed, halved } });
    expect(numbers(loaded.reconstruct(x))).toEqual(numbers(model.reconstruct(x)));
  });

  test.each([
    ['load: there is no layer "scale" here; pass it as load(bytes, { layers: { scale } })', {}],
    ['load: there is no layer "halved" here; pass it as load(bytes, { layers: { halved } })', { scale }],
    ['load: there is no layer "cubed" here; pass it as load(bytes, { layers: { cubed } })', { scale, halved }],
  ])('%s', async (message, layers) => {
    using model = make();
    const bytes = await save(model);
    await expectNoLeaks(() => expect(() => load(bytes, { layers })).toThrow(new InputError(message)));
  });

  test('without a config are refused', async () => {
    const nameless = activation((y) => y);
    using model = autoencoder({ input: [64], encoder: chain(dense(4), nameless), decoder: dense(64) });
    await expectNoLeaks(() =>
      expect(save(model)).rejects.toThrow(
        new InputError('save: custom has no config, so that nobody could build it again; give it { name, args }'),
      ),
    );
  });
});

describe('initializers of one’s own', () => {
  const shifted = (by: number): Initializer =>
    withConfig((shape: Shape, _: Fans, seed: number) => normal(shape, seed, by, 0.1), configOf('shifted', by));
  const constant: Initializer = withConfig((shape: Shape) => fill([...shape], 0.25), { name: 'constant' });
  const model = (first: Initializer, second: Initializer) =>
    autoencoder({ input: [64], encoder: dense(4, { kernelInitializer: first }), decoder: dense(64, { kernelInitializer: second }) });

  test('with a config load by their names', async () => {
    using made = model(shifted(2), constant);
    const bytes = await save(made);
    using loaded = load(bytes, { kind: 'autoencoder', layers: { shifted, constant } });
    expect(numbers(loaded.reconstruct(x))).toEqual(numbers(made.reconstruct(x)));
    expect(loaded.summary()).toBe(made.summary());
    expect(made.summary()).toContain('dense(4, {"kernelInitializer":"shifted(2)"})');
    await expectNoLeaks(() =>
      expect(() => load(bytes, { layers: { shifted } })).toThrow(
        new InputError('load: there is no layer "constant" here; pass it as load(bytes, { layers: { constant } })'),
      ),
    );
  });

  test('without a config are refused', async () => {
    using made = model(shifted(2), (shape) => fill([...shape], 0.25));
    await expectNoLeaks(() =>
      expect(save(made)).rejects.toThrow(
        new InputError(
          'save: an argument of dense is a function, which JSON cannot hold; give it a config with withConfig(f, { name, args })',
        ),
      ),
    );
  });
});

describe('files that hold no such model are refused, and nothing is left allocated', () => {
  test.each([
    ['load: the file holds tensors but no model; was it written by save?', () => changed(() => ({ metadata: {} }))],
    [
      'load: the file has no weights encoder.0.bias',
      () =>
        changed(({ tensors }) => ({ tensors: Object.fromEntries(Object.entries(tensors).filter(([path]) => path !== 'encoder.0.bias')) })),
    ],
    [
      'load: the file has decoder.2.bias of shape [8, 8], the model needs [64]',
      () => changed(({ tensors }) => ({ tensors: { ...tensors, 'decoder.2.bias': { ...tensors['decoder.2.bias'], shape: [8, 8] } } })),
    ],
    [
      'load: there is no layer "relo" here; pass it as load(bytes, { layers: { relo } })',
      () => redescribed((text) => text.replace('relu', 'relo')),
    ],
    ['load: the config of the model is not JSON; the file is damaged', () => redescribed((text) => text.slice(1))],
    ['load: the file is of version undefined, which there is not; the file is damaged', () => redescribed(() => 'null')],
    [
      'load: the file is of version 2, this reads versions up to 1; install a newer @autoencoders/models',
      () => redescribed((text) => text.replace('"version":1', '"version":2')),
    ],
    [
      'autoencoder: there is no option "encode"; there are input, encoder, bottleneck, decoder, output, seed',
      () => redescribed((text) => text.replace('"encoder"', '"encode"')),
    ],
    [
      'autoencoder: output must be an activation, such as sigmoid, not 3',
      () => redescribed((text) => text.replace(/"output":\{[^}]*\}/, '"output":3')),
    ],
    [
      `load: there is no layer "\\x1b${'z'.repeat(171)} … ${'z'.repeat(95)} } })`,
      () => redescribed((text) => text.replace('"relu"', `"\\u001b${'z'.repeat(1e6)}"`)),
    ],
    [
      'load: in args[0].encoder of the config, chain: layer 2 must be a layer, such as dense(32), not an object',
      () => redescribed((text) => text.replace('{"name":"relu"}', '{"nome":"relu"}')),
    ],
    [
      'autoencoder: input must be the shape of one example, such as [784], not undefined',
      () => redescribed((text) => text.replace('"input":[64],', '')),
    ],
    [
      'load: the file holds a model of another kind than autoencoder, stacked, classifier, regressor',
      () => redescribed((text) => text.replace('"autoencoder"', '"chain"')),
    ],
    [
      'load: the config has a model where a layer should be',
      () =>
        redescribed((text) => {
          const { config } = JSON.parse(text);
          return JSON.stringify({ version: 1, config: { ...config, args: [{ ...config.args[0], encoder: config }] } });
        }),
    ],
    [
      'classifier: from must be a model with an encoder, such as autoencoder({ … }) gives, not an object',
      () =>
        redescribed(() => '{"version":1,"config":{"name":"classifier","args":[{"classes":2,"from":{"spec":{"input":[2]},"weights":{}}}]}}'),
    ],
    ['autoencoder: the decoder gives [64], the input is [65]', () => redescribed((text) => text.replace('"input":[64]', '"input":[65]'))],
    ['safetensors: the file has 3 bytes, too few for a header', async () => (await changed(() => ({}))).subarray(0, 3)],
  ])('%s', async (message, bytes) => {
    const made = await bytes();
    await expectNoLeaks(() => expect(() => load(made)).toThrow(new InputError(message)));
  });

  test('wherever a file is cut off', async () => {
    const whole = await changed(() => ({}));
    await expectNoLeaks(() => {
      for (let end = 0; end < whole.length; end += 61) expect(() => load(whole.subarray(0, end))).toThrow(InputError);
      expect(() => load(whole.subarray(0, -1))).toThrow(
        new InputError('safetensors: decoder.2.bias ends at byte 9104, the data has 9103; the file is truncated'),
      );
    });
  });

  test('whichever letter of the header is wrong: a model or an InputError', async () => {
    const whole = await changed(() => ({}));
    const length = whole[0]! + 256 * whole[1]!;
    await expectNoLeaks(() => {
      for (let at = 8; at < 8 + length; at += 2) {
        const damaged = whole.slice();
        damaged[at]! ^= 1;
        try {
          load(damaged).dispose();
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }
    });
  });
});
