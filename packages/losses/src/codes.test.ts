import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { behaves, lossOf, slopeOf } from '../test/pass.js';
import { freeBits, gaussianKl, l1, l2, sparsityKl } from './codes.js';

beforeAll(() => setBackend('cpu'));

const codes = [
  [1, -2],
  [0, 3],
];

describe('l1', () => {
  test('is Σ |z| per example, averaged over the batch', () => {
    expect(lossOf(l1, { codes })).toBe((3 + 3) / 2);
  });

  test('has the slope sign(z) / batch, and 0 for a code of 0', () => {
    expect(slopeOf(l1, { codes }, 'codes')).toEqual([
      [0.5, -0.5],
      [0, 0.5],
    ]);
  });

  behaves(
    l1,
    {
      codes: [
        [1, -2],
        [0.3, 3],
      ],
    },
    ['codes'],
  );
});

describe('l2', () => {
  test('is Σ z² per example, averaged over the batch', () => {
    expect(lossOf(l2, { codes })).toBe((5 + 9) / 2);
  });

  behaves(l2, { codes }, ['codes']);
});

describe('sparsityKl', () => {
  test('is Σ KL(ρ ‖ mean of each code over the batch)', () => {
    // the means are 0.3 and 0.6; with ρ = ½, KL = ½·ln(½ / ρ̂) + ½·ln(½ / (1 − ρ̂))
    const kl = (active: number): number => (Math.log(0.5 / active) + Math.log(0.5 / (1 - active))) / 2;
    expect(
      lossOf(sparsityKl(0.5), {
        codes: [
          [0.2, 0.5],
          [0.4, 0.7],
        ],
      }),
    ).toBeCloseTo(kl(0.3) + kl(0.6), 5);
    expect(kl(0.3) + kl(0.6)).toBeCloseTo(0.0871767 + 0.020411, 6);
  });

  test('of a mean of 0.2 where 0.05 is wanted', () => {
    // 0.05·ln(0.05 / 0.2) + 0.95·ln(0.95 / 0.8) = −0.0693147 + 0.1632577
    expect(lossOf(sparsityKl(0.05), { codes: [[0.1], [0.3]] })).toBeCloseTo(0.093943, 5);
  });

  test.each([0.01, 0.05, 0.2, 0.5, 0.9])('is 0 where the mean is ρ = %d, and more on either side', (rho) => {
    expect(lossOf(sparsityKl(rho), { codes: [[rho / 2], [rho * 1.5]] })).toBeCloseTo(0, 6);
    expect(lossOf(sparsityKl(rho), { codes: [[rho * 0.9]] })).toBeGreaterThan(1e-5);
    expect(lossOf(sparsityKl(rho), { codes: [[rho * 1.1]] })).toBeGreaterThan(1e-5);
  });

  test('does not depend on the number of examples', () => {
    expect(lossOf(sparsityKl(0.1), { codes: [[0.2], [0.4]] })).toBeCloseTo(
      lossOf(sparsityKl(0.1), { codes: [[0.2], [0.4], [0.2], [0.4]] }),
      6,
    );
  });

  test.each([
    // 0.05·ln(0.05 / 1e-7) + 0.95·ln 0.95
    [0, 0.05 * Math.log(0.05 / 1e-7) + 0.95 * Math.log(0.95)],
    [1, 0.05 * Math.log(0.05) + 0.95 * Math.log(0.95 / 1e-7)],
  ])('stays finite for a unit that is %d in the whole batch', (value, expected) => {
    expect(lossOf(sparsityKl(0.05), { codes: [[value], [value]] })).toBeCloseTo(expected, 4);
    expect((slopeOf(sparsityKl(0.05), { codes: [[value]] }, 'codes') as number[][]).flat().every(Number.isFinite)).toBe(true);
  });

  test.each([-0.5, 1.5])('is NaN for a mean of %d, which no sigmoid gives', (value) => {
    expect(lossOf(sparsityKl(0.05), { codes: [[value]] })).toBeNaN();
  });

  test.each([0, 1, -0.1, 5, NaN])('refuses ρ = %d', (rho) => {
    expect(() => sparsityKl(rho)).toThrow(new InputError(`sparsityKl: rho must lie between 0 and 1, both ends excluded, not ${rho}`));
  });

  behaves(
    sparsityKl(0.1),
    {
      codes: [
        [0.3, 0.6],
        [0.4, 0.5],
      ],
    },
    ['codes'],
  );
});

// N(0, 1): 0.
// N(1, e^½): ½·(1 + e^½ − 1 − ½) = 0.57436064
// N(−2, 1/e): ½·(4 + 1/e − 1 + 1) = 2.18393972
const NONE = 0;
const FIRST = (Math.exp(0.5) - 0.5) / 2;
const SECOND = (4 + Math.exp(-1)) / 2;
const posterior = {
  mean: [
    [1, -2],
    [0, 0],
  ],
  logVar: [
    [0.5, -1],
    [0, 0],
  ],
};

describe('gaussianKl', () => {
  test('is KL(N(μ, σ²) ‖ N(0, 1)), summed over latents, averaged over the batch', () => {
    expect([FIRST, SECOND].map((kl) => kl.toFixed(8))).toEqual(['0.57436064', '2.18393972']);
    expect(lossOf(gaussianKl, { mean: [[1]], logVar: [[0.5]] })).toBeCloseTo(FIRST, 6);
    expect(lossOf(gaussianKl, posterior)).toBeCloseTo((FIRST + SECOND + NONE + NONE) / 2, 6);
  });

  test('is exactly 0 for the prior itself', () => {
    expect(lossOf(gaussianKl, { mean: [[0, 0]], logVar: [[0, 0]] })).toBe(0);
  });

  test('has the slopes μ / batch and (σ² − 1) / 2 / batch', () => {
    expect(slopeOf(gaussianKl, posterior, 'mean')).toEqual([
      [0.5, -1],
      [0, 0],
    ]);
    const slopes = slopeOf(gaussianKl, posterior, 'logVar') as number[][];
    [(Math.exp(0.5) - 1) / 4, (Math.exp(-1) - 1) / 4, 0, 0].forEach((slope, i) => expect(slopes.flat()[i]).toBeCloseTo(slope, 6));
  });

  behaves(gaussianKl, posterior, ['mean', 'logVar']);
});

describe('freeBits', () => {
  test.each([
    [0, FIRST / 2 + SECOND / 2],
    [0.1, FIRST / 2 + SECOND / 2],
    // the latents cost 0.287 and 1.092 on average
    [0.5, 0.5 + SECOND / 2],
    [2, 4],
  ])('with λ = %d charges no latent less', (lambda, expected) => {
    expect(lossOf(freeBits(lambda), posterior)).toBeCloseTo(expected, 6);
  });

  test('does not push a latent below λ', () => {
    const slopes = slopeOf(freeBits(0.5), posterior, 'mean') as number[][];
    expect(slopes.map(([first]) => first! + 0)).toEqual([0, 0]);
    expect(slopes.map(([, second]) => second)).toEqual([-1, 0]);
  });

  test.each([-1, NaN, Infinity])('refuses λ = %d', (lambda) => {
    expect(() => freeBits(lambda)).toThrow(new InputError(`freeBits: lambda must be a finite number of 0 or more, not ${lambda}`));
  });

  behaves(freeBits(0.5), posterior, ['mean', 'logVar']);
});
