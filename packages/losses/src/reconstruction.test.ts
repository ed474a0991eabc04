import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { behaves, lossOf, slopeOf } from '../test/pass.js';
import { binaryCrossEntropy, huber, meanAbsoluteError, meanSquaredError, squaredError } from './reconstruction.js';

beforeAll(() => setBackend('cpu'));

// differences 1, 0 | −2, 3
const pass = {
  target: [
    [1, 2],
    [3, 4],
  ],
  output: [
    [0, 2],
    [5, 1],
  ],
};
const images = { target: [[[[1], [2]]], [[[3], [4]]]], output: [[[[0], [2]]], [[[5], [1]]]] };
// no difference at 0, none at 1
const smooth = {
  target: [
    [1, 2, 0],
    [3, 4, -1],
  ],
  output: [
    [0.5, 2.2, 3],
    [5, 1, -1.3],
  ],
};

describe('squaredError', () => {
  test('is Σ (x − x̂)² per example, averaged over the batch', () => {
    expect(lossOf(squaredError, pass)).toBe((1 + 0 + (4 + 9)) / 2);
    expect(lossOf(squaredError, images)).toBe(7);
    expect(lossOf(squaredError, { ...pass, output: pass.target })).toBe(0);
  });

  test('has the slope 2(x̂ − x) / batch', () => {
    expect(slopeOf(squaredError, pass, 'output')).toEqual([
      [-1, 0],
      [2, -3],
    ]);
  });

  behaves(squaredError, smooth, ['output']);
});

describe('meanSquaredError', () => {
  test('is squaredError by the number of features', () => {
    expect(lossOf(meanSquaredError, pass)).toBe(14 / 4);
    expect(lossOf(meanSquaredError, images)).toBe(14 / 4);
  });

  behaves(meanSquaredError, smooth, ['output']);
});

describe('meanAbsoluteError', () => {
  test('is the mean of |x − x̂| over all numbers', () => {
    expect(lossOf(meanAbsoluteError, pass)).toBe((1 + 0 + 2 + 3) / 4);
    expect(lossOf(meanAbsoluteError, images)).toBe(1.5);
  });

  test('has the slope −sign(x − x̂) / n, and 0 where nothing is wrong', () => {
    expect(slopeOf(meanAbsoluteError, pass, 'output')).toEqual([
      [-0.25, 0],
      [0.25, -0.25],
    ]);
  });

  behaves(meanAbsoluteError, smooth, ['output']);
});

describe('huber', () => {
  test.each([
    // h(1) = ½, h(0) = 0, h(2) = 2 − ½, h(3) = 3 − ½
    [1, (0.5 + 0 + (1.5 + 2.5)) / 2],
    // h(1) = ½, h(2) = 2²/2 = 2·(2 − 1), h(3) = 2·(3 − 1)
    [2, (0.5 + 0 + (2 + 4)) / 2],
    // all within: half of squaredError
    [10, 3.5],
    // h(d) = ½·(d − ¼)
    [0.5, (0.5 * 0.75 + 0 + 0.5 * (1.75 + 2.75)) / 2],
  ])('with δ = %d is d² / 2 near and δ·(|d| − δ / 2) far', (delta, expected) => {
    expect(lossOf(huber(delta), pass)).toBeCloseTo(expected, 6);
    expect(lossOf(huber(delta), images)).toBeCloseTo(expected, 6);
  });

  test('has δ = 1 by default', () => {
    expect(lossOf(huber(), pass)).toBe(lossOf(huber(1), pass));
  });

  test('has a slope that grows up to δ and stays', () => {
    // d = 0.5, 1, 4, 0, −4: −d up to 1, −1 beyond
    const one = { target: [[0.5, 1, 4, 0, -4]], output: [[0, 0, 0, 0, 0]] };
    expect((slopeOf(huber(), one, 'output') as number[][])[0]!.map((slope) => slope + 0)).toEqual([-0.5, -1, -1, 0, 1]);
  });

  test.each([0, -1, NaN, Infinity])('refuses δ = %d', (delta) => {
    expect(() => huber(delta)).toThrow(new InputError(`huber: delta must be a finite number above 0, not ${delta}`));
  });

  behaves(huber(), smooth, ['output']);
});

describe('binaryCrossEntropy', () => {
  const sigma = (logit: number): number => 1 / (1 + Math.exp(-logit));

  test.each([
    // σ(0) = ½, whatever x is
    { logits: [[0, 0]], target: [[0.3, 1]], expected: 2 * Math.LN2 },
    // σ(ln 3) = ¾
    { logits: [[Math.log(3)]], target: [[1]], expected: -Math.log(0.75) },
    { logits: [[Math.log(3)]], target: [[0]], expected: -Math.log(0.25) },
    { logits: [[Math.log(3)]], target: [[0.5]], expected: -(Math.log(0.75) + Math.log(0.25)) / 2 },
    // summed over the features of two examples, averaged over the two
    {
      logits: [
        [Math.log(3), 0],
        [0, 0],
      ],
      target: [
        [1, 1],
        [0, 1],
      ],
      expected: (-Math.log(0.75) + 3 * Math.LN2) / 2,
    },
  ])('of logits $logits and targets $target is $expected nats', ({ logits, target, expected }) => {
    expect(lossOf(binaryCrossEntropy, { logits, target })).toBeCloseTo(expected, 6);
  });

  test('sums over pixels and channels of images', () => {
    expect(
      lossOf(binaryCrossEntropy, {
        logits: [
          [
            [
              [0, 0],
              [0, 0],
            ],
          ],
        ],
        target: [
          [
            [
              [0, 1],
              [1, 0.5],
            ],
          ],
        ],
      }),
    ).toBeCloseTo(4 * Math.LN2, 6);
  });

  test.each([
    [1000, 1, 0],
    [1000, 0, 1000],
    [-1000, 0, 0],
    [-1000, 1, 1000],
    [1000, 0.25, 750],
    [-20, 0, Math.log1p(Math.exp(-20))],
  ])('stays finite and right at a logit of %d and a target of %d', (logit, target, expected) => {
    expect(lossOf(binaryCrossEntropy, { logits: [[logit]], target: [[target]] })).toBeCloseTo(expected, 9);
  });

  test('has the slope (σ(l) − x) / batch everywhere, 0 and ±1000 included', () => {
    const logits = [
      [0, 1000, -1000, 1000],
      [0, 2, -2, -1000],
    ];
    const target = [
      [0, 1, 1, 0],
      [1, 0, 1, 0],
    ];
    const slopes = slopeOf(binaryCrossEntropy, { logits, target }, 'logits') as number[][];
    slopes.forEach((row, n) => row.forEach((slope, i) => expect(slope).toBeCloseTo((sigma(logits[n]![i]!) - target[n]![i]!) / 2, 7)));
  });

  test('reads the logits, never the output', () => {
    expect(lossOf(binaryCrossEntropy, { logits: [[0]], target: [[1]], output: [[99]] })).toBeCloseTo(Math.LN2, 6);
  });

  test('says that targets lie in [0, 1]', () => {
    expect(binaryCrossEntropy.range).toEqual([0, 1]);
  });

  behaves(
    binaryCrossEntropy,
    {
      logits: [
        [-2, 0, 0.5],
        [3, -0.1, 1],
      ],
      target: [
        [0, 0.3, 1],
        [1, 0.5, 0],
      ],
    },
    ['logits'],
  );
});
