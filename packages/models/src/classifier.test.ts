import '@tensorflow/tfjs-backend-cpu';
import { InputError, leaves } from '@autoencoders/core';
import { batchNorm, chain, conv2d, dense, dropout, relu, sigmoid } from '@autoencoders/layers';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { fill, sum, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Model } from '@autoencoders/core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, test } from 'vitest';
import { gaussianModel, numbers, plainModel, scramble } from '../test/helpers.js';
import { autoencoder } from './autoencoder.js';
import { classifier } from './classifier.js';
import { stacked } from './stacked.js';

const x = digitsLike(6);
afterAll(() => x.dispose());

const values = (model: Pick<Model, 'weights'>, under: string): number[][] =>
  Object.entries(leaves(model.weights)).flatMap(([path, leaf]) => (path.startsWith(under) ? [Array.from(leaf.dataSync())] : []));
/** Gives every number of a weight the value. */
const set = (leaf: Tensor, value: number): void => tidy(() => (leaf as Variable).assign(fill(leaf.shape as [number], value)));

describe('a classifier', () => {
  test('gives probabilities, which sum to 1, and their greatest as the class', () => {
    using model = classifier({ input: [64], encoder: chain(dense(8), sigmoid), classes: 3, seed: 2 });
    const probabilities = model.probabilities(x);
    const rows = probabilities.arraySync();
    expect(probabilities.shape).toEqual([6, 3]);
    for (const total of tidy(() => sum(probabilities, 1).dataSync())) expect(total).toBeCloseTo(1, 6);
    expect(numbers(model.classify(x))).toEqual(rows.map((row) => row.indexOf(Math.max(...row))));
    expect([model.classes, model.output, model.codeSize, model.parameterCount]).toEqual([3, [3], 8, 64 * 8 + 8 + 8 * 3 + 3]);
    probabilities.dispose();
  });

  test('of logits 0, ln 2 and ln 5 gives 1/8, 2/8 and 5/8', () => {
    using model = classifier({ input: [64], encoder: dense(1), classes: 3 });
    const bias = leaves(model.weights)['head.bias'] as Variable;
    set(leaves(model.weights)['head.kernel']!, 0);
    tidy(() => bias.assign(tensor1d([0, Math.log(2), Math.log(5)])));
    const [row] = tidy(() => model.probabilities(x).arraySync());
    [0.125, 0.25, 0.625].forEach((p, i) => expect(row![i]).toBeCloseTo(p, 6));
    expect(numbers(model.classify(x))).toEqual([2, 2, 2, 2, 2, 2]);
  });

  test('lists its parts', () => {
    using model = classifier({ input: [64], encoder: chain(dense(8), sigmoid), classes: 3 });
    expect(model.summary()).toMatch(
      /^part +layer +output +parameters\ninput +\[64\]\nencoder +dense\(8\)[^]*\nhead +dense\(3\) +\[3\] +27\noutput +softmax/,
    );
  });

  test('may have a head of several layers', () => {
    using model = classifier({ input: [64], encoder: dense(4), classes: 2, head: chain(dense(5), relu, dense(2)) });
    expect(Object.keys(leaves(model.weights))).toEqual([
      'encoder.kernel',
      'encoder.bias',
      'head.0.kernel',
      'head.0.bias',
      'head.2.kernel',
      'head.2.bias',
    ]);
  });
});

describe('on the encoder of a model', () => {
  test('encodes as the model does, with copies of its weights', () => {
    using model = plainModel();
    scramble(model);
    using on = classifier({ from: model, classes: 3 });
    expect(values(on, 'encoder')).toEqual(values(model, 'encoder'));
    expect(numbers(on.encode(x))).toEqual(numbers(model.encode(x)));
    const kernel = leaves(on.weights)['encoder.0.kernel']!;
    const before = values(model, 'encoder');
    set(kernel, 3);
    expect(values(model, 'encoder')).toEqual(before);
    on.dispose();
    expect(values(model, 'encoder')).toEqual(before);
  });

  test('of a stack takes all its levels', () => {
    using stack = stacked({
      input: [64],
      levels: [
        { encoder: chain(dense(9), sigmoid), decoder: dense(64) },
        { encoder: dense(5), decoder: dense(9) },
      ],
    });
    using on = classifier({ from: stack, classes: 2 });
    expect(numbers(on.encode(x))).toEqual(numbers(stack.encode(x)));
    expect(Object.keys(leaves(on.weights)).at(-1)).toBe('head.bias');
  });

  test('of a classifier takes that one’s, for other classes', () => {
    using one = classifier({ input: [64], encoder: dense(4), classes: 2, seed: 7 });
    using other = classifier({ from: one, classes: 5 });
    expect(values(other, 'encoder')).toEqual(values(one, 'encoder'));
    expect(other.output).toEqual([5]);
  });

  test('of a Gaussian model reads the mean, in training, too', () => {
    using model = gaussianModel();
    using on = classifier({ from: model, classes: 2 });
    const mean = numbers(model.encode(x));
    expect(numbers(on.encode(x))).toEqual(mean);
    expect(tidy(() => Array.from(on.forward(x, { training: true, seeds: () => 1 }).codes.dataSync()))).toEqual(mean);
  });

  test('random draws its weights anew, and the head as without it', () => {
    using model = plainModel(5);
    scramble(model);
    using trained = classifier({ from: model, classes: 3, seed: 4 });
    using random = classifier({ from: model, classes: 3, seed: 4, reinitialize: true });
    using fresh = classifier({ input: [64], encoder: model.spec.encoder, classes: 3, seed: 4 });
    expect(values(random, '')).toEqual(values(fresh, ''));
    expect(values(random, 'head')).toEqual(values(trained, 'head'));
    expect(values(random, 'encoder')).not.toEqual(values(trained, 'encoder'));
  });

  test('initScale multiplies the encoder’s kernels and nothing else', () => {
    const encoder = chain(dense(4), batchNorm(), dense(4));
    using one = classifier({ input: [64], encoder, classes: 3 });
    using four = classifier({ input: [64], encoder, classes: 3, initScale: 4 });
    for (const [path, leaf] of Object.entries(leaves(four.weights))) {
      const factor = /^encoder.*kernel$/.test(path) ? 4 : 1;
      expect(Array.from(leaf.dataSync())).toEqual(
        Array.from(leaves(one.weights)[path]!.dataSync(), (value) => Math.fround(factor * value)),
      );
    }
  });
});

describe('the head alone', () => {
  test('has the head’s variables, and gives what the whole model gives outside training', () => {
    using model = classifier({ input: [64], encoder: chain(dense(8), batchNorm(), dropout(0.5)), classes: 3 });
    const { headOnly } = model;
    expect(Object.values(leaves(headOnly.weights))).toEqual([leaves(model.weights)['head.kernel'], leaves(model.weights)['head.bias']]);
    const updates: unknown[] = [];
    tidy(() => {
      const context = { training: true, seeds: () => 1, update: (...args: unknown[]) => void updates.push(args) };
      expect(Array.from(headOnly.forward(x, context).logits.dataSync())).toEqual(
        Array.from(model.forward(x, { training: false }).logits.dataSync()),
      );
    });
    expect(updates).toEqual([]);
    expect([headOnly.classes, headOnly.output]).toEqual([3, [3]]);
  });
});

describe('memory', () => {
  test('only the weights are allocated, and dispose frees them', async () => {
    using from = plainModel();
    const model = await expectNoLeaks(() => classifier({ from, classes: 3 }), { kept: 6 });
    await expectNoLeaks(() => [model.probabilities(x), model.classify(x), model.encode(x)].forEach((t) => t.dispose()));
    model.dispose();
    model.dispose();
    for (const call of ['probabilities', 'classify', 'encode'] as const)
      expect(() => model[call](x)).toThrow(new InputError(`${call}: the model was disposed`));
    expect(numbers(from.encode(x))).toHaveLength(24);
  });

  const gone = autoencoder({ input: [64], encoder: dense(2), decoder: dense(64) });
  gone.dispose();
  const alive = autoencoder({ input: [64], encoder: dense(2), decoder: dense(64) });
  afterAll(() => alive.dispose());
  test.each<[message: string, spec: any]>([
    ['classifier: classes must be a whole number of 2 or more, not 1', { from: alive, classes: 1 }],
    ['classifier: classes must be a whole number of 2 or more, not undefined', { from: alive }],
    ['classifier: the head gives [3], there must be 2 outputs', { from: alive, classes: 2, head: dense(3) }],
    [
      'classifier: initScale is for weights that are drawn; say reinitialize: true, or leave it out',
      { from: alive, classes: 2, initScale: 4 },
    ],
    ['classifier: initScale must be a finite number of 0 or more, not -1', { from: alive, classes: 2, reinitialize: true, initScale: -1 }],
    ['classifier: seed must be a whole number of 0 or more, not 0.5', { from: alive, classes: 2, seed: 0.5 }],
    ['classifier: input must be the shape of one example, such as [784], not undefined', { encoder: dense(2), classes: 2 }],
    ['classifier: the model was disposed', { from: gone, classes: 2 }],
    [
      'classifier: the encoder gives [4, 4, 1], codes must be flat; put flatten at its end',
      { input: [8, 8, 1], encoder: conv2d(1, { stride: 2 }), classes: 2 },
    ],
    [
      'classifier: encoder, layer 2, dense(3): the input must be flat, not [8, 8, 1]; put flatten before it',
      { input: [8, 8, 1], encoder: chain(relu, dense(3)), classes: 2 },
    ],
  ])('refused without a trace: %s', async (message, spec) => {
    await expectNoLeaks(() => expect(() => classifier(spec)).toThrow(message));
  });
});
