import { InputError } from '@autoencoders/core';
import { describe, expect, test } from 'vitest';
import { detection, randomLabels, randomNumbers } from '../../test/scores.js';
import { precisionRecallCurve, rocCurve } from './curves.js';
import { f1Score } from './f1.js';
import { auroc, averagePrecision, bestF1, precisionAt } from './ranked.js';

/** Labels, and scores of which many are equal. */
const tied = [1, 2, 3, 4, 5].map((seed) => {
  const labels = randomLabels(200, 0.2, seed);
  const scores = randomNumbers(200, seed + 50).map((value, i) => Math.round((value + 0.4 * labels[i]!) * 2 ** seed));
  return { seed, labels, scores };
});

describe.each(detection.ranked)('scikit-learn: $name', ({ labels, scores, ...expected }) => {
  test('auroc', () => expect(auroc(labels, scores)).toBeCloseTo(expected.auroc, 12));
  test('averagePrecision', () => expect(averagePrecision(labels, scores)).toBeCloseTo(expected.averagePrecision, 12));
  test('bestF1', () => expect(bestF1(labels, scores).f1).toBeCloseTo(expected.bestF1, 12));
});

test.each(tied)('auroc is the share of pairs in the right order, seed $seed', ({ labels, scores }) => {
  let [right, pairs] = [0, 0];
  for (let i = 0; i < labels.length; i++) {
    for (let j = 0; j < labels.length; j++) {
      if (labels[i] !== 1 || labels[j] !== 0) continue;
      pairs++;
      right += scores[i]! > scores[j]! ? 1 : scores[i] === scores[j] ? 0.5 : 0;
    }
  }
  expect(auroc(labels, scores)).toBe(right / pairs);
});

describe.each(tied)('with ties, seed $seed', ({ labels, scores }) => {
  const measures = { auroc, averagePrecision, precisionAt, bestF1: (l: Uint8Array, s: Float64Array) => bestF1(l, s).f1 };

  test.each(Object.entries(measures))('%s depends on the order of the scores alone', (_, measure) => {
    const value = measure(labels, scores);
    for (const rising of [Math.exp, Math.atan, (x: number) => 3 * x - 7, (x: number) => x ** 3]) {
      expect(measure(labels, scores.map(rising))).toBe(value);
    }
    expect(measure(labels.toReversed(), scores.toReversed())).toBe(value);
  });

  test('auroc of negative scores, and of exchanged labels, is 1 − auroc', () => {
    const rest = 1 - auroc(labels, scores);
    expect(
      auroc(
        labels,
        scores.map((score) => -score),
      ),
    ).toBeCloseTo(rest, 12);
    expect(
      auroc(
        labels.map((label) => 1 - label),
        scores,
      ),
    ).toBeCloseTo(rest, 12);
  });

  test('precisionAt is the mean over the orders of equal scores', () => {
    for (const n of [1, 7, 40]) {
      const means = Array.from({ length: 100 }, (_, k) => {
        const shuffle = randomNumbers(200, 1000 + k);
        const order = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || shuffle[a]! - shuffle[b]!);
        return order.slice(0, n).filter((i) => labels[i] === 1).length / n;
      });
      const mean = means.reduce((a, b) => a + b) / means.length;
      expect(Math.abs(precisionAt(labels, scores, n) - mean)).toBeLessThan(4 * Math.sqrt(0.25 / 100));
    }
    expect(precisionAt(labels, scores, 200)).toBeCloseTo(labels.filter((label) => label === 1).length / 200, 12);
  });

  test('bestF1 is what its threshold gives, and no threshold gives more', () => {
    const f1At = (threshold: number) =>
      f1Score(
        labels,
        scores.map((score) => (score >= threshold ? 1 : 0)),
      );
    const { threshold, ...best } = bestF1(labels, scores);
    expect(f1At(threshold)).toEqual(best);
    for (const other of scores) {
      expect(f1At(other).f1).toBeLessThanOrEqual(best.f1);
      if (other > threshold) expect(f1At(other).f1).toBeLessThan(best.f1);
    }
  });
});

test('precisionAt of n examples, by default as many as there are anomalies', () => {
  const [labels, scores] = [
    [0, 1, 1, 0, 1, 0],
    [6, 5, 4, 3, 2, 1],
  ];
  expect(precisionAt(labels, scores)).toBe(2 / 3);
  expect(precisionAt(labels, scores, 1)).toBe(0);
  expect(precisionAt(labels, scores, 2)).toBe(1 / 2);
  expect(precisionAt([0, 1, 1, 0], [1, 1, 1, 1], 3)).toBe(1 / 2);
  expect(precisionAt([1, 0, 0, 0], [2, 1, 1, 1], 2)).toBe(1 / 2);
  expect(() => precisionAt(labels, scores, 7)).toThrow(new InputError('precisionAt: n must be a whole number from 1 to 6, not 7'));
  expect(() => precisionAt(labels, scores, 0)).toThrow(new InputError('precisionAt: n must be a whole number from 1 to 6, not 0'));
});

test('infinite scores have their place', () => {
  expect(auroc([1, 0, 0], [Infinity, 5, -Infinity])).toBe(1);
  expect(averagePrecision([1, 0, 1], [Infinity, Infinity, -Infinity])).toBe(1 / 4 + 1 / 3);
  expect(bestF1([1, 0, 0], [Infinity, 5, -Infinity]).threshold).toBe(Infinity);
});

test('0 and −0 are equal scores', () => {
  expect(auroc([1, 0, 1, 0], [0, -0, -0, 0])).toBe(1 / 2);
});

const calls = { auroc, averagePrecision, precisionAt, bestF1, rocCurve, precisionRecallCurve };

test.each(Object.entries(calls))('%s refuses labels and scores that do not fit', (name, call) => {
  const refuses = (labels: ArrayLike<number>, scores: ArrayLike<number>, sentence: string) =>
    expect(() => call(labels, scores)).toThrow(new InputError(`${name}: ${sentence}`));
  refuses([], [], 'there are no labels');
  refuses([0, 1], [1], '1 scores do not fit 2 labels');
  refuses([0, 2], [1, 2], 'labels must be 0 or 1, number 1 is 2');
  refuses([0, NaN], [1, 2], 'labels must be 0 or 1, number 1 is NaN');
  refuses([0, 1], [NaN, 2], 'scores must be numbers, number 0 is NaN');
  refuses([0, 0], [1, 2], 'all labels are 0, at least one anomaly (1) and one usual example (0) are needed');
  refuses(Uint8Array.of(1, 1), [1, 2], 'all labels are 1, at least one anomaly (1) and one usual example (0) are needed');
});
