import { expect, test } from 'vitest';
import { rowText } from './row-text.js';
import { tableData } from './table.js';

test('examples of a table become its rows again, in its own units and words', async () => {
  const rows = Array.from({ length: 40 }, (_, i) => [
    String(30 + i),
    (1000.5 + i).toFixed(2).replace('.', ','),
    i % 7 === 3 ? '' : ['Lagos', 'Osaka', 'Lima'][i % 3]!,
    ['rund', 'eckig'][i % 2]!,
    i % 5 ? 'ja' : 'nein',
    `${1 + (i % 28)}.2.2024`,
  ]);
  const text = ['alter;miete;stadt;form;neu;seit', ...rows.map((row) => row.join(';'))].join('\n');
  const { training, test: held, table } = await tableData(new File([text], 'mine.csv'), '.csv');
  const { names, features, areWords, cells } = rowText(table!.encoder!);
  expect(names).toEqual(['alter', 'miete', 'stadt', 'form', 'neu', 'seit']);
  expect(areWords).toEqual([false, false, true, true, true, false]);
  const width = training.shape[0]!;
  expect(features).toHaveLength(width);
  expect(features).toEqual(expect.arrayContaining(['alter', 'stadt = Lagos', 'stadt = (other)', 'form = rund', 'neu']));
  const read = [training, held].flatMap(({ values, mask }) => cells(values, mask!));
  const expected = rows.map(([age, rent, city, form, isNew, day]) => [
    age,
    String(Number(rent!.replace(',', '.'))),
    city,
    form,
    isNew,
    day!.replace(/^(\d)\./, '0$1.').replace('.2.', '.02.'),
  ]);
  expect(read.toSorted()).toEqual(expected.toSorted());
});
