import { encodeTable, fromRecords } from '@autoencoders/tables';
import type { EncodedRows } from '@autoencoders/tables';
import { expect, test } from 'vitest';
import { worstRows } from './worst-rows.js';

const people = Array.from({ length: 40 }, (_, i) => ({ age: 20 + (i % 20), city: i % 4 === 0 ? 'Bonn' : 'Mainz' }));

test('rows whose cells are furthest off come first, with these cells', async () => {
  const { data, encoder } = await encodeTable(fromRecords(people));
  const rows = data as EncodedRows;
  const exact = Float32Array.from(rows.values);
  expect(worstRows(encoder, rows, exact).every(({ error }) => error < 1e-9)).toBe(true);

  const { age, city } = Object.fromEntries(encoder.columns.map((column) => [column.name, column]));
  const damaged = Float32Array.from(exact);
  const at = (row: number, feature: number): number => row * encoder.width + feature;
  damaged[at(7, age!.start)]! += 3;
  for (let feature = city!.start; feature < city!.start + city!.width; feature++) damaged[at(4, feature)]! *= -1;
  const [first, second, third] = worstRows(encoder, rows, damaged);
  expect(first!.cells[0]).toMatchObject({ name: 'age', cell: '27' });
  expect(first!.error).toBeCloseTo(17 ** 2 / 33.25, 4);
  expect(second!.cells[0]).toMatchObject({ name: 'city', cell: 'Bonn', reconstruction: 'Mainz' });
  expect(second!.error).toBeCloseTo(1 / (1 - 0.75), 6);
  expect(third!.error).toBeCloseTo(0, 9);
});
