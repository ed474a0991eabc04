import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { count } from './dataset.js';
import { digits } from './digits.js';

const rows = gunzipSync(readFileSync(new URL('../data/digits.csv.gz', import.meta.url)))
  .toString()
  .trim()
  .split('\n')
  .map((row) => row.split(',').map(Number));

it('has the 1,797 digits of the published file, divided by 16', async () => {
  const dataset = await digits();
  expect(dataset).toMatchObject({ name: 'digits', shape: [8, 8, 1], classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] });
  expect(count(dataset)).toBe(1797);
  expect([...dataset.values]).toEqual(rows.flatMap((row) => row.slice(0, 64).map((pixel) => pixel / 16)));
  expect([...dataset.labels!]).toEqual(rows.map((row) => row[64]));
});

it('has the sums that are known of it', async () => {
  const { values, labels } = await digits();
  expect(values.reduce((a, b) => a + b, 0) * 16).toBe(561718);
  expect(Array.from({ length: 10 }, (_, digit) => labels!.filter((label) => label === digit).length)).toEqual([
    178, 182, 177, 183, 181, 182, 181, 179, 174, 180,
  ]);
});
