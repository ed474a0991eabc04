import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cli, temporaryFolder } from '../test/helpers.js';
import { readRecord, recordText } from './run-record.js';
import type { RunRecord } from './run-record.js';

const at = temporaryFolder();
const write = (name: string, text: string): string => {
  mkdirSync(at(name));
  writeFileSync(at(name, 'figures.json'), text);
  return at(name);
};

const record: RunRecord = {
  variant: 'sparse',
  dataset: 'digits',
  shape: [8, 8, 1],
  settings: { latent: 4, seed: 1, beta: 3, rho: 0.05 },
  training: { epochs: 2, batch: 8, backend: 'cpu', seconds: 1.5 },
  test: { loss: NaN, terms: { reconstruction: 1, sparsity: NaN } },
  measures: { 'squared error': 2.5 },
  history: [
    { loss: 3, elapsedSeconds: 0.5, validation: { loss: 4 } },
    { loss: NaN, elapsedSeconds: 1.5 },
  ],
  runs: [
    {
      start: 'random',
      draw: 1,
      testError: 12.5,
      confusion: [
        [1, 0],
        [2, 3],
      ],
      history: [{ loss: 1, elapsedSeconds: 2 }],
    },
  ],
};

test('what is written is read back, numbers that are not finite too', async () => {
  expect(await readRecord(write('run', recordText(record)))).toEqual(record);
  expect(JSON.parse(readFileSync(at('run/figures.json'), 'utf8')).versions.Node).toBe(process.versions.node);
});

test('a record of another format is refused with both formats', async () => {
  const folder = write('newer', recordText(record).replace('"format": 1', '"format": 2'));
  await expect(readRecord(folder)).rejects.toThrow('has format 2; this version of the command reads format 1');
  const { code, err } = await cli('compare', folder);
  expect([code, err]).toEqual([2, `\nerror: ${folder}/figures.json has format 2; this version of the command reads format 1\n`]);
});

test.each([
  ['no format', { ...record, format: undefined }],
  ['a setting that is not finite', { ...record, format: 1, settings: { latent: 4, seed: 1, rho: null } }],
  ['a run without its draw', { ...record, format: 1, runs: [{ ...record.runs![0], draw: undefined }] }],
  ['a measure that is text', { ...record, format: 1, measures: { SSIM: '1' } }],
])('a record with %s is damaged', async (name, value) => {
  await expect(readRecord(write(name, JSON.stringify(value)))).rejects.toThrow('is damaged, or was not written by this command');
});
