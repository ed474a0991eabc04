import '@tensorflow/tfjs-backend-cpu';
import { add, matMul, mul, setBackend, sigmoid, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { atTheEnd, valueAndGradients } from '@autoencoders/core/operations';
import type { Leaves, Pass, TopK } from '@autoencoders/core';
import { expectNoLeaks } from '@autoencoders/testing';
import { beforeAll, expect, test } from 'vitest';
import { auxK } from './aux-k.js';

beforeAll(() => setBackend('cpu'));

const target = [
  [1, 0],
  [0, 2],
];
const codes = [
  [2, 0, 0],
  [0, 1, 0],
];
// The third unit is dead, and could add this to the two examples.
const dead = [
  [0, 0, 0.5],
  [0, 0, 2],
];
const kernel = [
  [0.25, 0],
  [0, 1],
  [0.5, -1],
];

const inputs = (): Record<'codes' | 'dead' | 'kernel', Tensor2D> => ({
  codes: tensor2d(codes),
  dead: tensor2d(dead),
  kernel: tensor2d(kernel),
});

/** The pass of a model whose decoder is z·W, through an activation where there is one. */
function passOf(given: Leaves, activation: (x: Tensor) => Tensor = (x) => x): Pass<TopK> {
  const [z, spare, w] = [given.codes!, given.dead!, given.kernel!] as [Tensor2D, Tensor2D, Tensor2D];
  const decode = (some: Tensor2D): Tensor => activation(matMul(some, w));
  return {
    codes: z,
    auxiliaryCodes: () => spare,
    target: tensor2d(target),
    logits: matMul(z, w),
    output: () => decode(z),
    decode,
    clock: atTheEnd,
  };
}

test('is how far what dead units add is from what is missing, summed over features and averaged over the batch', () => {
  // missing: [1, 0] − [0.5, 0] = [0.5, 0] and [0, 2] − [0, 1] = [0, 1]; added: [0.25, −0.5] and [1, −2]
  const expected = (0.25 ** 2 + 0.5 ** 2 + (1 ** 2 + 3 ** 2)) / 2;
  tidy(() => {
    expect(auxK(passOf(inputs())).dataSync()[0]).toBeCloseTo(expected, 6);
  });
});

test('with a linear decoder its gradient is that of W·z̃ against a fixed residual: nothing but the dead units moves', () => {
  tidy(() => {
    const given = inputs();
    const { gradients } = valueAndGradients(() => auxK(passOf(given)), given);
    // d/dê = 2·(ê − e) / 2 = [−0.25, −0.5] and [1, −3]
    const slope = [
      [-0.25, -0.5],
      [1, -3],
    ];
    const byUnit = (row: readonly number[]): number[] => kernel.map((w) => w[0]! * row[0]! + w[1]! * row[1]!);
    expect(gradients.dead!.arraySync()).toEqual(slope.map(byUnit));
    expect(gradients.codes!.arraySync()).toEqual(codes.map((row) => row.map(() => 0)));
    expect(gradients.kernel!.arraySync()).toEqual([
      [0, 0],
      [0, 0],
      [0.5 * -0.25 + 2 * 1, 0.5 * -0.5 + 2 * -3],
    ]);
  });
});

test('goes through whatever the decoder is', () => {
  tidy(() => {
    const given = inputs();
    const { value } = valueAndGradients(() => auxK(passOf(given, sigmoid)), given);
    const s = (x: number): number => 1 / (1 + Math.exp(-x));
    const z = [
      [0.5, 0],
      [0, 1],
    ];
    const more = [
      [0.75, -0.5],
      [1, -1],
    ];
    const squares = target.map((row, i) => row.map((x, j) => (x - s(z[i]![j]!) - (s(more[i]![j]!) - s(z[i]![j]!))) ** 2));
    expect(value.dataSync()[0]).toBeCloseTo(squares.flat().reduce((a, b) => a + b) / 2, 5);
  });
});

test('is 0 where no unit is dead, and moves nothing', () => {
  tidy(() => {
    const given = { ...inputs(), dead: mul(tensor2d(dead), 0) };
    const { value, gradients } = valueAndGradients(() => auxK(passOf(given)), given);
    expect(value.dataSync()[0]).toBe(0);
    for (const gradient of Object.values(gradients)) expect(Math.max(...gradient.dataSync().map(Math.abs))).toBe(0);
  });
});

test('leaves nothing behind in a tidy', async () => {
  const given = inputs();
  await expectNoLeaks(() => tidy(() => void add(auxK(passOf(given)), 1)));
});
