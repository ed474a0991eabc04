import { InputError } from '@autoencoders/core';
import { describe, expect, test } from 'vitest';
import { detection, randomLabels, randomNumbers } from '../../test/scores.js';
import { precisionRecallCurve, rocCurve } from './curves.js';
import { auroc, averagePrecision } from './ranked.js';

const expectClose = (found: ArrayLike<number>, expected: ArrayLike<number>): void => {
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < found.length; i++) expect(found[i]).toBeCloseTo(expected[i]!, 12);
};

describe.each(detection.ranked)('scikit-learn: $name', ({ labels, scores, roc, precisionRecall }) => {
  test('rocCurve', () => {
    const curve = rocCurve(labels, scores);
    expectClose(curve.fpr, roc.fpr);
    expectClose(curve.tpr, roc.tpr);
    expect(curve.thresholds[0]).toBe(Infinity);
    expect([...curve.thresholds.subarray(1)]).toEqual(roc.thresholds.slice(1));
  });

  test('precisionRecallCurve', () => {
    const curve = precisionRecallCurve(labels, scores);
    expectClose(curve.precision, precisionRecall.precision);
    expectClose(curve.recall, precisionRecall.recall);
    expect([...curve.thresholds]).toEqual(precisionRecall.thresholds);
  });
});

describe('for a chart', () => {
  const labels = randomLabels(1000, 0.1, 1);
  const scores = randomNumbers(1000, 2).map((value, i) => value + 0.5 * labels[i]!);
  const roc = rocCurve(labels, scores);
  const pr = precisionRecallCurve(labels, scores);

  test.each([2, 3, 10, 100])('%d points at most, both ends among them', (points) => {
    const few = rocCurve(labels, scores, { points });
    expect(few.fpr.length).toBeLessThanOrEqual(points);
    expect([few.fpr[0], few.tpr[0], few.fpr.at(-1), few.tpr.at(-1)]).toEqual([0, 0, 1, 1]);
    const fewer = precisionRecallCurve(labels, scores, { points });
    expect(fewer.recall.length).toBeLessThanOrEqual(points);
    expect(fewer.thresholds.length).toBe(fewer.recall.length - 1);
    expect([fewer.recall[0], fewer.recall.at(-1), fewer.precision.at(-1)]).toEqual([1, 0, 1]);
  });

  test('the points that stay are points of the curve, and the others lie near them', () => {
    const few = rocCurve(labels, scores, { points: 100 });
    for (let i = 0; i < few.fpr.length; i++) {
      const at = roc.thresholds.indexOf(few.thresholds[i]!);
      expect([few.fpr[i], few.tpr[i]]).toEqual([roc.fpr[at], roc.tpr[at]]);
    }
    for (let i = 0; i < roc.fpr.length; i++) {
      const nearest = Math.min(...few.fpr.map((fpr, j) => Math.abs(fpr - roc.fpr[i]!) + Math.abs(few.tpr[j]! - roc.tpr[i]!)));
      expect(nearest).toBeLessThanOrEqual(2 / 99);
    }
  });

  test('more points than there are change nothing', () => {
    expect(rocCurve(labels, scores, { points: 1e6 })).toEqual(roc);
    expect(precisionRecallCurve(labels, scores, { points: 1e6 })).toEqual(pr);
  });

  test('the areas under the curves are auroc and averagePrecision', () => {
    const area = roc.fpr.reduce((sum, fpr, i) => (i ? sum + ((fpr - roc.fpr[i - 1]!) * (roc.tpr[i]! + roc.tpr[i - 1]!)) / 2 : 0), 0);
    expect(area).toBeCloseTo(auroc(labels, scores), 12);
    const precision = pr.precision.reduce((sum, value, i) => sum + value * (pr.recall[i]! - (pr.recall[i + 1] ?? pr.recall[i]!)), 0);
    expect(precision).toBeCloseTo(averagePrecision(labels, scores), 12);
  });
});

test.each(Object.entries({ rocCurve, precisionRecallCurve }))('%s refuses wrong options', (name, call) => {
  expect(() => call([0, 1], [0, 1], { points: 1 })).toThrow(new InputError(`${name}: points must be a whole number of 2 or more, not 1`));
  expect(() => call([0, 1], [0, 1], { points: 2.5 })).toThrow(
    new InputError(`${name}: points must be a whole number of 2 or more, not 2.5`),
  );
  // @ts-expect-error no such option
  expect(() => call([0, 1], [0, 1], { point: 5 })).toThrow(new InputError(`${name}: there is no option "point"; there are points`));
});
