import { chooseBackend } from '../backend.js';
import { fitDetector, pca } from '@autoencoders/anomaly';
import type { Detector } from '@autoencoders/anomaly';
import { encodeTable, fromCsv } from '@autoencoders/tables';
import type { EncodedRows, TableEncoder } from '@autoencoders/tables';
import picocolors from 'picocolors';
import { beforeAll, expect, test } from 'vitest';
import { printerOn, styleOf } from '../terminal.js';
import { follow, rowScorer } from './follow.js';

let detector: Detector;
let encoder: TableEncoder;
beforeAll(async () => {
  await chooseBackend('wasm');
  const rows = Array.from(
    { length: 80 },
    (_, i) => `${i % 9},${2 * (i % 9) + (i % 4) / 10},${['x', 'y, z'][i % 2] === 'x' ? 'x' : '"y, z"'}`,
  );
  const encoded = await encodeTable(fromCsv(['a,b,c', ...rows].join('\n')), { stream: false });
  ({ encoder } = encoded);
  detector = await fitDetector(encoded.data as EncodedRows, { method: pca(), encoder });
}, 120_000);

async function followed(pieces: readonly string[]): Promise<{ readonly out: string[]; readonly err: string }> {
  const printed = { out: '', err: '' };
  const screen = (name: 'out' | 'err') => printerOn({ write: (text: string) => void (printed[name] += text) });
  const input = (async function* () {
    yield* pieces;
  })();
  await follow(rowScorer(detector, encoder), input, {
    out: screen('out'),
    err: screen('err'),
    style: styleOf(picocolors.createColors(false)),
  });
  return { out: printed.out.trimEnd().split('\n'), err: printed.err };
}

test('a score, an alarm and the columns to blame for each line', async () => {
  const { out, err } = await followed(['a,b,c\n3,6.1,x\n', '3,', '60,x\n4,8,"y, z"']);
  expect(err).toBe('');
  expect(out).toHaveLength(3);
  expect(out.map((line) => line.split('\t')[1])).toEqual(['0', '1', '0']);
  expect(out[1]).toMatch(/^[\d.e+]+\t1\t[ab] \d+ %, [ab] \d+ %/);
});

test('JSON lines, other separators, other orders, and no heading are found out', async () => {
  const [plain] = (await followed(['a,b,c\n3,6.1,x\n'])).out;
  const ways = ['{"c":"x","a":3,"b":6.1}\n', 'c;b;more;a\nx;6.1;1;3\n', '3,6.1,x\n', '\uFEFFa\tb\tc\r\n3\t6.1\tx\r\n'];
  for (const way of ways) expect([way, (await followed([way])).out]).toEqual([way, [plain]]);
});

test('a bad line gets a message with its number, and the next one follows', async () => {
  const { out, err } = await followed(['a,b,c\n1,2,x\nfour,5,x\n1,2\n\n3,6,x\n']);
  expect(out).toHaveLength(2);
  expect(err).toMatch(/^line 3: .*four.*\nline 4: it has 2 cells, and there are 3 columns\n$/);
  const json = await followed(['{"a":1,"b":2,"c":"x"}\n{"a":\n[1]\n{"z":1}\n{"a":3,"b":6}\n']);
  expect(json.out).toHaveLength(2);
  expect(json.err).toMatch(/line 2: it is not JSON\nline 3: it is not a JSON object\nline 4: it has none of the columns a, b, c/);
});

test('a first line that fits nothing is refused', async () => {
  await expect(followed(['what,is,this,then,please\n'])).rejects.toThrow('neither JSON nor a heading with the columns a, b, c');
});
