import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readFileSync, readdirSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/helpers.js';
import { checkFolder, freshFolder, writeRun } from './run-folder.js';

const at = temporaryFolder();
const files = { 'model.safetensors': Uint8Array.of(1, 2), 'figures.json': '{}', 'report.html': '<p>' };
const names = Object.keys(files).sort();

test('a run goes into a new folder, whose folders are made', async () => {
  await checkFolder(at('a/b'), false);
  expect(readdirSync(at())).toEqual([]);
  expect(await writeRun(at('a/b'), files, false)).toEqual({ folder: at('a/b'), kept: [] });
  expect(readdirSync(at('a/b')).sort()).toEqual(names);
  expect([...readFileSync(at('a/b/model.safetensors'))]).toEqual([1, 2]);
});

test('an empty folder, and a link to one, are filled and stay what they are', async () => {
  mkdirSync(at('empty'));
  const before = lstatSync(at('empty')).ino;
  symlinkSync('empty', at('link'));
  await checkFolder(at('link'), false);
  await writeRun(at('link'), files, false);
  expect([readlinkSync(at('link')), lstatSync(at('empty')).ino]).toEqual(['empty', before]);
  symlinkSync('yet to come', at('dangling'));
  await writeRun(at('dangling'), files, false);
  expect(readdirSync(at('yet to come')).sort()).toEqual(names);
});

test('--force replaces what a run wrote, takes away what this one has not, and keeps the rest', async () => {
  mkdirSync(at('mine/more'), { recursive: true });
  for (const name of [...names, 'notes.txt', 'more/deep']) writeFileSync(at('mine', name), 'old');
  writeFileSync(at('elsewhere'), 'old');
  await expect(checkFolder(at('mine'), false)).rejects.toThrow('exists and is not empty; choose another folder');
  await checkFolder(at('mine'), true);
  const { 'report.html': _, ...fewer } = files;
  expect(await writeRun(at('mine'), fewer, true)).toEqual({ folder: at('mine'), kept: ['more', 'notes.txt'] });
  expect(readdirSync(at('mine')).sort()).toEqual(['figures.json', 'model.safetensors', 'more', 'notes.txt']);
  expect(['figures.json', 'notes.txt', 'more/deep'].map((name) => readFileSync(at('mine', name), 'utf8'))).toEqual(['{}', 'old', 'old']);
});

test('links within a folder are written through', async () => {
  mkdirSync(at('linked'));
  writeFileSync(at('kept elsewhere'), 'old');
  symlinkSync('../kept elsewhere', at('linked/figures.json'));
  await writeRun(at('linked'), files, true);
  expect(readFileSync(at('kept elsewhere'), 'utf8')).toBe('{}');
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
  await expect(checkFolder(path, true)).rejects.toThrow(sentence);
  expect(lstatSync(path).ino).toBe(before);
});

test.each(['/dev/stdout', ''])('%j is no folder', (path) =>
  expect(checkFolder(path, true)).rejects.toThrow(/not (a|the name of a) folder/),
);

test('a folder that was filled while training went on is left alone', async () => {
  mkdirSync(at('race'));
  await checkFolder(at('race'), false);
  writeFileSync(at('race/model.safetensors'), 'somebody else');
  expect(await writeRun(at('race'), files, false)).toEqual({ folder: at('race-2'), kept: [] });
  expect(readFileSync(at('race/model.safetensors'), 'utf8')).toBe('somebody else');
});

test('where a run cannot be written any more, nothing is left there, and it is kept among the temporary files', async () => {
  writeFileSync(at('in the way'), '');
  const failed = await writeRun(at('in the way/run'), files, false).catch((error: Error) => error.message);
  const [, sentence, folder] = /^(.*ENOTDIR.*); what was trained is in (.*)$/.exec(String(failed))!;
  expect(sentence).toContain('cannot be written');
  expect(readdirSync(folder!).sort()).toEqual(names);
  execFileSync('rm', ['-r', folder!]);
});

test('a fresh folder has a name that nobody has', () => {
  mkdirSync(at('fresh'));
  mkdirSync(at('fresh-2'));
  expect([freshFolder(at('fresh')), freshFolder(at('new'))].map((path) => basename(path))).toEqual(['fresh-3', 'new']);
});
