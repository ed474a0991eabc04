import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { fromCsv, readSchema } from '@autoencoders/tables';
import { expect, test } from 'vitest';
import { cli, temporaryFolder } from '../../test/helpers.js';
import { readSeries, seriesSchema } from './read-series.js';

const at = temporaryFolder();
const quick = ['--epochs', '30', '--backend', 'wasm', '--force'];

/** 400 steps of two waves, every 5 minutes, with a gap of an hour after step 200. */
const time = (i: number): string => new Date(Date.UTC(2024, 0, 1) + 1000 * (300 * i + (i >= 200 ? 3600 : 0))).toISOString().slice(0, 19);
const lines = Array.from(
  { length: 400 },
  (_, i) => `${time(i)},${(50 + 20 * Math.sin(i / 5)).toFixed(2)},${(300 - 100 * Math.cos(i / 5)).toFixed(1)}`,
);
const heading = 'when,load,flow';
writeFileSync(at('load.csv'), [heading, ...lines].join('\n'));

test('inspect shows the rows, the step, the gaps and the windows', async () => {
  const { out } = await cli('inspect', at('load.csv'), '--window', '24', '--stride', '2');
  expect(out).toContain('400 steps of 2 columns, in the order of when\nsteps of 5 min, 1 gap of up to 1.083 h, which no window crosses\n');
  // (200 − 24) / 2 + 1 windows on either side of the gap.
  expect(out).toContain('178 windows of 24 steps, with a stride of 2');
});

test.each(['undercomplete', 'convolutional'])(
  '%s learns windows, and gives back the series in its own units and steps',
  async (variant) => {
    const run = at(variant);
    const { code, err } = await cli('train', variant, '--data', at('load.csv'), '--window', '24', ...quick, '--out', run);
    expect([code, err]).toEqual([0, expect.stringContaining('24 steps of 2 columns')]);
    const record = JSON.parse(readFileSync(`${run}/figures.json`, 'utf8'));
    expect(record.training).toMatchObject({ window: 24, stride: 1 });
    expect(record.measures['load: R²']).toBeGreaterThan(0.8);
    expect(readFileSync(`${run}/report.html`, 'utf8')).toContain('The series and its reconstruction');

    const rows = (await cli('reconstruct', run)).out.trim().split('\n');
    expect([rows[0], rows.length, rows[1]!.split(',')[0]]).toEqual([heading, 401, time(0)]);
    const errors = rows.slice(1).map((row, i) => Math.abs(Number(row.split(',')[1]) - Number(lines[i]!.split(',')[1])));
    expect(errors.reduce((sum, error) => sum + error, 0) / 400).toBeLessThan(6);

    // 48 new rows, in a mixed order.
    writeFileSync(at('new.csv'), [heading, ...lines.slice(0, 48).toReversed()].join('\n'));
    const codes = (await cli('encode', run, '--data', at('new.csv'))).out.trim().split('\n');
    expect([codes.length, codes[1]!.split(',')[0], codes[25]!.split(',')[0]]).toEqual([26, time(0), time(24)]);
    expect((await cli('evaluate', run, '--data', at('new.csv'))).out).toMatch(/loss\t.*\n(.*\n)*load: R²\t0\.\d+\nflow: R²\t0\.\d+\n/);
  },
  60_000,
);

test('a variational model samples windows, and others say what windows are not for', async () => {
  await cli('train', 'variational', '--data', at('load.csv'), '--window', '8', '--epochs', '1', '--backend', 'wasm', '--out', at('vae'));
  const { out } = await cli('sample', at('vae'), '--count', '2');
  expect(
    out
      .trim()
      .split('\n')
      .map((line) => line.split(',').slice(0, 2).join()),
  ).toEqual(['window,step', ...[1, 2].flatMap((window) => Array.from({ length: 8 }, (_, i) => `${window},${i + 1}`))]);
  expect((await cli('impute', at('vae'))).err).toContain('was trained on windows of a series; reconstruct gives its values at each step');
  expect((await cli('train', 'sparse', '--data', at('load.csv'), '--stride', '2')).err).toContain('--stride is for windows of a series');
});

test('without a column of date-times, the order of the file counts', async () => {
  writeFileSync(at('plain.csv'), ['load', ...Array.from({ length: 60 }, (_, i) => Math.sin(i) * 10)].join('\n'));
  const { out } = await cli('inspect', at('plain.csv'), '--window', '10');
  expect(out).toContain('60 steps of 1 column, in the order of the file\nsteps are taken as equal\n51 windows of 10 steps');
  expect((await cli('inspect', at('plain.csv'), '--window', '10', '--resample', '60')).err).toContain(
    '--resample needs a column of date-times',
  );
});

const read = async (text: string) => {
  const source = fromCsv(text, { name: 'x.csv' });
  return readSeries(source, seriesSchema((await readSchema(source)).schema, 'x.csv', undefined), {});
};

test('rows of the same time become their mean, and words are left out', async () => {
  const csv = ['t,v,place', `${time(1)},4,a`, `${time(0)},1,b`, `${time(1)},6,a`, `${time(1)},,b`, `${time(2)},3,a`].join('\n');
  const { table, merged } = await read(csv);
  expect([merged, Object.keys(table.columns), [...(table.columns.v as Float64Array)]]).toEqual([2, ['v'], [1, 5, 3]]);
});

test('the order of the rows in the file does not matter', async () => {
  const whole = await read([heading, ...lines.slice(0, 40)].join('\n'));
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(lines.slice(0, 40), { minLength: 40 }), async (mixed) => {
      const { table, times } = await read([heading, ...mixed].join('\n'));
      expect([table, times]).toEqual([whole.table, whole.times]);
    }),
    { numRuns: 20, seed: 1 },
  );
});

test.each([
  ['a,b\nx,y\ny,x\nx,x\ny,y\n', 'has no column of numbers that vary'],
  [
    `t,u,v\n${[0, 1, 2, 3].map((i) => `${time(i)},${time(i + 9)},${i * i}`).join('\n')}`,
    'has several columns of date-times, t and u; say which',
  ],
  [`t,v\n${[0, 1, 2, 3].map((i) => `${i === 2 ? '' : time(i)},${i * 1.5}`).join('\n')}`, 'has no "t", which orders the rows'],
])('refuses %j', async (text, message) => {
  await expect(read(text)).rejects.toThrow(message);
});
