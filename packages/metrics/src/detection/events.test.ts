import { InputError } from '@autoencoders/core';
import { expect, test } from 'vitest';
import { randomLabels } from '../../test/scores.js';
import { eventsOf, labelsOf, overlapF1 } from './events.js';
import type { SeriesEvent } from './events.js';

test('events are the stretches of ones', () => {
  expect(eventsOf([1, 0, 0, 1, 1, 1, 0, 1])).toEqual([
    { start: 0, end: 1 },
    { start: 3, end: 6 },
    { start: 7, end: 8 },
  ]);
  expect(eventsOf([0, 0])).toEqual([]);
  expect(eventsOf([1, 1])).toEqual([{ start: 0, end: 2 }]);
});

test('labels become events and labels again', () => {
  for (const seed of [1, 2, 3]) {
    const flags = randomLabels(100, seed / 4, seed);
    expect(labelsOf(eventsOf(flags), 100)).toEqual(flags);
  }
  const overlapping = [
    { start: 3, end: 6 },
    { start: 5, end: 8 },
    { start: 0, end: 1 },
  ];
  expect([...labelsOf(overlapping, 9)]).toEqual([1, 0, 0, 1, 1, 1, 1, 1, 0]);
});

const at = (...ends: [number, number][]): SeriesEvent[] => ends.map(([start, end]) => ({ start, end }));

test.each([
  ['found in part', at([10, 20]), at([19, 30]), [1, 0, 0]],
  ['before and after, touching', at([10, 20]), at([5, 10], [20, 25]), [0, 2, 1]],
  ['one event found by three', at([10, 20]), at([9, 11], [12, 13], [18, 40]), [1, 0, 0]],
  ['three events found by one', at([1, 2], [5, 6], [9, 10], [30, 31]), at([0, 20]), [3, 0, 1]],
  ['nothing found', at([1, 2], [5, 6]), [], [0, 0, 2]],
  ['nothing labelled', [], at([1, 2], [5, 6]), [0, 2, 0]],
  ['neither', [], [], [0, 0, 0]],
  ['in any order', at([50, 60], [10, 20]), at([70, 71], [15, 16], [55, 56]), [2, 1, 0]],
])('overlapF1: %s', (_, labelled, found, [truePositives, falsePositives, falseNegatives]) => {
  expect(overlapF1(labelled, found)).toMatchObject({ truePositives, falsePositives, falseNegatives });
});

test("overlapF1 of the example in Orion's documentation, and the ratios", () => {
  // contextual_f1_score([(1392768000, 1402423200)], [(1398729600, 1399356000)], weighted=False) is 1.0; its ends are inclusive
  expect(overlapF1(at([1392768000, 1402423201]), at([1398729600, 1399356001])).f1).toBe(1);
  expect(overlapF1(at([0, 5], [10, 15], [20, 25]), at([4, 6], [7, 8], [12, 13]))).toEqual({
    f1: 2 / 3,
    precision: 2 / 3,
    recall: 2 / 3,
    truePositives: 2,
    falsePositives: 1,
    falseNegatives: 1,
  });
});

test('refuses what are no flags and no events', () => {
  expect(() => eventsOf([])).toThrow(new InputError('eventsOf: there are no flags'));
  expect(() => eventsOf([0, 2])).toThrow(new InputError('eventsOf: flags must be 0 or 1, number 1 is 2'));
  const rule = 'go from a whole start of 0 or more to a whole end after it';
  expect(() => overlapF1(at([0, 3], [4, 4]), [])).toThrow(new InputError(`overlapF1: labelled events ${rule}; number 1 goes from 4 to 4`));
  expect(() => overlapF1([], at([-1, 4]))).toThrow(new InputError(`overlapF1: found events ${rule}; number 0 goes from -1 to 4`));
  expect(() => overlapF1([], at([0, NaN]))).toThrow(new InputError(`overlapF1: found events ${rule}; number 0 goes from 0 to NaN`));
  expect(() => labelsOf(at([0, 5]), 4)).toThrow(new InputError(`labelsOf: events ${rule}, within 4 steps; number 0 goes from 0 to 5`));
  expect(() => labelsOf([], 0)).toThrow(new InputError('labelsOf: steps must be a whole number of 1 or more, not 0'));
});
