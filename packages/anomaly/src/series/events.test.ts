import { describe, expect, test } from 'vitest';
import { events, flagsOf } from './events.js';

const scores = (...values: number[]): { values: Float64Array } => ({ values: Float64Array.from(values) });
const spans = (...args: Parameters<typeof events>): number[][] => events(...args).map(({ start, end }) => [start, end]);

describe('flags', () => {
  test('are of steps above the threshold, not at it', () => {
    expect([...flagsOf(scores(1, 2, 3, 2, NaN, 3), 2)]).toEqual([0, 0, 1, 0, 0, 1]);
  });

  test('of short runs are left out', () => {
    expect([...flagsOf(scores(9, 0, 9, 9, 0, 9, 9, 9), 1, { minLength: 3 })]).toEqual([0, 0, 0, 0, 0, 1, 1, 1]);
    expect([...flagsOf(scores(9, 9, NaN, 9), 1, { minLength: 2 })]).toEqual([1, 1, 0, 0]);
  });

  test('by vote need so many of the steps in a row', () => {
    const vote = { of: 4, atLeast: 2 };
    expect([...flagsOf(scores(9, 0, 0, 9, 0, 0, 0, 9), 1, { vote })]).toEqual([1, 1, 1, 1, 0, 0, 0, 0]);
    expect([...flagsOf(scores(9, 0, 0, 0, 9), 1, { vote })]).toEqual([0, 0, 0, 0, 0]);
    expect([...flagsOf(scores(9, NaN, 9), 1, { vote })]).toEqual([0, 0, 0]);
    expect([...flagsOf(scores(0, 9, 9, 9, 0, 9), 1, { vote: { of: 5, atLeast: 4 } })]).toEqual([0, 1, 1, 1, 1, 1]);
  });

  test('do not depend on what is far away', () => {
    // A vote over each group of steps, as its definition says.
    const values = Float64Array.from({ length: 300 }, (_, i) => Math.sin(i * i * 1.3));
    const [of, atLeast] = [5, 3];
    const slow = new Uint8Array(300);
    for (let from = 0; from + of <= 300; from++) {
      const above = Array.from({ length: of }, (_, i) => from + i).filter((step) => values[step]! > 0.2);
      if (above.length >= atLeast) slow.fill(1, above[0], above.at(-1)! + 1);
    }
    expect(flagsOf({ values }, 0.2, { vote: { of, atLeast } })).toEqual(slow);
  });
});

describe('events', () => {
  test('have their peak, score and times', () => {
    const times = [10, 20, 30, 40, 50];
    expect(events({ ...scores(0, 5, 7, 6, 0), times }, 1)).toEqual([
      { start: 1, end: 4, startTime: 20, endTime: 40, peak: 2, score: 7, columns: undefined },
    ]);
    expect(events(scores(0, 0), 1)).toEqual([]);
    expect(spans(scores(3, 3), 1)).toEqual([[0, 2]]);
  });

  test('that are close are joined', () => {
    const close = scores(9, 0, 0, 9, 0, 9);
    expect(spans(close, 1)).toEqual([
      [0, 1],
      [3, 4],
      [5, 6],
    ]);
    expect(spans(close, 1, { merge: 2 })).toEqual([
      [0, 1],
      [3, 6],
    ]);
    expect(spans(close, 1, { merge: 3 })).toEqual([[0, 6]]);
    expect(spans(scores(9, 9, 0, 9, 0, 9, 9), 1, { merge: 4, minLength: 2 })).toEqual([[0, 7]]);
  });

  test('do not cross steps without a score, or gaps in time', () => {
    expect(spans(scores(9, NaN, 9), 1, { merge: 5 })).toEqual([
      [0, 1],
      [2, 3],
    ]);
    for (const merge of [0, 5])
      expect(spans({ ...scores(9, 9, 9, 0, 9), gaps: [1, 4] }, 1, { merge })).toEqual([
        [0, 1],
        [1, 3],
        [4, 5],
      ]);
    expect([...flagsOf({ ...scores(9, 9, 9), gaps: [1] }, 1, { minLength: 2 })]).toEqual([0, 1, 1]);
  });

  test('blame the columns by their shares, the largest first', () => {
    const contributions = Float64Array.of(0, 0, 0, 1, 6, -1, 2, 3, 0);
    const found = events({ ...scores(0, 6, 5), contributions, columns: 3 }, 1, { names: ['a', 'b', 'c'] });
    expect(found[0]!.columns).toEqual([
      { column: 1, name: 'b', share: 0.75 },
      { column: 0, name: 'a', share: 0.25 },
      { column: 2, name: 'c', share: 0 },
    ]);
  });
});

test.each<[string, () => unknown]>([
  ['events: threshold must be a finite number, not NaN', () => events(scores(1), NaN)],
  ['events: minLength must be a whole number of 1 or more, not 0', () => events(scores(1), 1, { minLength: 0 })],
  ['flagsOf: vote.atLeast must be a whole number from 1 to 3, not 4', () => flagsOf(scores(1), 1, { vote: { of: 3, atLeast: 4 } })],
  ['events: the scores have 2 columns, and 1 names came', () => events({ ...scores(1), columns: 2 }, 1, { names: ['a'] })],
])('%s', (message, run) => {
  expect(run).toThrow(message);
});
