import '@tensorflow/tfjs-backend-cpu';
import {
  add,
  cast,
  div,
  gather,
  mean,
  memory,
  oneHot,
  setBackend,
  sqrt,
  square,
  sub,
  tensor1d,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { InputError, normal } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { labelsOf, wave } from '../test/wave.js';
import type { LabelledCodes } from './labelled.js';
import { fitLogistic, linearProbe } from './linear-probe.js';

beforeAll(() => setBackend('cpu'));

describe('fitLogistic', () => {
  // Newton's method in float64 on S = (X - X.mean(0)) / X.std(0), X = wave(30, 4), y = np.arange(30)*7%11%3, the bias without penalty
  test.each([
    [
      1,
      [-0.29544, -0.06752, 0.36296, -0.221, -0.08506, 0.30606, -0.21186, 0.04786, 0.164, -0.25234, 0.19015, 0.06219],
      [0.19742, 0.01981, -0.21723],
    ],
    [
      10,
      [-0.10468, -0.01307, 0.11775, 0.00639, -0.04576, 0.03937, 0.01021, 0.00911, -0.01932, -0.08961, 0.09154, -0.00193],
      [0.19411, 0.01552, -0.20963],
    ],
  ])('with λ = %d finds the weights that numpy does', async (penalty, kernel, bias) => {
    const standardized = tidy(() => {
      const x = wave(30, 4);
      const centered = sub(x, mean(x, 0));
      return div(centered, sqrt(mean(square(centered), 0))) as Tensor2D;
    });
    const truth = cast(oneHot(tensor1d(labelsOf(30), 'int32'), 3), 'float32') as Tensor2D;
    const weights = await fitLogistic(standardized, truth, { penalty, iterations: 500 });
    [...kernel, ...bias].forEach((value, i) => expect(Math.abs(weights[i]! - value)).toBeLessThan(3e-4));
  });
});

/** Four latents around 10,000 with deviations of 1 that tell three classes apart, more or less. */
function far(count: number, seed: number): LabelledCodes {
  const labels = labelsOf(count);
  const codes = tidy(() => {
    const places = gather(normal<any>([3, 4], 9), tensor1d(labels, 'int32'));
    return add(add(normal([count, 4], seed), places), 1e4) as Tensor2D;
  });
  return { codes, labels };
}

describe('linearProbe', () => {
  test.each([
    [1, [1, 1, 0, 0, 0, 0, 2, 1, 1, 0]],
    [10, [1, 1, 0, 0, 0, 0, 1, 1, 1, 0]],
  ])('with λ = %d predicts what numpy does', async (penalty, expected) => {
    const train = { codes: wave(30, 4), labels: labelsOf(30) };
    const test = { codes: wave(10, 4, 2), labels: labelsOf(10) };
    const { accuracy, predicted } = await linearProbe(train, test, { penalty });
    expect([...predicted]).toEqual(expected);
    expect(accuracy).toBe(labelsOf(10).filter((label, i) => label === expected[i]).length / 10);
  });

  test('tells apart what a line parts, by the labels as they are, and nothing else', async () => {
    // class 9 above the line x + y = 0, class 4 below; and the exclusive or, which no line parts
    const corners = tensor2d([1, 1, 2, -1, -1, -1, 1, -2], [4, 2]);
    const line = { codes: corners, labels: [9, 9, 4, 4] };
    expect(await linearProbe(line, line)).toEqual({ accuracy: 1, predicted: Int32Array.of(9, 9, 4, 4) });
    const or = { codes: tensor2d([1, 1, -1, -1, 1, -1, -1, 1], [4, 2]), labels: [0, 0, 1, 1] };
    expect((await linearProbe(or, or)).accuracy).toBeLessThanOrEqual(0.75);
  });

  test('does not depend on the scale or place of a latent, and leaves out one that does not vary', async () => {
    const [codes, labels] = [wave(30, 4), labelsOf(30)];
    const moved = tensor2d(codes.arraySync().map(([a, b, c, d]) => [1000 * a! + 5, b! / 1000, c!, d! - 3, 0.1]));
    const [plain, other] = [
      { codes, labels },
      { codes: moved, labels },
    ];
    expect((await linearProbe(other, other)).predicted).toEqual((await linearProbe(plain, plain)).predicted);
  });

  // scikit-learn 1.2: LogisticRegression(C=1, tol=1e-10, max_iter=5000).fit((x - x.mean(0)) / x.std(0), y), x in float64
  test('of codes far from 0 predicts what scikit-learn does', async () => {
    const [train, test] = [far(200, 1), far(100, 2)];
    const { accuracy } = await linearProbe(train, test);
    expect(accuracy).toBe(0.77);
  });

  test('gives the same every time, frees everything, and leaves its arguments', async () => {
    const both = { codes: wave(30, 4), labels: labelsOf(30) };
    const before = memory().numTensors;
    const first = await linearProbe(both, both);
    expect(await linearProbe(both, both)).toEqual(first);
    expect(memory().numTensors).toBe(before);
    expect(both.codes.arraySync()).toEqual(wave(30, 4).arraySync());
  });

  test('stays finite without a penalty, where no weights are large enough', async () => {
    const line = { codes: tensor2d([1, 2, -1, -2], [4, 1]), labels: [0, 0, 1, 1] };
    expect((await linearProbe(line, line, { penalty: 0, iterations: 1000 })).accuracy).toBe(1);
  });

  test('refuses options out of range', async () => {
    const both = { codes: wave(6, 2), labels: labelsOf(6) };
    await expect(linearProbe(both, both, { penalty: -1 })).rejects.toThrow(
      new InputError('linearProbe: penalty must be a finite number of 0 or more, not -1'),
    );
    await expect(linearProbe(both, both, { iterations: 0 })).rejects.toThrow(
      new InputError('linearProbe: iterations must be a whole number of 1 or more, not 0'),
    );
  });
});
