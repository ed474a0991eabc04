import '@tensorflow/tfjs-backend-cpu';
import { ones, setBackend, tensor, tidy } from '@tensorflow/tfjs-core';
import { InputError, normal, seeded } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { behaves, inference, numbers, training } from '../test/layer.js';
import { dropout } from './dropout.js';

beforeAll(() => setBackend('cpu'));

describe('dropout', () => {
  test.each([0.1, 0.5, 0.75])('at a rate of %d drops that share and divides the rest by what is left', (rate) => {
    const values = tidy(() => numbers(dropout(rate).apply({}, ones([100, 200]), training())));
    expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / (1 - rate))]));
    const dropped = values.filter((value) => value === 0).length / values.length;
    expect(Math.abs(dropped - rate)).toBeLessThan(3.9 * Math.sqrt((rate * (1 - rate)) / values.length));
  });

  test('gives its very input outside training, and at a rate of 0', () => {
    tidy(() => {
      const x = tensor([1, 2]);
      expect(dropout(0.5).apply({}, x, inference)).toBe(x);
      expect(dropout(0.5).apply({}, x, { training: false, seeds: seeded(1) })).toBe(x);
      expect(dropout(0).apply({}, x, training())).toBe(x);
    });
  });

  test('draws one seed a call, so that two layers drop different values', () => {
    tidy(() => {
      const x = normal([1000], 1);
      const seeds = seeded(3);
      const [first, second] = [0, 1].map(() => numbers(dropout(0.5).apply({}, x, { training: true, seeds })));
      expect(first).not.toEqual(second);
      expect(numbers(dropout(0.5).apply({}, x, { training: true, seeds: seeded(3) }))).toEqual(first);
      expect(seeds()).toBe([0, 1, 2].map(seeded(3))[2]);
    });
  });

  behaves(dropout(0.4), [5], { context: training });
  behaves(dropout(0.4), [2, 2, 2], { context: training });
  behaves(dropout(0.4), [5]);

  test.each([1, -0.1, NaN])('refuses a rate of %d', (rate) => {
    expect(() => dropout(rate)).toThrow(new InputError(`dropout: rate must lie from 0 to below 1, not ${rate}`));
  });

  test('says where random numbers come from when there are none', () => {
    expect(() => tidy(() => dropout(0.5).apply({}, tensor([1]), { training: true }))).toThrow(
      new InputError('dropout: training needs context.seeds, where the random numbers come from'),
    );
  });
});
