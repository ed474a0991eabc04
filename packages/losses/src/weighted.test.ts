import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import { atTheEnd } from '@autoencoders/core/operations';
import type { Loss, Pass } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { behaves, lossOf } from '../test/pass.js';
import { binaryCrossEntropy, gaussianKl, l1, l2, linearWarmUp, weighted } from './index.js';

beforeAll(() => setBackend('cpu'));

const codes = [
  [1, -2],
  [0, 3],
];

describe('weighted', () => {
  test.each([0, 1, 3, -2])('is %d times the loss', (weight) => {
    expect(lossOf(weighted(weight, l1), { codes }) + 0).toBe(weight * 3);
  });

  test('follows a schedule', () => {
    const loss = weighted(linearWarmUp(4, { epochs: 10 }), l1);
    const at = (epoch: number): number => lossOf(loss, { codes }, { step: 0, epoch });
    expect([0, 5, 10, 20].map(at)).toEqual([0, 6, 12, 12]);
    expect(lossOf(loss, { codes }, atTheEnd)).toBe(12);
  });

  test('reads the schedule at every pass, from the pass’s clock', () => {
    const clocks: unknown[] = [];
    const loss = weighted((clock) => (clocks.push(clock), 1), l1);
    const clock = { step: 3, epoch: 0.5 };
    lossOf(loss, { codes }, clock);
    expect(clocks).toEqual([clock]);
  });

  test('hands the whole pass on', () => {
    let seen: Pass | undefined;
    const spy: Loss = (pass) => ((seen = pass), l1(pass));
    lossOf(weighted(2, spy), { codes, target: [[1]] }, { step: 1, epoch: 2 });
    expect(Object.keys(seen!).sort()).toEqual(['clock', 'codes', 'target']);
  });

  test('may be nested: the weights multiply', () => {
    expect(lossOf(weighted(2, weighted(5, l2)), { codes })).toBe(70);
  });

  test('keeps the range of the loss, and makes none up', () => {
    expect(weighted(2, binaryCrossEntropy).range).toEqual([0, 1]);
    expect(weighted(2, weighted(2, binaryCrossEntropy)).range).toEqual([0, 1]);
    expect('range' in weighted(2, l1)).toBe(false);
    expect(binaryCrossEntropy.range).toEqual([0, 1]);
  });

  test.each([NaN, Infinity])('refuses a weight of %d', (weight) => {
    expect(() => weighted(weight, l1)).toThrow(new InputError(`weighted: weight must be a finite number, not ${weight}`));
  });

  behaves(weighted(3, gaussianKl), { mean: [[1, -2]], logVar: [[0.5, -1]] }, ['mean', 'logVar']);
});
