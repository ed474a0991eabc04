import { describe, expect, it } from 'vitest';
import { columnsOf } from './expected-steps.js';
import type { ColumnDetail, RowFindings, SeriesFindings } from './findings.js';
import { truths } from './samples/index.js';
import { faultIn, truthOf, truthText } from './truth.js';
import { expectedText, whyText } from './why.js';

/** A series whose second column is twice the first, but for steps 62 to 64. */
const steps = 80;
const values = Float64Array.from({ length: 2 * steps }, (_, i) => {
  const step = i >> 1;
  const first = step % 10;
  return i % 2 === 0 ? first : 2 * first + (step >= 62 && step < 65 ? 6 : 0);
});
const high = new Set([50, 62, 64, 70]);
const series: SeriesFindings = {
  kind: 'series',
  name: 'made.csv',
  columns: ['flow', 'pressure'],
  rule: { merge: 0 },
  calibration: Float64Array.of(1, 2),
  scores: Float64Array.from({ length: steps }, (_, step) => (high.has(step) ? 9 : 1)),
  parts: Float64Array.from({ length: 2 * steps }, (_, i) => (i % 2 === 0 ? 1 : 2)),
  values,
  times: undefined,
  looked: { start: 40, end: steps },
  gaps: [],
  threshold: {} as never,
  notes: [],
};
const truth = [
  { start: 62, end: 65, why: 'a leak' },
  { start: 75, end: 77, why: 'a stuck sensor' },
];

describe('what is really wrong', () => {
  it('is known of the samples alone', () => {
    expect(truthOf({ source: 'own' })).toBeUndefined();
    expect(truthOf({ source: 'pump' })).toHaveLength(3);
    expect(truths.presses).toHaveLength(10);
    expect(faultIn(truth, { start: 60, end: 63 })?.why).toBe('a leak');
    expect(faultIn(truth, { start: 65, end: 75 })).toBeUndefined();
  });

  it('says which faults are found, and how many alarms are false', () => {
    expect(truthText(series, { value: 5 }, truth)).toBe(
      '1 of 2 faults found (by 2 events: one fault can have several). 2 events are false: nothing is wrong there. Of the steps that are usual, 5.7 % are above the threshold.',
    );
    const rows = { kind: 'rows', scores: Float64Array.of(9, 1, 9), numbers: Int32Array.of(63, 2, 4) } as unknown as RowFindings;
    expect(truthText(rows, { value: 5 }, truth)).toBe('1 of 2 faults found. 1 alarm is false: nothing is wrong there.');
  });
});

describe('what is expected', () => {
  it('of a step is what the learned steps have that are alike in the other columns', () => {
    const [pressure] = columnsOf(series, {
      start: 62,
      end: 65,
      peak: 62,
      score: 9,
      columns: [{ column: 1, share: 0.7 }],
    } as never);
    expect(pressure).toMatchObject({ name: 'pressure', cell: '10', contribution: 6, share: 0.7 });
    const { expected } = pressure!;
    expect(expected.kind === 'numbers' && expected.range[1]).toBeCloseTo(4, 0);
    expect(whyText(pressure!, 'step')).toMatch(
      /^pressure is 10\. By itself that is usual \(0 to 18\), but usual steps with such other values have about/,
    );
  });

  const column = (value: number, range: readonly [number, number, number]): ColumnDetail => ({
    name: 'energy',
    cell: String(value),
    contribution: 1,
    share: 1,
    expected: { kind: 'numbers', range, all: [20, 60], value },
  });

  it('is said beside the value, also where no value stands out', () => {
    expect(expectedText(column(44, [28, 30, 32]).expected)).toBe('30 (28 to 32)');
    expect(whyText(column(44, [28, 30, 32]), 'row')).toBe(
      'energy is 44. By itself that is usual (20 to 60), but usual rows with such other values have about 30: the combination is unusual.',
    );
    expect(whyText(column(90, [28, 30, 32]), 'row')).toBe(
      'energy is 90. That is outside of what is usual (20 to 60); usual rows with such other values have about 30.',
    );
    expect(whyText(column(31, [28, 30, 32]), 'row')).toContain('No single value stands out: it is how the values of the row go together');
    const words: ColumnDetail = {
      ...column(0, [0, 0, 0]),
      cell: 'iron',
      expected: { kind: 'words', words: [{ word: 'steel', share: 1 }] },
    };
    expect(whyText(words, 'row')).toBe('energy is iron. Usual rows with such other values mostly have steel.');
  });
});
