import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readFileSync, readdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/helpers.js';
import { claimRun } from './run-folder.js';
import type { Written } from './run-folder.js';

const at = temporaryFolder();
const model = Uint8Array.of(1, 2);
const record = { variant: 'sparse', dataset: 'digits', settings: { latent: 2, seed: 0 }, training: {} };
const names = ['figures.json', 'model.safetensors', 'report.html'];

/** Claims a folder, and writes a run into it. */
async function written(out: string, replace: boolean = false, report: string | undefined = '<p>'): Promise<Written> {
  using run = await claimRun({ out, otherwise: '', replace, resume: false, line: [] });
  await run.writeModel(model);
  return run.writeResults(model, record, report);
}
const claimed = async (out: string, replace: boolean = false): Promise<void> => {
  using _ = await claimRun({ out, otherwise: '', replace, resume: false, line: [] });
};

test('a run goes into a new folder, whose folders are made', async () => {
  await claimed(at('a/b'));
  expect(readdirSync(at())).toEqual([]);
  expect(await written(at('a/b'))).toEqual({ folder: at('a/b'), kept: [] });
  expect(readdirSync(at('a/b')).sort()).toEqual(names);
  expect([...readFileSync(at('a/b/model.safetensors'))]).toEqual([1, 2]);
});

test('an empty folder, and a link to one, are filled and stay what they are', async () => {
  mkdirSync(at('empty'));
  const before = lstatSync(at('empty')).ino;
  symlinkSync('empty', at('link'));
  await claimed(at('link'));
  await written(at('link'));
  expect([readlinkSync(at('link')), lstatSync(at('empty')).ino]).toEqual(['empty', before]);
  symlinkSync('yet to come', at('dangling'));
  await written(at('dangling'));
  expect(readdirSync(at('yet to come')).sort()).toEqual(names);
});

test('--force replaces what a run wrote, takes away what this one has not, and keeps the rest', async () => {
  mkdirSync(at('mine/more'), { recursive: true });
  for (const name of [...names, 'notes.txt', 'more/deep']) writeFileSync(at('mine', name), 'old');
  await expect(claimed(at('mine'))).rejects.toThrow('exists and is not empty; choose another folder');
  const run = await claimRun({ out: at('mine'), otherwise: '', replace: true, resume: false, line: [] });
  expect(readFileSync(at('mine/report.html'), 'utf8')).toBe('old');
  await run.writeModel(model);
  expect(readdirSync(at('mine')).sort()).toEqual(['model.safetensors', 'more', 'notes.txt', 'run.lock']);
  expect(await run.writeResults(model, record, undefined)).toEqual({ folder: at('mine'), kept: ['more', 'notes.txt'] });
  run[Symbol.dispose]();
  expect(readdirSync(at('mine')).sort()).toEqual(['figures.json', 'model.safetensors', 'more', 'notes.txt']);
  expect(['notes.txt', 'more/deep'].map((name) => readFileSync(at('mine', name), 'utf8'))).toEqual(['old', 'old']);
});

test('a folder belongs to one run at a time, and to nobody after a process was killed', async () => {
  const run = await claimRun({ out: at('one'), otherwise: '', replace: false, resume: false, line: [] });
  symlinkSync('one', at('other name'));
  for (const out of [at('one'), at('other name')])
    await expect(claimed(out, true)).rejects.toThrow(`is in use by another run (process ${process.pid}); choose another folder`);
  run[Symbol.dispose]();
  mkdirSync(at('killed'));
  const dead = execFileSync(process.execPath, ['-e', 'console.log(process.pid)'], { encoding: 'utf8' });
  writeFileSync(at('killed/run.lock'), JSON.stringify({ host: hostname(), pid: Number(dead), started: '', id: '' }));
  for (const name of ['model.safetensors.0123abcd.part', 'run.lock.0123abcd', 'run.lock.0123abcd.89abcdef.part'])
    writeFileSync(at('killed', name), '');
  await written(at('killed'));
  expect(readdirSync(at('killed')).sort()).toEqual(names);
});

test('runs without a name of their own get one each, however many start at once', async () => {
  mkdirSync(at('fresh'));
  const runs = await Promise.all(
    Array.from({ length: 8 }, () => claimRun({ otherwise: at('fresh'), replace: false, resume: false, line: [] })),
  );
  expect(runs.map(({ folder }) => basename(folder)).sort()).toEqual([2, 3, 4, 5, 6, 7, 8, 9].map((n) => `fresh-${n}`));
  for (const run of runs) run[Symbol.dispose]();
  expect(readdirSync(at()).filter((name) => name.startsWith('fresh'))).toEqual(['fresh']);
});

test('links within a folder are written through', async () => {
  mkdirSync(at('linked'));
  writeFileSync(at('kept elsewhere'), 'old');
  symlinkSync('../kept elsewhere', at('linked/figures.json'));
  await written(at('linked'), true);
  expect(readFileSync(at('kept elsewhere'), 'utf8')).toContain('"variant": "sparse"');
  expect(readlinkSync(at('linked/figures.json'))).toBe('../kept elsewhere');
});

test.each([
  ['a file', (path: string) => writeFileSync(path, 'mine'), 'is a file; name a folder'],
  [
    'a link to a file',
    (path: string) => (writeFileSync(`${path}.txt`, 'mine'), symlinkSync(`${path}.txt`, path)),
    'is a file; name a folder',
  ],
  ['a FIFO', (path: string) => execFileSync('mkfifo', [path]), 'is not a file; name a folder'],
  ['a link in a circle', (path: string) => symlinkSync(path, path), 'is a link that leads in a circle'],
  [
    'a folder with a folder for the report',
    (path: string) => mkdirSync(`${path}/report.html`, { recursive: true }),
    'is a folder; name a file',
  ],
])('%s is refused, with --force, too', async (what, make, sentence) => {
  const path = at(`no ${what}`);
  make(path);
  const before = lstatSync(path).ino;
  await expect(claimed(path, true)).rejects.toThrow(sentence);
  expect(lstatSync(path).ino).toBe(before);
});

test.each(['/dev/stdout', ''])('%j is no folder', (path) => expect(claimed(path, true)).rejects.toThrow(/not (a|the name of a) folder/));

test.each([
  ['cannot be made any more', 'in the way', () => writeFileSync(at('in the way'), '')],
  ['got a model from another program', 'race', () => (mkdirSync(at('race')), writeFileSync(at('race/model.safetensors'), 'theirs'))],
])('where the folder %s, the model is kept among the temporary files', async (_, name, spoil) => {
  const run = await claimRun({ out: at(name), otherwise: '', replace: false, resume: false, line: [] });
  rmSync(at(name), { recursive: true });
  spoil();
  const failed = await run.writeModel(model).catch((error: Error) => error.message);
  const [, folder] = /; the model is in (.*)$/.exec(String(failed))!;
  expect(readdirSync(folder!)).toEqual(['model.safetensors']);
  rmSync(folder!, { recursive: true });
  expect(readFileSync(at(name, ...(name === 'race' ? ['model.safetensors'] : [])), 'utf8')).toBe(name === 'race' ? 'theirs' : '');
});
