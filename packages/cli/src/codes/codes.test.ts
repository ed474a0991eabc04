import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { openArrow } from '@autoencoders/files/arrow';
import { openParquet, parseNpy } from '@autoencoders/files';
import { chain, dense, relu } from '@autoencoders/layers';
import { autoencoder, save } from '@autoencoders/models';
import { beforeAll, expect, test } from 'vitest';
import { cli, temporaryFolder } from '../../test/helpers.js';
import { chooseBackend } from '../backend.js';

const at = temporaryFolder();
const bytesOf = (name: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(at(name)));

/** The columns of a table, but for lists. */
async function columnsOf(name: string, columns: readonly string[]): Promise<Record<string, readonly unknown[]>> {
  const open = name.endsWith('.parquet') ? openParquet : openArrow;
  const found: Record<string, unknown[]> = Object.fromEntries(columns.map((column) => [column, []]));
  for await (const chunk of await open(bytesOf(name), { columns }))
    for (const column of columns) found[column]!.push(...(chunk.columns[column] as Iterable<unknown>));
  return found;
}

let digits: readonly (readonly string[])[];
beforeAll(async () => {
  await chooseBackend('cpu');
  using model = autoencoder({ input: [64], encoder: chain(dense(5), relu), decoder: dense(64), seed: 3 });
  writeFileSync(at('model.safetensors'), await save(model));
  await encode('codes.csv');
  digits = rowsOf(readFileSync(at('codes.csv'), 'utf8'));
});

const rowsOf = (csv: string): string[][] =>
  csv
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));

const encode = (out: string, ...rest: string[]) =>
  cli('encode', at('model.safetensors'), '--data', 'digits', '--backend', 'cpu', '--out', at(out), ...rest);

test('NPY has the codes, and the labels beside them', async () => {
  expect((await encode('codes.npy')).err).toContain(`labels ${at('codes.labels.npy')}`);
  const codes = parseNpy(bytesOf('codes.npy'));
  const labels = parseNpy(bytesOf('codes.labels.npy'));
  expect([codes.shape, labels.shape]).toEqual([[297, 5], [297]]);
  expect([...labels.data].map(String)).toEqual(digits.slice(1).map((row) => row[5]));
  expect([...codes.data].map((code) => Number(code.toPrecision(7)))).toEqual(digits.slice(1).flatMap((row) => row.slice(0, 5).map(Number)));
});

test('JSON lines', async () => {
  await encode('codes.jsonl');
  const rows = readFileSync(at('codes.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { code: number[]; label: number });
  expect(rows.map(({ code, label }) => [...code, label].map(String))).toEqual(digits.slice(1));
});

test.each(['.parquet', '.arrow', '.feather'])('%s', async (ending) => {
  await encode(`codes${ending}`, '--part', 'train');
  const { label } = await columnsOf(`codes${ending}`, ['label']);
  expect(label).toHaveLength(1500);
  expect(new Set(label)).toEqual(new Set('0123456789'));
});

test('the classes of a table, and the starts of windows', async () => {
  const lines = Array.from(
    { length: 60 },
    (_, i) => `2024-01-${String(1 + Math.floor(i / 24)).padStart(2, '0')} ${String(i % 24).padStart(2, '0')}:00,${i % 7},${(i * 5) % 11}.5`,
  );
  writeFileSync(at('series.csv'), `time,a,b\n${lines.join('\n')}\n`);
  writeFileSync(
    at('table.csv'),
    `a,b,kind\n${lines.map((line, i) => `${line.split(',').slice(1).join(',')},${i % 3 ? 'odd, "yes"' : 'even'}`.replace(/odd.*$/, '"odd, ""yes"""')).join('\n')}\n`,
  );
  const few = ['--epochs', '1', '--latent', '2', '--backend', 'cpu'];
  await cli('train', 'undercomplete', '--data', at('table.csv'), '--label', 'kind', ...few, '--out', at('table'));
  await cli('train', 'undercomplete', '--data', at('series.csv'), '--window', '6', ...few, '--out', at('series'));
  for (const ending of ['.parquet', '.arrow']) {
    for (const run of ['table', 'series'])
      expect((await cli('encode', at(run), '--backend', 'cpu', '--out', at(`${run}${ending}`))).code).toBe(0);
    expect((await columnsOf(`table${ending}`, ['label'])).label!.slice(0, 3)).toEqual(['even', 'odd, "yes"', 'odd, "yes"']);
    const { start } = await columnsOf(`series${ending}`, ['start']);
    expect([start!.length, start![1]]).toEqual([55, '2024-01-01 01:00']);
  }
  expect((await cli('encode', at('table'), '--backend', 'cpu')).out.split('\n')[2]).toMatch(/,"odd, ""yes"""$/);
  expect((await cli('encode', at('series'), '--backend', 'cpu')).out).toMatch(/^start,z1,z2\n2024-01-01 00:00,/);
  await cli('encode', at('table'), '--backend', 'cpu', '--out', at('table.npy'));
  expect(parseNpy(bytesOf('table.npy')).shape).toEqual([60, 2]);
  const { err } = await cli('encode', at('series'), '--backend', 'cpu', '--out', at('series.npy'));
  expect(err).toContain('A .npy file has no names');
  expect(existsSync(at('series.labels.npy'))).toBe(false);
});

test('an ending that is no format of codes is refused before anything is read', async () => {
  const { code, err } = await encode('codes.npz');
  expect([code, err]).toEqual([2, expect.stringContaining(`--out ${at('codes.npz')} must end in .csv, .jsonl, .npy, .arrow or .parquet`)]);
  expect(readdirSync(at('.'))).not.toContain('codes.npz');
});
