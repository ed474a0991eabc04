import { check } from '@autoencoders/core/operations';
import Papa from 'papaparse';
import type { Data } from './index.js';
import { LEAST, splitOwn } from './split-own.js';

const isNumber = (cell: string): boolean => cell.trim() !== '' && Number.isFinite(Number(cell));

/**
 * The rows of a CSV file as examples. A first row without numbers is a heading. The classes are in the column with the
 * heading `label`, `class`, `target` or `y`, or in the only column of words. Values become numbers from 0 to 1: integers
 * from 0 to 255 are divided by 255, others are scaled by the least and the greatest value of their column.
 */
export async function csvData(file: File): Promise<Data> {
  const { data } = Papa.parse<string[]>((await file.text()).trim(), { skipEmptyLines: true });
  check(data.length > 0, () => `${file.name} is empty`);
  const heading = data[0]!.some(isNumber) ? undefined : data[0]!;
  const rows = heading ? data.slice(1) : data;
  check(rows.length >= LEAST, () => `${file.name} has ${rows.length} rows of numbers; at least ${LEAST} are needed`);
  const first = rows[0]!;
  const labelled = labelColumn(heading, first);
  const columns = [...first.keys()].filter((i) => i !== labelled);
  check(columns.length > 1, () => `${file.name} has ${columns.length} column of numbers; two at least are needed`);
  const values = new Float32Array(rows.length * columns.length);
  const line = (row: number): number => row + (heading ? 2 : 1);
  rows.forEach((row, r) => {
    check(row.length === first.length, () => `${file.name}: line ${line(r)} has ${row.length} cells, line ${line(0)} has ${first.length}`);
    columns.forEach((column, c) => {
      const cell = row[column]!;
      check(isNumber(cell), () => `${file.name}: line ${line(r)}, column ${column + 1} holds "${cell}", which is no number`);
      values[r * columns.length + c] = Number(cell);
    });
  });
  scale(values, columns.length);
  const classes = labelled < 0 ? undefined : [...new Set(rows.map((row) => row[labelled]!))].sort();
  const labels = classes && Int32Array.from(rows, (row) => classes.indexOf(row[labelled]!));
  return splitOwn({ name: file.name, shape: [columns.length], values, labels, classes });
}

function labelColumn(heading: readonly string[] | undefined, first: readonly string[]): number {
  const named = heading?.findIndex((name) => /^(label|class|target|y)$/i.test(name.trim())) ?? -1;
  if (named >= 0) return named;
  const words = [...first.keys()].filter((i) => !isNumber(first[i]!));
  return words.length === 1 ? words[0]! : -1;
}

function scale(values: Float32Array, columns: number): void {
  if (values.every((value) => value >= 0 && value <= 1)) return;
  if (values.every((value) => Number.isInteger(value) && value >= 0 && value <= 255)) {
    values.forEach((value, i) => (values[i] = value / 255));
    return;
  }
  for (let c = 0; c < columns; c++) {
    let [least, greatest] = [Infinity, -Infinity];
    for (let i = c; i < values.length; i += columns) [least, greatest] = [Math.min(least, values[i]!), Math.max(greatest, values[i]!)];
    const span = greatest - least || 1;
    for (let i = c; i < values.length; i += columns) values[i] = (values[i]! - least) / span;
  }
}
