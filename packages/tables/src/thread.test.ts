import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArrayDataset, StreamDataset } from '@autoencoders/core';
import { InputError } from '@autoencoders/core';
import { passOver } from '@autoencoders/core/internal';
import { afterAll, describe, expect, test } from 'vitest';
import { noise } from '../test/messy.js';
import { encodeTable, fromCsv, fromRecords, tableEncoder } from './index.js';
import { openArff, openCsv, openJson, openJsonLines } from './node.js';

const folder = mkdtempSync(join(tmpdir(), 'autoencoders-tables-thread-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const rows = Array.from({ length: 9000 }, (_, i) => ({
  age: i % 13 === 0 ? '' : String(20 + Math.floor(60 * noise(i))),
  income: (1e5 * noise(i + 1)).toFixed(2),
  city: ['Lagos', 'Osaka', 'São Paulo'][i % 3]!,
  sold: noise(i + 2) > 0.5 ? 'yes' : 'no',
  day: new Date(1.6e12 + 864e5 * (i % 900)).toISOString().slice(0, 10),
}));
const csv = ['age;income;city;sold;day', ...rows.map((row) => Object.values(row).join(';'))].join('\r\n');

const collect = async (items: AsyncIterable<ArrayDataset>): Promise<readonly ArrayDataset[]> => {
  const all: ArrayDataset[] = [];
  for await (const item of items) all.push(item);
  return all;
};
/** What `fit` reads in one epoch. */
const epoch = (data: StreamDataset): Promise<readonly ArrayDataset[]> =>
  collect(passOver(data, { call: 'fit', name: 'the data', size: 128, seed: 5, window: 2000 }));

describe('a thread of its own', () => {
  test.each([
    ['csv', openCsv, csv],
    ['json', openJson, JSON.stringify(rows)],
    ['jsonl', openJsonLines, rows.map((row) => JSON.stringify(row)).join('\n')],
    [
      'arff',
      openArff,
      `@relation flats\n@attribute age numeric\n@attribute city {Lagos,Osaka,'São Paulo'}\n@data\n${rows.map(({ age, city }) => `${age || '?'},'${city}'`).join('\n')}`,
    ],
  ] as const)('reads %s, and gives the same features and the same batches', async (ending, open, text) => {
    const source = open(write(`flats.${ending}`, text));
    const [there, here] = [
      await encodeTable(source, { stream: true, worker: true, label: 'city' }),
      await encodeTable(source, { stream: true, worker: false, label: 'city' }),
    ];
    expect(there.data.count).toBe(9000);
    expect(there.data).toMatchObject({ name: `flats.${ending}`, shape: here.data.shape, classes: ['Lagos', 'Osaka', 'São Paulo'] });
    const chunks = await collect(here.data.chunks());
    const received = await collect(there.data.chunks());
    // Only what comes from the thread has the name of the dataset.
    expect([received[0]!.name, chunks[0]!.name]).toEqual([`flats.${ending}`, undefined]);
    expect(received.map(({ values, mask, labels }) => ({ values, mask, labels }))).toEqual(
      chunks.map(({ values, mask, labels }) => ({ values, mask, labels })),
    );
    const batches = (await epoch(here.data)).map(({ values, mask, labels }) => ({ values, mask, labels }));
    expect(batches).toHaveLength(Math.ceil(9000 / 128));
    for (const again of [await epoch(there.data), await epoch(there.data)]) expect(again).toMatchObject(batches);
  });

  test('reads new rows with an encoder, which may lack the label', async () => {
    const { encoder } = await encodeTable(fromCsv(csv), { label: 'sold' });
    const path = write('new.csv', 'day;age;income;city\n2021-01-02;33;12.5;Osaka\n2022-01-02;;1;Lima\n');
    const options = { encoder: tableEncoder(JSON.parse(JSON.stringify(encoder))), stream: true as const };
    const [there] = await collect((await encodeTable(openCsv(path), { ...options, worker: true })).data.chunks());
    const [here] = await collect((await encodeTable(openCsv(path), { ...options, worker: false })).data.chunks());
    expect(there!.values).toEqual(here!.values);
    expect(there!.labels).toBeUndefined();
  });

  test('says what is wrong with the file, as without it', async () => {
    const { encoder } = await encodeTable(fromCsv(csv));
    const path = write('damaged.csv', `${csv}\r\n31;many;Osaka;yes;2020-01-01`);
    const sentence = new InputError(
      'damaged.csv: row 9002, column "income" holds "many", which does not fit a column of kind number; edit the schema, or give kinds or missing',
    );
    for (const worker of [true, false]) {
      const { data } = await encodeTable(openCsv(path), { encoder, stream: true, worker });
      await expect(collect(data.chunks())).rejects.toThrow(sentence);
      await expect(epoch(data)).rejects.toThrow(sentence);
    }
  });

  test.each([true, false])('finds that a file became shorter between two epochs, with worker: %s', async (worker) => {
    const path = write(`shrinks-${worker}.csv`, csv);
    const { data } = await encodeTable(openCsv(path), { stream: true, worker });
    const rowsOfEpoch = async (): Promise<unknown> => {
      const batches = await epoch(data).catch((error: Error) => error.message.replace(/".*"/, '').replace(/\d+ now/, 'fewer'));
      return typeof batches === 'string' ? batches : batches.reduce((sum, { values }) => sum + values.length, 0) / data.shape[0]!;
    };
    expect(await rowsOfEpoch()).toBe(9000);
    writeFileSync(path, csv.slice(0, csv.indexOf('\r\n', csv.length / 2)));
    const sentence = `openCsv:  became shorter while it was in use: it had ${Buffer.byteLength(csv)} bytes, and has fewer`;
    // A thread may have read the next epoch before. It is never a part.
    expect(worker ? [sentence, 9000] : [sentence]).toContain(await rowsOfEpoch());
    writeFileSync(path, `${csv}\r\n31;1;Osaka;yes;2020-01-01`);
    if (!worker) expect(await rowsOfEpoch()).toBe(9000);
  });

  test('is refused for what another thread cannot open', async () => {
    await expect(encodeTable(fromRecords(rows), { stream: true, worker: true })).rejects.toThrow(
      'encodeTable: worker is for files on disk, such as openCsv opens in Node, and a worker cannot open the records',
    );
  });

  test('where no thread starts, this one reads', async () => {
    const source = openCsv(write('here.csv', csv));
    const lost = { ...source, openedBy: { ...source.openedBy!, module: 'file:///nowhere.js' } };
    const { data } = await encodeTable(lost, { stream: true, worker: true });
    expect((await epoch(data)).reduce((sum, { values }) => sum + values.length, 0)).toBe(9000 * data.shape[0]!);
  });
});
