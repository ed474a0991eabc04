import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { cli, temporaryFolder } from '../../test/helpers.js';
import { linesOf } from './follow.js';
import { ANOMALY, UNKNOWN, USUAL, kindsOf, labelRule } from './labels.js';

const at = temporaryFolder();

/** Flats whose price follows from their size; the first `odd` ones cost far too much. */
function flats(count: number, odd: number, from: number = 0): string {
  const lines = Array.from({ length: count }, (_, i) => {
    const n = i + from;
    const size = 30 + ((n * 37) % 90) + (n % 7) / 10;
    const price = 400 + 9 * size + ((n * 13) % 11) + (i < odd ? 700 : 0);
    return [size.toFixed(1), price.toFixed(1), ['Lagos', 'Osaka', 'Lima'][n % 3], i < odd ? 'yes' : 'no'].join(',');
  });
  return `size,price,city,fraud\n${lines.join('\n')}\n`;
}

const quick = ['--method', 'pca', '--no-controls', '--backend', 'wasm'];
const csvRows = (path: string): string[][] =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));

let ran: Awaited<ReturnType<typeof cli>>;
beforeAll(async () => {
  writeFileSync(at('usual.csv'), flats(300, 0));
  writeFileSync(at('new.csv'), flats(60, 5, 1000));
  writeFileSync(at('mixed.csv'), flats(400, 8));
  const to = ['--out', at('scores.csv'), '--run', at('run'), '--method', 'pca', '--backend', 'wasm'];
  ran = await cli('detect', at('usual.csv'), '--on', at('new.csv'), '--label', 'fraud', ...to);
}, 300_000);

describe('detect', () => {
  test('writes a score, a p-value, an alarm and the columns to blame for each row', () => {
    expect([ran.code, ran.err]).toEqual([0, expect.stringContaining('alarm')]);
    const [heading, ...rows] = csvRows(at('scores.csv'));
    expect(heading).toEqual(['row', 'score', 'p_value', 'alarm', 'column_1', 'share_1', 'column_2', 'share_2', 'column_3', 'share_3']);
    expect(rows.map(([row]) => row)).toEqual(Array.from({ length: 60 }, (_, i) => String(i + 1)));
    expect(rows.slice(0, 5).map((row) => row[3])).toEqual(['1', '1', '1', '1', '1']);
    expect(rows.filter((row) => row[3] === '1').length).toBeLessThan(12);
    expect(rows.slice(0, 5).every((row) => ['price', 'size'].includes(row[4]!))).toBe(true);
  });

  test('writes the detector, the figures and a report with controls and curves', () => {
    const record = JSON.parse(readFileSync(at('run', 'figures.json'), 'utf8'));
    const names = record.methods.map(({ name }: { name: string }) => name);
    expect(names).toEqual(['detector', 'PCA', 'nearest neighbours', 'isolation forest', 'untrained net']);
    expect(record.methods[0].auroc).toBeGreaterThan(0.95);
    const html = readFileSync(at('run', 'report.html'), 'utf8');
    for (const title of ['Distribution of scores', 'The oddest rows', 'Curves', 'Controls']) expect(html).toContain(title);
    // What is usual stands in the units of the columns.
    const [, from, to] = /\(usual: ([\d.]+) to ([\d.]+)\)/.exec(/<span>price<\/span>.*?<\/small>/s.exec(html)![0])!;
    const [low, high] = [from, to].map(Number);
    expect(low).toBeGreaterThan(650);
    expect(high).toBeLessThan(1500);
    expect(html).toMatch(/\(usual: (Lagos|Osaka|Lima), /);
    // Cells stand as in the file, without commas.
    const [, ...anomalies] = readFileSync(at('new.csv'), 'utf8').split('\n', 6);
    for (const line of anomalies) expect(html).toContain(`<small>${Number(line.split(',')[1])} (usual: ${from} to ${to})`);
    expect(ran.err).toMatch(/as good here/);
  });

  test('a saved detector gives the same scores', async () => {
    const again = await cli('detect', '--model', at('run'), '--on', at('new.csv'), '--backend', 'wasm');
    expect(again.code).toBe(0);
    expect(again.out).toBe(readFileSync(at('scores.csv'), 'utf8'));
  });

  test('info tells of it', async () => {
    const { out } = await cli('info', at('run'));
    expect(out).toMatch(/a detector[^]*A score above[^]*method +pca[^]*price +number/);
  });

  test('other commands say what it is', async () => {
    for (const command of ['encode', 'compare']) {
      const { code, err } = await cli(command, at('run'));
      expect([command, code, err]).toEqual([command, 2, expect.stringContaining('detect')]);
    }
  });

  test('another run in the folder needs --force', async () => {
    const { code, err } = await cli('detect', at('usual.csv'), '--run', at('run'), ...quick);
    expect([code, err]).toEqual([2, expect.stringMatching(/--run .*--force/)]);
  });
});

test('without --on, the table itself: each row has the score of nets that had not seen it', async () => {
  const { code, err } = await cli('detect', at('mixed.csv'), '--label', 'fraud', '--run', at('mixed'), '--keep', ...quick);
  expect([code, err]).toEqual([0, expect.stringContaining('8 rows of 400 labelled as anomalies are not learned from')]);
  const [heading, ...rows] = csvRows(at('mixed', 'scores.csv'));
  expect(heading!.slice(-4)).toEqual(['size', 'price', 'city', 'fraud']);
  expect(rows.slice(0, 8).every((row) => row[3] === '1')).toBe(true);
  expect(rows.slice(8).filter((row) => row[3] === '1').length).toBeLessThan(12);
});

test('--trim leaves out what is odd', async () => {
  const { code } = await cli('detect', at('mixed.csv'), '--ignore', 'fraud', '--trim', '0.05', '--run', at('trimmed'), ...quick);
  expect(code).toBe(0);
  const [, ...rows] = csvRows(at('trimmed', 'scores.csv'));
  expect(rows.slice(0, 8).every((row) => row[3] === '1')).toBe(true);
});

describe('drift', () => {
  test('is tested for rows that were not learned from', () => {
    expect(ran.err).toMatch(/No drift was found|drifted/);
    const { drift } = JSON.parse(readFileSync(at('run', 'figures.json'), 'utf8'));
    expect(drift.columns.map(({ name }: { name: string }) => name)).toEqual(['size', 'price', 'city']);
    // The five rows that are labelled as frauds are no drift.
    expect([drift.rows, ran.err]).toEqual([55, expect.stringContaining('5 rows labelled as anomalies were left out of this test')]);
    expect(readFileSync(at('run', 'report.html'), 'utf8')).toContain('>Drift<');
  });

  test('of few rows, and of none, is said', async () => {
    writeFileSync(at('few.csv'), flats(3, 0));
    const few = await cli('detect', '--model', at('run'), '--on', at('few.csv'), '--backend', 'wasm');
    expect([few.code, few.err]).toEqual([0, expect.stringContaining('So few rows show only a large one')]);
    writeFileSync(at('odd.csv'), flats(3, 3));
    const odd = await cli('detect', '--model', at('run'), '--on', at('odd.csv'), '--backend', 'wasm');
    expect([odd.code, odd.err]).toEqual([0, expect.stringContaining('Drift was not tested')]);
    writeFileSync(at('none.csv'), flats(0, 0));
    const none = await cli('detect', '--model', at('run'), '--on', at('none.csv'), '--backend', 'wasm');
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('no rows')]);
  });
});

describe('bad input', () => {
  test.each<[message: string, csv: string, args: readonly string[]]>([
    ['every row of', flats(30, 30), ['--label', 'fraud']],
    ['examples are too few', flats(5, 0), []],
    ['has no column "price"', 'size,city\n30,Lima\n31,Osaka\n', ['--on']],
    ['has no such column', flats(30, 0), ['--label', 'nothing']],
  ])('%s', async (message, csv, [option, value]) => {
    writeFileSync(at('bad.csv'), csv);
    const args = option === '--on' ? [at('usual.csv'), '--on', at('bad.csv')] : [at('bad.csv'), ...(option ? [option, value!] : [])];
    const { code, err } = await cli('detect', ...args, '--run', at('bad'), ...quick);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
    expect(existsSync(at('bad'))).toBe(false);
  });

  test('a new word is counted, and counts as odd; labels of one kind judge nothing', async () => {
    writeFileSync(at('other.csv'), flats(20, 0).replace('Lagos', 'Atlantis'));
    const { code, err, out } = await cli('detect', '--model', at('run'), '--on', at('other.csv'), '--backend', 'wasm');
    expect(code).toBe(0);
    expect(err).toMatch(/Column "city": 1 row has a word .*Atlantis/);
    expect(err).toContain('labels are of one kind only (usual rows)');
    expect(out.split('\n')[1]).toMatch(/^1,[\d.]+,[\d.]+,1,city,/);
  });

  test('a new word in a column of yes and no counts as odd; other cases of the same words do not', async () => {
    const cells = ['open,size', ...Array.from({ length: 200 }, (_, i) => `${i % 3 ? 'yes' : 'no'},${i % 17}`)];
    writeFileSync(at('yes.csv'), cells.join('\n'));
    writeFileSync(at('maybe.csv'), 'open,size\nYES,3\nmaybe,4\nno,5\nYes,6\n');
    const args = ['--on', at('maybe.csv'), '--out', at('maybe-scores.csv'), '--run', at('yes-run')];
    const { code, err } = await cli('detect', at('yes.csv'), ...args, ...quick);
    expect([code, err]).toEqual([0, expect.stringMatching(/Column "open": 1 row has a word .*maybe/)]);
    expect(csvRows(at('maybe-scores.csv')).map((row) => [row[3], row[4]])).toEqual([
      ['alarm', 'column_1'],
      ['0', expect.anything()],
      ['1', 'open'],
      ['0', expect.anything()],
      ['0', expect.anything()],
    ]);
  });

  test('other units are alarms, and a drift', async () => {
    const thousands = flats(20, 0).replaceAll(/^([\d.]+),([\d.]+)/gm, (_, size, price) => `${size},${Number(price) * 1000}`);
    writeFileSync(at('units.csv'), thousands);
    const args = ['--run', at('units'), '--backend', 'wasm'];
    const { out, err } = await cli('detect', '--model', at('run'), '--on', at('units.csv'), ...args);
    expect(out.trimEnd().split('\n').slice(1)).toSatisfy((lines: string[]) => lines.every((line) => line.split(',')[3] === '1'));
    expect(err).toMatch(/Column "price" may be in other units: its values are about 1,000 times as large/);
    const { drift } = JSON.parse(readFileSync(at('units', 'figures.json'), 'utf8'));
    expect(drift.columns.find(({ name }: { name: string }) => name === 'price').change).toMatchObject({ kind: 'units' });
    expect(readFileSync(at('units', 'report.html'), 'utf8')).toMatch(/<h2[^>]*>Drift[^]*Check the units of price/);
  });

  test('fewer rows than columns is said', async () => {
    const cells = Array.from({ length: 12 }, (_, r) => Array.from({ length: 30 }, (_x, c) => Math.sin(r * 7 + c * c).toFixed(3)));
    const rows = [Array.from({ length: 30 }, (_, c) => `c${c}`), ...cells].map((row) => row.join(','));
    writeFileSync(at('wide.csv'), rows.join('\n'));
    const { code, err } = await cli('detect', at('wide.csv'), '--run', at('wide'), ...quick);
    expect([code, err]).toEqual([0, expect.stringContaining('fewer rows to learn from (12) than columns (30)')]);
  });

  test('names and words that are markup or belong to objects stay text', async () => {
    const csv = flats(60, 2)
      .replace('size,price,city', '<script>alert(1)</script>,__proto__,constructor')
      .replaceAll('Lagos', '"<img src=x onerror=alert(1)>"');
    writeFileSync(at('hostile.csv'), csv);
    const { code } = await cli('detect', at('hostile.csv'), '--label', 'fraud', '--run', at('hostile'), '--keep', ...quick);
    expect(code).toBe(0);
    const html = readFileSync(at('hostile', 'report.html'), 'utf8');
    expect(html).not.toContain('<script>alert(1)');
    expect(html).not.toContain('<img src=x');
    expect(csvRows(at('hostile', 'scores.csv'))[0]).toContain('__proto__');
  });
});

describe('labels', () => {
  test.each<[words: readonly string[], usual: readonly string[]]>([
    [['0', '1', '0'], ['0']],
    [['0.0', '1.00E+00'], ['0']],
    [['-1', '1', '1'], ['1']],
    [['yes', 'no'], ['no']],
    [['normal', 'smurf'], ['normal']],
    [['1'], []],
    [
      ['fraud', 'a', 'b'],
      ['a', 'b'],
    ],
    [['red', 'red', 'blue'], ['red']],
  ])('%j', (words, usual) => expect(labelRule('x', words).usual).toEqual(usual));

  test('a missing label is neither', () => {
    expect([...kindsOf(['0', null, 'yes'], labelRule('x', ['0', 'yes']))]).toEqual([USUAL, UNKNOWN, ANOMALY]);
    expect(labelRule('x', ['a', 'b'], ['B']).usual).toEqual(['b']);
  });
});

test('lines come whole, whatever the pieces are, and one that is too long is told', async () => {
  const pieces = async function* () {
    yield 'a,b\n1';
    yield Uint8Array.of(0x2c, 0xc3);
    yield Uint8Array.of(0xa9, 0x0d, 0x0a);
    yield 'x'.repeat(2 ** 20 + 1);
    yield 'y\nlast';
  };
  const found = [];
  for await (const lines of linesOf(pieces())) found.push(...lines);
  expect(found).toEqual([
    { number: 1, text: 'a,b' },
    { number: 2, text: '1,é' },
    { number: 3, text: undefined },
    { number: 4, text: 'last' },
  ]);
});
