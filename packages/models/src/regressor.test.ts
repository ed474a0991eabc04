import '@tensorflow/tfjs-backend-cpu';
import { InputError, leaves } from '@autoencoders/core';
import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { add, matMul, tidy } from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, test } from 'vitest';
import { numbers, plainModel, scramble } from '../test/helpers.js';
import { regressor } from './regressor.js';

const x = digitsLike(6);
afterAll(() => x.dispose());

describe('a regressor', () => {
  test('predicts codes · W + b', () => {
    using from = plainModel();
    scramble(from);
    using model = regressor({ from, targets: 2, seed: 3 });
    const { 'head.kernel': kernel, 'head.bias': bias } = leaves(model.weights) as Record<string, Tensor2D & Tensor1D>;
    const expected = tidy(() => add(matMul(from.encode(x), kernel!), bias!));
    const predicted = model.predict(x);
    expect([predicted.shape, model.output, model.classes, model.range]).toEqual([[6, 2], [2], undefined, undefined]);
    const [found, wanted] = [numbers(predicted), numbers(expected)];
    found.forEach((value, i) => expect(value).toBeCloseTo(wanted[i]!, 4));
  });

  test('may end in an activation, whose range it has', () => {
    using model = regressor({ input: [64], encoder: chain(dense(8), relu), targets: 1, output: sigmoid });
    expect(numbers(model.predict(x)).every((value) => value > 0 && value < 1)).toBe(true);
    expect([model.range, model.headOnly.range]).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  test('leaves nothing', async () => {
    using model = regressor({ input: [64], encoder: dense(2), targets: 3 });
    await expectNoLeaks(() => model.predict(x).dispose());
    model.dispose();
    expect(() => model.predict(x)).toThrow(new InputError('predict: the model was disposed'));
  });

  test.each<[message: string, spec: any]>([
    ['regressor: targets must be a whole number of 1 or more, not 0', { input: [64], encoder: dense(2), targets: 0 }],
    ['regressor: the head gives [3], there must be 2 outputs', { input: [64], encoder: dense(2), targets: 2, head: dense(3) }],
  ])('refused: %s', (message, spec) => expect(() => regressor(spec)).toThrow(new InputError(message)));
});
