import { InputError } from '@autoencoders/core';
import { describe, expect, test } from 'vitest';
import { accuracy, confusionMatrix } from './classification.js';

const labels = Int32Array.of(0, 0, 1, 1, 1, 3);
const predicted = [0, 1, 1, 1, 0, 3];

test('accuracy is the share that is right', () => {
  expect(accuracy(labels, predicted)).toBe(4 / 6);
  expect(accuracy(labels, labels)).toBe(1);
  expect(accuracy([0, 1], [1, 0])).toBe(0);
});

describe('confusionMatrix', () => {
  test('counts every label and what was predicted for it', () => {
    expect(confusionMatrix(labels, predicted).map((row) => [...row])).toEqual([
      [1, 1, 0, 0],
      [1, 2, 0, 0],
      [0, 0, 0, 0],
      [0, 0, 0, 1],
    ]);
  });

  test('has the trace that accuracy says', () => {
    const counts = confusionMatrix(labels, predicted);
    expect(counts.reduce((sum, row, label) => sum + row[label]!, 0) / labels.length).toBe(accuracy(labels, predicted));
  });

  test('has as many classes as it is told', () => {
    const counts = confusionMatrix([0, 1], [1, 1], { classes: 3 });
    expect(counts.map((row) => [...row])).toEqual([
      [0, 1, 0],
      [0, 1, 0],
      [0, 0, 0],
    ]);
    expect(() => confusionMatrix([0, 1], [1, 4], { classes: 3 })).toThrow(
      new InputError('confusionMatrix: classes must be a whole number of 5 or more, not 3'),
    );
  });
});

test.each(Object.entries({ accuracy, confusionMatrix }))('%s refuses what are no labels', (name, call) => {
  expect(() => call([0, 1], [0])).toThrow(new InputError(`${name}: 1 predictions do not fit 2 labels`));
  expect(() => call([], [])).toThrow(new InputError(`${name}: there are no labels`));
  expect(() => call([0, NaN], [0, 1])).toThrow(new InputError(`${name}: labels must be whole numbers from 0 to 9999, number 1 is NaN`));
  expect(() => call([0, 1], [0.5, 1])).toThrow(
    new InputError(`${name}: predictions must be whole numbers from 0 to 9999, number 0 is 0.5`),
  );
  expect(() => call([0, -1], [0, 1])).toThrow(new InputError(`${name}: labels must be whole numbers from 0 to 9999, number 1 is -1`));
  expect(() => call([0, 1e6], [0, 1])).toThrow(new InputError(`${name}: labels must be whole numbers from 0 to 9999, number 1 is 1000000`));
});
