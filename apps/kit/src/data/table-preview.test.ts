import { InputError } from '@autoencoders/core';
import { expect, test } from 'vitest';
import { openTable } from './table.js';
import type { OpenedTable } from './table.js';

const lines = (line: (i: number) => string): string => Array.from({ length: 60 }, (_, i) => line(i)).join('\n');
const opened = (text: string): Promise<OpenedTable> => openTable(new File([text], 'mine.csv'), '.csv');
const mixed = `id,size,zip,on,at,word,same\n${lines((i) => `${i + 1},${i % 7}.5,0${i % 9},${i % 2},2024-01-${10 + (i % 9)},${'abc'[i % 3]},k`)}`;

test('a preview has the first rows, what each column can be, and the choices of most readers', async () => {
  const { preview } = await opened(mixed);
  expect(preview.summary).toBe('60 rows, 7 columns.');
  expect(preview.rows[1]).toEqual(['2', '1.5', '01', '1', '2024-01-11', 'b', 'k']);
  expect(Object.fromEntries(preview.columns.map(({ name, isUsed, kinds }) => [name, [isUsed, ...kinds].join(' ')]))).toEqual({
    id: 'false number count category',
    size: 'true number category',
    zip: 'true category number count',
    on: 'true yesNo number count category',
    at: 'true dateTime category',
    word: 'true category',
    same: 'false',
  });
  expect(preview.labels).toEqual(['zip', 'on', 'word']);
  expect(preview.choices).toEqual({ kinds: {}, ignore: [], label: undefined });
});

test('each kind that a preview offers can be used', async () => {
  const { preview, data } = await opened(mixed);
  for (const { name, kinds } of preview.columns)
    for (const kind of kinds) {
      const { training, table } = await data({ kinds: { [name]: kind }, ignore: [], label: undefined });
      expect(
        training.values.every((value) => value >= 0 && value <= 1),
        `${name} as ${kind}`,
      ).toBe(true);
      expect(table!.encoder!.columns.find((column) => column.name === name)!.kind, name).toBe(kind);
    }
});

test('the label and the columns that are left out are no features', async () => {
  const { data } = await opened(mixed);
  const { training, table } = await data({ kinds: {}, ignore: ['zip'], label: 'word' });
  expect(training.classes).toEqual(['a', 'b', 'c']);
  expect(table!.encoder!.columns.map(({ name }) => name)).toEqual(['size', 'on', 'at']);
  const none = data({ kinds: {}, ignore: ['zip', 'size', 'at', 'word'], label: 'on' });
  await expect(none).rejects.toEqual(new InputError('mine.csv has 0 columns to learn from; two at least are needed'));
});

test('pictures have no columns to choose, and can do without the label', async () => {
  const pixels = Array.from({ length: 16 }, (_, c) => c);
  const text = `label,${pixels.map((c) => `p${c}`).join(',')}\n${lines((i) => [i % 3, ...pixels.map((c) => (i * 31 + c * 17) % 256)].join(','))}`;
  const { preview, data } = await opened(text);
  expect(preview.summary).toBe('60 rows, 17 columns. They are read as pictures of 4×4 pixels.');
  expect([preview.columns, preview.labels, preview.choices.label]).toEqual([[], ['label'], 'label']);
  const { training } = await data({ ...preview.choices, label: undefined });
  expect([training.shape, training.classes]).toEqual([[4, 4, 1], undefined]);
});
