import { InputError } from '@autoencoders/core';
import { count } from '@autoencoders/datasets';
import { describe, expect, test } from 'vitest';
import { csvData } from './csv.js';

const file = (text: string): File => new File([text], 'mine.csv');
const lines = (rows: number, line: (i: number) => string): string => Array.from({ length: rows }, (_, i) => line(i)).join('\n');

describe('a CSV', () => {
  test('becomes examples to train on and to test, all of them, with numbers from 0 to 1', async () => {
    const { training, test: held } = await csvData(file(lines(40, (i) => `${i},${10 - i},${i * i}`)));
    expect(count(training) + count(held)).toBe(40);
    expect(training.shape).toEqual([3]);
    for (const { values } of [training, held]) expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
  });

  test('has classes in a column that its heading calls so, and in the one that holds words', async () => {
    for (const text of [`x,label,y2\n${lines(30, (i) => `0.1,${i % 3},0.5`)}`, lines(30, (i) => `0.1,${'abc'[i % 3]},0.5`)]) {
      const { training } = await csvData(file(text));
      expect(training.shape).toEqual([2]);
      expect(training.classes).toHaveLength(3);
    }
  });

  test.each([
    ['', /^mine\.csv is empty$/],
    [lines(5, () => '1,2'), /^mine\.csv has 5 rows of numbers; at least \d+ are needed$/],
    [lines(30, () => '1'), /has 1 column of numbers; two at least are needed$/],
    [`${lines(30, () => '1,2')}\n1,2,3`, /^mine\.csv: line 31 has 3 cells, line 1 has 2$/],
    [`a,b\n${lines(30, () => '1,2')}\n1,x`, /^mine\.csv: line 32, column 2 holds "x", which is no number$/],
  ])('that does not fit is refused in a sentence', async (text, said) => {
    const refused = await csvData(file(text)).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(InputError);
    expect((refused as Error).message).toMatch(said);
  });
});
