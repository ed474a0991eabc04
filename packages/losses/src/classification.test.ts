import '@tensorflow/tfjs-backend-cpu';
import { scalar, tensor, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { valueAndGradients } from '@autoencoders/core/operations';
import { checkGradients, expectNoLeaks } from '@autoencoders/testing';
import { describe, expect, test } from 'vitest';
import { softmaxCrossEntropy } from './classification.js';

/** The loss of logits and labels, within the caller's tidy. */
const of = (logits: Tensor, labels: Tensor): Scalar =>
  softmaxCrossEntropy({
    logits,
    output: () => logits,
    target: labels,
    codes: tensor2d([[0]]),
    decode: () => logits,
    clock: { step: 0, epoch: 0 },
  });
const value = (logits: number[][], labels: number[], dtype: 'int32' | 'float32' = 'int32'): number =>
  tidy(() => of(tensor2d(logits), tensor1d(labels, dtype)).dataSync()[0]!);

describe('softmaxCrossEntropy', () => {
  test('is ln n for n equal logits, whatever they are', () => {
    expect(value([[0, 0, 0, 0]], [2])).toBeCloseTo(Math.log(4), 6);
    expect(value([[7, 7]], [1])).toBeCloseTo(Math.log(2), 6);
  });

  test('is ln(1 + e^−d) for two logits that lie d apart, averaged over the batch', () => {
    const pair = [
      [3, 1],
      [0.5, 1],
    ];
    expect(value(pair, [0, 0])).toBeCloseTo((Math.log(1 + Math.exp(-2)) + Math.log(1 + Math.exp(0.5))) / 2, 6);
    expect(value(pair, [0, 0], 'float32')).toBe(value(pair, [0, 0]));
  });

  test('stays finite however large the logits are', () => {
    expect(value([[1e4, 0, -1e4]], [0])).toBeCloseTo(0, 6);
    expect(value([[1e4, 0, -1e4]], [2])).toBe(2e4);
  });

  test('has the gradient (softmax − one-hot) / batch', () => {
    tidy(() => {
      const logits = tensor2d([
        [0, Math.log(3)],
        [0, 0],
      ]);
      const labels = tensor1d([0, 1], 'int32');
      const { gradients } = valueAndGradients(() => of(logits, labels), { logits });
      const found = Array.from(gradients.logits!.dataSync());
      [-0.375, 0.375, 0.25, -0.25].forEach((expected, i) => expect(found[i]).toBeCloseTo(expected, 6));
    });
  });

  test('has the gradient of its differences', () => {
    tidy(() => {
      const logits = tensor2d([
        [0.3, -1.2, 0.8],
        [2, 2, -0.5],
        [-0.1, 0.4, 0],
      ]);
      const labels = tensor1d([1, 0, 2], 'int32');
      checkGradients(({ logits }) => of(logits!, labels), { logits });
    });
  });

  test('leaves nothing', () => expectNoLeaks(() => void value([[1, 2, 3]], [0])));

  test.each([
    ['[2, 1]', () => of(tensor2d([[1, 2]]), tensor([1, 0], [2, 1])), '[1, 2]'],
    ['[]', () => of(tensor2d([[1, 2]]), scalar(1)), '[1, 2]'],
    ['[1]', () => of(tensor([1, 2]), tensor1d([1])), '[2]'],
  ])('labels of shape %s are refused where they do not fit', (labels, call, logits) => {
    expect(() => tidy(call)).toThrow(
      `softmaxCrossEntropy: labels of shape ${labels} and logits of shape ${logits} must be [batch] and [batch, classes]`,
    );
  });
});
