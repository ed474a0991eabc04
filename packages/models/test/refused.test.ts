import '@tensorflow/tfjs-backend-cpu';
import { fill, ones, setBackend, tidy, zeros } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import { InputError, leaves } from '@autoencoders/core';
import { chain, conv2d, dense, dropout, maxPool2d, relu, upsample2d } from '@autoencoders/layers';
import { expectNoLeaks } from '@autoencoders/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  autoencoder,
  classifier,
  gaussian,
  load,
  parseSafetensors,
  regressor,
  save,
  stacked,
  toSafetensors,
  topK,
  traversal,
} from '../src/index.js';

beforeAll(() => setBackend('cpu'));

/** Callers without a compiler. */
const any = (value: unknown): any => value;
const gone = <T extends Tensor>(x: T): T => {
  x.dispose();
  return x;
};

const parts = { input: [6], encoder: dense(3), bottleneck: gaussian(2), decoder: dense(6) };
const model = autoencoder(parts);
const disposed = autoencoder(parts);
disposed.dispose();
const head = classifier({ from: model, classes: 2 });
const x: Tensor2D = ones([2, 6]);
const code: Tensor2D = zeros([1, 2]);
afterAll(() => [model, head, x, code].forEach((owned) => owned.dispose()));

describe('one sentence says what is wrong', () => {
  test.each<[message: string, call: () => unknown]>([
    ['encode: the argument was disposed', () => model.encode(gone(zeros([2, 6])))],
    ['decode: the argument was disposed', () => model.decode(gone(zeros([2, 2])))],
    ['reconstruct: the argument must be a tensor [batch, 6], not [a list]', () => model.reconstruct(any([[1, 2]]))],
    ['encode: the argument must be a tensor [batch, 6], not undefined', () => model.encode(any(undefined))],
    ['classify: the argument was disposed', () => head.classify(gone(zeros([2, 6])))],
    ['encode: the model was disposed', () => disposed.encode(x)],
    ['sample: seed must be a whole number of 0 or more, not 1.5', () => model.sample(2, { seed: 1.5 })],
    ['sample: seed must be a whole number of 0 or more, not "1"', () => model.sample(2, { seed: any('1') })],
    ['sample: count must be a whole number of 1 or more, not NaN', () => model.sample(NaN)],
    ['sample: there is no option "temperature"; there are seed', () => model.sample(2, any({ temperature: 1 }))],
    ['interpolate: there is no option "step"; there are steps, path', () => model.interpolate(x, x, any({ step: 1 }))],
    ['traversal: there is no option "latent"; there are latents, range, steps', () => traversal(code, any({ latent: 1 }))],
    ['autoencoder: options must be an object, { input, encoder, bottleneck, … }, not undefined', () => autoencoder(any(undefined))],
    [
      'autoencoder: there is no option "bottleneckk"; there are input, encoder, bottleneck, decoder, output, seed',
      () => autoencoder(any({ ...parts, bottleneckk: gaussian(2) })),
    ],
    ['autoencoder: encoder must be a layer, such as dense(32), not undefined', () => autoencoder(any({ ...parts, encoder: undefined }))],
    [
      'autoencoder: decoder must be a layer, such as dense(32), not the function dense',
      () => autoencoder(any({ ...parts, decoder: dense })),
    ],
    ['autoencoder: bottleneck must be a bottleneck, such as gaussian(2), not 2', () => autoencoder(any({ ...parts, bottleneck: 2 }))],
    ['stacked: there is no option "layers"; there are input, levels, seed', () => stacked(any({ input: [6], layers: [] }))],
    [
      'stacked: level 1: there is no option "activation"; there are encoder, decoder, output',
      () => stacked(any({ input: [6], levels: [{ encoder: dense(2), decoder: dense(6), activation: relu }] })),
    ],
    [
      'stacked: level 1: decoder must be a layer, such as dense(32), not undefined',
      () => stacked(any({ input: [6], levels: [{ encoder: dense(2) }] })),
    ],
    ['classifier: there is no option "class"; there are from, reinitialize,', () => classifier(any({ from: model, class: 2 }))],
    ['regressor: there is no option "classes"; there are from, reinitialize,', () => regressor(any({ from: model, classes: 2 }))],
    ['topK: there is no option "dead"; there are deadAfter, auxK', () => topK(2, any({ dead: 1 }))],
    ['dense: there is no option "activation"; there are useBias, kernelInitializer', () => dense(2, any({ activation: 'relu' }))],
    [
      'conv2d: there is no option "filterSize"; there are kernelSize, stride, padding, groups, useBias, kernelInitializer, dilation',
      () => conv2d(2, any({ filterSize: 3 })),
    ],
    ['maxPool2d: there is no option "strides"; there are stride, padding', () => maxPool2d(2, any({ strides: 1 }))],
    ['upsample2d: there is no option "mode"; there are interpolation', () => upsample2d(2, any({ mode: 'nearest' }))],
    [
      'load: bytes must be a Uint8Array, not "model.safetensors"; loadFile of @autoencoders/models/node opens a path',
      () => load(any('model.safetensors')),
    ],
    ['load: bytes must be a Uint8Array, not an object', () => load(any(new ArrayBuffer(8)))],
    ['load: bytes must be a Uint8Array, not undefined', () => load(any(undefined), { kind: 'classifier' })],
  ])('%s', async (message, call) => {
    await expectNoLeaks(() => {
      let error: unknown;
      try {
        call();
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toBeInstanceOf(InputError);
      expect((error as Error).message).toContain(message);
    });
  });

  test.each<[message: string, call: () => Promise<unknown>]>([
    ['save: the model was disposed', () => save(disposed)],
    ['save: the model must be one, such as autoencoder({ … }) gives, not undefined', () => save(any(undefined))],
    ['save: there is no option "meta"; there are metadata', () => save(model, any({ meta: {} }))],
    ['save: metadata.epochs must be a string, not 3', () => save(model, { metadata: any({ epochs: 3 }) })],
  ])('%s', (message, call) => expect(call()).rejects.toThrow(new InputError(message)));
});

describe('weights that are not finite', () => {
  const bad = (value: number) => {
    const made = autoencoder({ ...parts, encoder: chain(dense(3), dropout(0.1)) });
    tidy(() => (leaves(made.weights)['encoder.0.bias'] as Variable).assign(fill([3], value)));
    return made;
  };

  test.each([NaN, Infinity, -Infinity])('are not saved: %d', async (value) => {
    using made = bad(value);
    await expect(save(made)).rejects.toThrow(
      `save: the model has ${value} among the weights encoder.0.bias, so that it can compute nothing; train it anew, with a smaller learning rate`,
    );
  });

  test('are not loaded, and nothing is left of what was', async () => {
    const good = await save(model);
    const { tensors, metadata } = parseSafetensors(good);
    const values = Float32Array.from((tensors['decoder.kernel']!.values as Float32Array).with(3, NaN));
    const spoilt = toSafetensors({ tensors: { ...tensors, 'decoder.kernel': { ...tensors['decoder.kernel']!, values } }, metadata });
    await expectNoLeaks(() => {
      expect(() => load(spoilt)).toThrow('load: the file has NaN among the weights decoder.kernel');
    });
  });
});
