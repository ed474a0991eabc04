import { InputError } from '@autoencoders/core';
import { expect, test } from 'vitest';
import { detection } from '../../test/scores.js';
import { f1OfCounts, f1Score } from './f1.js';

test.each(detection.ranked)('f1Score is what scikit-learn says: $name', ({ labels, scores, alarm, f1 }) => {
  const found = f1Score(
    labels,
    scores.map((score) => (score >= alarm ? 1 : 0)),
  );
  for (const key of ['f1', 'precision', 'recall'] as const) expect(found[key]).toBeCloseTo(f1[key], 12);
});

test('f1Score counts what was found, what was not, and false alarms', () => {
  const counts = { truePositives: 2, falsePositives: 1, falseNegatives: 3 };
  expect(f1Score(Uint8Array.of(1, 1, 1, 1, 1, 0, 0), [1, 0, 1, 0, 0, 1, 0])).toEqual({
    f1: 4 / 8,
    precision: 2 / 3,
    recall: 2 / 5,
    ...counts,
  });
});

test('a ratio of nothing is 0', () => {
  expect(f1Score([1, 0], [0, 0])).toMatchObject({ f1: 0, precision: 0, recall: 0 });
  expect(f1OfCounts({ truePositives: 0, falsePositives: 0, falseNegatives: 0 })).toMatchObject({ f1: 0, precision: 0, recall: 0 });
});

test.each([
  [[], [], 'there are no labels'],
  [[0, 1], [0], '1 predictions do not fit 2 labels'],
  [[0, 3], [0, 1], 'labels must be 0 or 1, number 1 is 3'],
  [[0, 1], [0.5, 1], 'predictions must be 0 or 1, number 0 is 0.5'],
  [[0, 0], [0, 1], 'all labels are 0, at least one anomaly (1) is needed'],
])('f1Score refuses labels %j and predictions %j', (labels, predicted, sentence) => {
  expect(() => f1Score(labels, predicted)).toThrow(new InputError(`f1Score: ${sentence}`));
});
