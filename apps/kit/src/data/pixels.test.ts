import { describe, expect, test } from 'vitest';
import type { Data } from './index.js';
import { tableData } from './table.js';

const read = (text: string): Promise<Data> => tableData(new File([text], 'mine.csv'), '.csv');
const lines = (rows: number, line: (i: number) => string): string => Array.from({ length: rows }, (_, i) => line(i)).join('\n');

describe('a table of pixels', () => {
  const pixels = (side: number, white: number, row: (cells: string, i: number) => string, head: (names: string) => string): string => {
    const names = Array.from({ length: side * side }, (_, c) => `pixel_${c}`).join(',');
    // The first pixel is always black.
    const cell = (i: number, c: number): number => (c === 0 ? 0 : (i * 31 + c * 17) % (white + 1));
    return `${head(names)}\n${lines(40, (i) => row(Array.from({ length: side * side }, (_, c) => cell(i, c)).join(','), i))}`;
  };

  test.each([
    [8, 16],
    [5, 255],
  ])('becomes pictures with %i pixels at each side, divided by %i', async (side, white) => {
    const {
      training,
      test: held,
      table,
    } = await read(
      pixels(
        side,
        white,
        (cells, i) => `${cells},${i % 10}`,
        (names) => `${names},target`,
      ),
    );
    expect(training.shape).toEqual([side, side, 1]);
    expect(training.classes).toHaveLength(10);
    const numbers = [...training.values, ...held.values].map((value) => value * white);
    expect(numbers).toHaveLength(40 * side * side);
    expect(Math.max(...numbers)).toBe(white);
    for (const value of numbers) expect(value).toBeCloseTo(Math.round(value), 4);
    expect(table!.summary).toContain(`40 rows, read as pictures of ${side}×${side} pixels, from 0 to ${white}. The classes are in target`);
  });

  test('may have the index of pandas', async () => {
    const { training, table } = await read(
      pixels(
        4,
        255,
        (cells, i) => `${i},${cells}`,
        (names) => `,${names}`,
      ),
    );
    expect(training.shape).toEqual([4, 4, 1]);
    expect(table!.summary).toContain('Left out: column 1 (it counts the rows).');
  });

  test.each([
    ['answers from 1 to 5', (c: number) => `q${c}`, (i: number) => 1 + (i % 5)],
    ['columns of other names', (c: number) => `${'abcdefghijklmnop'[c]}ge`, (i: number) => i % 200],
    ['larger numbers', (c: number) => `g${c}`, (i: number) => (i % 200) * 2],
    ['numbers below 0', (c: number) => `g${c}`, (i: number) => (i % 200) - 3],
  ])('is not one with %s', async (_, name, cell) => {
    const head = Array.from({ length: 16 }, (_, c) => name(c)).join(',');
    const { training } = await read(`${head}\n${lines(60, (i) => Array.from({ length: 16 }, (_, c) => cell(i * 7 + c * 3)).join(','))}`);
    expect(training.shape).toEqual([16]);
  });
});
