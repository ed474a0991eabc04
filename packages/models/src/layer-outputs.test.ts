import '@tensorflow/tfjs-backend-cpu';
import { dispose, reshape, slice, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { InputError, leaves } from '@autoencoders/core';
import { center, chain, dense, dictionary, dropout, relu, residual, sigmoid, uncenter } from '@autoencoders/layers';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { gaussianModel, imageModel, plainModel } from '../test/helpers.js';
import { autoencoder } from './autoencoder.js';
import { classifier } from './classifier.js';
import { layerOutputs } from './layer-outputs.js';
import { stacked } from './stacked.js';
import { topK } from './top-k.js';

const x = digitsLike(3);
const numbers = (tensor: Tensor): number[] => Array.from(tensor.dataSync());
afterAll(() => x.dispose());

test('names the layers as the state dict does, and ends with the reconstruction', () => {
  using model = autoencoder({
    input: [64],
    encoder: chain(dense(16), relu, chain(dropout(0.5), dense(4))),
    decoder: chain(residual(dense(4)), dense(64)),
    output: sigmoid,
  });
  tidy(() => {
    const outputs = layerOutputs(model, x);
    const names = ['encoder.0', 'encoder.1', 'encoder.2.0', 'encoder.2.1', 'bottleneck', 'decoder.0', 'decoder.1', 'output'];
    expect(outputs.map(({ name }) => name)).toEqual(names);
    expect(outputs.map(({ layer }) => layer).slice(0, 6)).toEqual([
      'dense(16)',
      'relu',
      'dropout(0.5)',
      'dense(4)',
      'plain',
      'residual(dense(4))', // prettier-ignore
    ]);
    expect(outputs.map(({ output }) => output.shape[1])).toEqual([16, 16, 16, 4, 4, 4, 64, 64]);
    expect(Object.keys(leaves(model.weights))).toContain('encoder.2.1.kernel');
    expect(numbers(outputs[4]!.output)).toEqual(numbers(model.encode(x)));
    expect(numbers(outputs.at(-1)!.output)).toEqual(numbers(model.reconstruct(x)));
  });
});

test('a layer reads what the one before it gives', () => {
  using model = plainModel();
  tidy(() => {
    const [first, second] = layerOutputs(model, x);
    expect(numbers(second!.output)).toEqual(numbers(first!.output).map((value) => Math.max(0, value)));
  });
});

describe('a Gaussian bottleneck', () => {
  test('gives its mean; with a seed, a draw that the decoder reads', () => {
    using model = gaussianModel();
    tidy(() => {
      const at = (outputs: ReturnType<typeof layerOutputs>) => outputs.find(({ name }) => name === 'bottleneck')!;
      const [still, drawn, again] = [layerOutputs(model, x), layerOutputs(model, x, { seed: 3 }), layerOutputs(model, x, { seed: 3 })];
      expect(numbers(at(still).output)).toEqual(numbers(model.encode(x)));
      expect(at(drawn).logVar!.shape).toEqual([3, 3]);
      expect(numbers(at(drawn).mean!)).toEqual(numbers(at(still).output));
      expect(numbers(at(drawn).output)).not.toEqual(numbers(at(drawn).mean!));
      expect(numbers(at(drawn).output)).toEqual(numbers(at(again).output));
      const decoded = model.decode(at(drawn).output as ReturnType<typeof model.encode>);
      expect(numbers(drawn.at(-1)!.output)).toEqual(numbers(decoded));
    });
  });
});

test('works with pictures, stacks, sparse models and classifiers', () => {
  using images = imageModel();
  using stack = stacked({ input: [64], levels: [{ encoder: dense(8), decoder: dense(64), output: sigmoid }] });
  const [middle, unit] = [center(), dense(20)];
  using sparse = autoencoder({
    input: [64],
    encoder: chain(middle, unit),
    bottleneck: topK(2),
    decoder: chain(dictionary(64, unit), uncenter(middle)),
  });
  using head = classifier({ from: stack, classes: 3 });
  tidy(() => {
    const pictures = reshape(x, [3, 8, 8, 1]) as Tensor4D;
    expect(numbers(layerOutputs(images, pictures).at(-1)!.output)).toEqual(numbers(images.reconstruct(pictures)));
    expect(numbers(layerOutputs(stack, x).at(-1)!.output)).toEqual(numbers(stack.reconstruct(x)));
    const codes = layerOutputs(sparse, x).find(({ name }) => name === 'bottleneck')!;
    expect(numbers(codes.output).filter((value) => value !== 0).length).toBeLessThanOrEqual(6);
    expect(numbers(codes.output)).toEqual(numbers(sparse.encode(x)));
    expect(layerOutputs(head, x).map(({ name }) => name)).toEqual(['encoder.0', 'bottleneck', 'head', 'output']);
  });
});

test('leaves nothing but the outputs, and frees no weight', async () => {
  using model = gaussianModel();
  await expectNoLeaks(() => {
    for (const { output, mean, logVar } of layerOutputs(model, x, { seed: 1 }))
      dispose([output, mean, logVar].filter((one) => one !== undefined));
  });
  await expectNoLeaks(() => tidy(() => void layerOutputs(model, x, { seed: 1 })));
  expect(Object.values(leaves(model.weights)).every((leaf) => !leaf.isDisposed)).toBe(true);
  expect(x.isDisposed).toBe(false);
});

test.each([
  ['layerOutputs: the model takes [batch, 64], the argument is [3, 63]', () => layerOutputs(plain, slice(x, [0, 0], [3, 63]))],
  ['layerOutputs: the argument has no examples, its shape is [0, 64]', () => layerOutputs(plain, tensor2d([], [0, 64]))],
  ['layerOutputs: seed must be a whole number of 0 or more, not -1', () => layerOutputs(plain, x, { seed: -1 })],
])('%s', async (message, call) => {
  await expectNoLeaks(() => expect(() => tidy(call as () => never)).toThrow(new InputError(message)));
});
const plain = plainModel();
afterAll(() => plain.dispose());
