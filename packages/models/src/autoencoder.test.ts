import '@tensorflow/tfjs-backend-cpu';
import { clone, memory, reshape, sigmoid, slice, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { InputError, leaves, normal } from '@autoencoders/core';
import { activation, dense, linear } from '@autoencoders/layers';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { gaussianModel, imageModel, numbers, plainModel, weightsOf } from '../test/helpers.js';
import { autoencoder } from './autoencoder.js';

const flat = digitsLike(7);
const images: Tensor4D = reshape(flat, [7, 8, 8, 1]);
const models = [
  { kind: 'plain', make: plainModel, x: flat as Tensor, codes: [7, 4] },
  { kind: 'Gaussian', make: gaussianModel, x: flat as Tensor, codes: [7, 3] },
  { kind: 'convolutional', make: imageModel, x: images as Tensor, codes: [7, 5] },
];
afterAll(() => [flat, images].forEach((t) => t.dispose()));

describe.each(models)('a $kind model', ({ make, x, codes: codesShape }) => {
  const model = make() as ReturnType<typeof plainModel>;
  const data = x as Tensor2D;
  afterAll(() => model.dispose());

  test('encodes, decodes and reconstructs shapes', () => {
    const codes = model.encode(data);
    const [decoded, reconstructed] = [model.decode(codes), model.reconstruct(data)];
    expect([codes.shape, decoded.shape, reconstructed.shape]).toEqual([codesShape, data.shape, data.shape]);
    expect(model.codeSize).toBe(codesShape[1]);
    for (const tensor of [codes, decoded, reconstructed]) tensor.dispose();
  });

  test('reconstructs what it decodes from its codes', () => {
    const codes = model.encode(data);
    expect(numbers(model.reconstruct(data))).toEqual(numbers(model.decode(codes)));
    codes.dispose();
  });

  test('passes forward to codes, logits and outputs that agree', () => {
    tidy(() => {
      const { codes, logits, ...pass } = model.forward(data, { training: false });
      const output = pass.output();
      expect([codes.shape, logits.shape, output.shape]).toEqual([codesShape, data.shape, data.shape]);
      expect(numbers(codes)).toEqual(numbers(model.encode(data)));
      expect(numbers(output)).toEqual(numbers(model.reconstruct(data)));
      expect(numbers(sigmoid(logits))).toEqual(numbers(model.reconstruct(data)));
    });
  });

  test.each(['encode', 'reconstruct', 'decode', 'interpolate'] as const)('%s leaves nothing but its result', async (method) => {
    const codes = model.encode(data);
    const one = slice(data, 0, 1);
    const calls = {
      encode: () => model.encode(data),
      reconstruct: () => model.reconstruct(data),
      decode: () => model.decode(codes),
      interpolate: () => model.interpolate(one, one),
    };
    await expectNoLeaks(() => calls[method]().dispose());
    for (const tensor of [codes, one]) tensor.dispose();
  });
});

test('the output of a pass is made once, when it is asked for', () => {
  let made = 0;
  using model = autoencoder({
    input: [4],
    encoder: dense(2),
    decoder: dense(4),
    output: activation((x) => (made++, sigmoid(x))),
  });
  tidy(() => {
    const pass = model.forward(tensor2d([[0, 1, 0, 1]]), { training: true });
    const expected = numbers(sigmoid(pass.logits));
    expect(made).toBe(0);
    const spread = { ...pass };
    expect(spread.output()).toBe(pass.output());
    expect(numbers(clone(pass.output()))).toEqual(expected);
    expect(made).toBe(1);
  });
});

describe('large sets', () => {
  test.each([512, 513, 1201])('%d examples in parts give what one pass gives', (count) => {
    using model = plainModel();
    tidy(() => {
      const x = digitsLike(count);
      const whole = model.forward(x, { training: false });
      expect(numbers(model.encode(x))).toEqual(numbers(whole.codes));
      expect(numbers(model.reconstruct(x))).toEqual(numbers(whole.output()));
    });
  });

  test('leave nothing but the result', async () => {
    using model = plainModel();
    const x = digitsLike(1100);
    await expectNoLeaks(() => model.reconstruct(x).dispose());
    x.dispose();
  });
});

describe('arguments that do not fit', () => {
  const plain = plainModel();
  const image = imageModel();
  afterAll(() => [plain, image].forEach((model) => model.dispose()));
  const first = (count: number) => slice(flat, 0, count);
  test.each([
    ['encode: the model takes [batch, 64], the argument is [2, 63]', () => plain.encode(slice(flat, [0, 0], [2, 63]))],
    ['encode: the model takes [batch, 8, 8, 1], the argument is [7, 64]', () => image.encode(flat as Tensor as Tensor4D)],
    ['encode: the argument has no examples, its shape is [0, 64]', () => plain.encode(tensor2d([], [0, 64]))],
    ['reconstruct: the model takes [batch, 64], the argument is [7, 8, 8, 1]', () => plain.reconstruct(images as Tensor as Tensor2D)],
    ['decode: the model takes [batch, 4], the argument is [7, 64]', () => plain.decode(flat)],
    ['interpolate: from must be a single example, not 7', () => plain.interpolate(flat, flat)],
    ['interpolate: to must be a single example, not 2', () => plain.interpolate(first(1), first(2))],
    [
      'interpolate: the model takes [batch, 64], the argument is [1, 8, 8, 1]',
      () => plain.interpolate(first(1), slice(images, 0, 1) as Tensor as Tensor2D),
    ],
    ['interpolate: steps must be a whole number of 2 or more, not 1', () => plain.interpolate(first(1), first(1), { steps: 1 })],
  ])('%s', async (message, call) => {
    await expectNoLeaks(() => expect(() => tidy(call)).toThrow(new InputError(message)));
  });
});

describe('interpolate', () => {
  const [from, to] = [slice(flat, 0, 1), slice(flat, 1, 1)];
  afterAll(() => [from, to].forEach((t) => t.dispose()));

  test.each(models.slice(0, 2))('starts and ends at the reconstructions: $kind', ({ make }) => {
    using model = make() as ReturnType<typeof plainModel>;
    const [first, last] = [numbers(model.reconstruct(from)), numbers(model.reconstruct(to))];
    for (const steps of [2, 3, 7, 10, 12]) {
      const path = model.interpolate(from, to, { steps });
      expect(path.shape).toEqual([steps, 64]);
      const values = numbers(path);
      expect(values.slice(0, 64)).toEqual(first);
      expect(values.slice(-64)).toEqual(last);
    }
  });

  test('takes 10 steps by default, and halfway decodes the mean of both codes', () => {
    using model = plainModel();
    const codes = model.encode(slice(flat, 0, 2));
    const [a, b] = [codes.arraySync()[0]!, codes.arraySync()[1]!];
    codes.dispose();
    const path = model.interpolate(from, to, { steps: 3 });
    const middle = tidy(() => numbers(model.decode(tensor2d([a.map((v, i) => (v + b[i]!) / 2)]))));
    numbers(path)
      .slice(64, 128)
      .forEach((value, i) => expect(value).toBeCloseTo(middle[i]!, 6));
    const standard = model.interpolate(from, to);
    expect(standard.shape).toEqual([10, 64]);
    standard.dispose();
  });
});

describe('sample', () => {
  test('decodes draws from N(0, I), the same for the same seed', async () => {
    using model = gaussianModel();
    const [one, again, other, standard] = [{ seed: 5 }, { seed: 5 }, { seed: 6 }, {}].map((options) => numbers(model.sample(4, options)));
    expect(one).toEqual(again);
    expect(one).not.toEqual(other);
    expect(one).toEqual(tidy(() => numbers(model.decode(normal([4, 3], 5)))));
    expect(standard).toEqual(numbers(model.sample(4, { seed: 0 })));
    await expectNoLeaks(() => model.sample(4).dispose());
  });

  test('has a shape, and refuses to draw none', () => {
    using model = gaussianModel();
    const samples = model.sample(600);
    expect(samples.shape).toEqual([600, 64]);
    samples.dispose();
    expect(() => model.sample(0)).toThrow('sample: count must be a whole number of 1 or more, not 0');
  });

  test('is not there without a prior', () => {
    using model = plainModel();
    expect('sample' in model).toBe(false);
  });
});

describe('weights', () => {
  test.each(models)('come from the seed alone: $kind', ({ make }) => {
    using one = make(3);
    using again = make(3);
    using other = make(4);
    expect(weightsOf(one)).toEqual(weightsOf(again));
    expect(weightsOf(one)).not.toEqual(weightsOf(other));
  });

  test('come from seed 0 by default', () => {
    using standard = autoencoder({ input: [4], encoder: dense(2), decoder: dense(4) });
    using zero = autoencoder({ input: [4], encoder: dense(2), decoder: dense(4), seed: 0 });
    expect(weightsOf(standard)).toEqual(weightsOf(zero));
  });
});

describe('ownership', () => {
  test.each(models)('using frees every weight: $kind', async ({ make }) => {
    await expectNoLeaks(() => {
      using model = make();
      expect(memory().numTensors).toBeGreaterThan(0);
      expect(model.parameterCount).toBe(weightsOf(model).flat().length);
    });
    await expectNoLeaks(() => make().dispose());
  });

  test('weights outlive a tidy around the building', () => {
    let built: ReturnType<typeof plainModel>;
    tidy(() => void (built = plainModel()));
    using model = built!;
    expect(Object.values(leaves(model.weights)).every((leaf) => !leaf.isDisposed)).toBe(true);
    model.encode(flat).dispose();
  });

  test('disposing of a model twice leaves copies of its weights alone', () => {
    const model = plainModel();
    const [weight] = Object.values(leaves(model.weights));
    const copy = clone(weight!);
    model.dispose();
    model.dispose();
    expect(numbers(copy)).toHaveLength(64 * 16);
  });

  test('a model that changes nothing gives a tensor of its own', () => {
    using model = autoencoder<Tensor2D>({ input: [64], encoder: linear, decoder: linear });
    const codes = model.encode(flat);
    expect(codes).not.toBe(flat);
    expect(numbers(codes)).toEqual(Array.from(flat.dataSync()));
    expect(flat.isDisposed).toBe(false);
  });
});

test('range is what the output activation reaches', () => {
  using sigmoidal = plainModel();
  using unbounded = autoencoder({ input: [4], encoder: dense(2), decoder: dense(4) });
  expect([sigmoidal.range, unbounded.range]).toEqual([[0, 1], undefined]);
});
