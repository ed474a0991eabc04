import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/temporary-folder.js';
import { writeTargetOf as target } from './target.js';
import { writeTo as write } from './write.js';
import type { Pieces } from './write.js';

const writeTo = (path: string, pieces: Pieces): Promise<void> => write(path, pieces, `--out ${path}`);
const targetOf = (path: string): ReturnType<typeof target> => target(path, `--out ${path}`.trim());

const at = temporaryFolder();
const linux = process.platform === 'linux';
const root = process.getuid?.() === 0;

/** A folder of its own for a test. */
let folders = 0;
function inFolder(): (name: string) => string {
  const folder = `folder-${folders++}`;
  mkdirSync(at(folder));
  return (name) => at(folder, name);
}

const pieces = ['one\n', new TextEncoder().encode('two\n')];
const content = 'one\ntwo\n';

/** Content that fails half-way, as a full disk or damaged data do. */
function* broken(): Generator<string> {
  yield 'half';
  throw new Error('half-way');
}

test('a new file, and the folders it lies in', async () => {
  const here = inFolder();
  await writeTo(here('a/b/new'), pieces);
  expect(readFileSync(here('a/b/new'), 'utf8')).toBe(content);
  expect(readdirSync(here('a/b'))).toEqual(['new']);
});

test('what fails half-way leaves the old file as it was, and no folder and no part of a new one', async () => {
  const here = inFolder();
  writeFileSync(here('old'), 'old');
  await expect(writeTo(here('old'), broken())).rejects.toThrow('half-way');
  await expect(writeTo(here('a/b/new'), broken())).rejects.toThrow('half-way');
  expect(readFileSync(here('old'), 'utf8')).toBe('old');
  expect(readdirSync(here('.'))).toEqual(['old']);
});

test('through links, which stay', async () => {
  const here = inFolder();
  mkdirSync(here('far/deep'), { recursive: true });
  writeFileSync(here('target'), 'old');
  symlinkSync('target', here('link'));
  symlinkSync('link', here('link to link'));
  symlinkSync('far/new', here('dangling'));
  symlinkSync('far/deep', here('folder'));
  // `..` is up from far/deep, not from where the link lies.
  symlinkSync('folder/../up', here('up'));
  const names = { link: 'target', 'link to link': 'target', dangling: 'far/new', 'folder/within': 'far/deep/within', up: 'far/up' };
  for (const [name, target] of Object.entries(names)) {
    await writeTo(here(name), [name]);
    expect(readFileSync(here(target), 'utf8')).toBe(name);
  }
  expect(['link', 'link to link', 'dangling', 'up'].map((name) => readlinkSync(here(name)))).toEqual([
    'target',
    'link',
    'far/new',
    'folder/../up',
  ]);
});

test('links that lead nowhere are refused', async () => {
  const here = inFolder();
  symlinkSync('gone/new', here('dangling'));
  symlinkSync('there', here('here'));
  symlinkSync('here', here('there'));
  await expect(writeTo(here('dangling'), pieces)).rejects.toThrow(/dangling is a link to .*gone\/new, whose folder does not exist/);
  await expect(writeTo(here('here'), pieces)).rejects.toThrow('is a link that leads in a circle');
  expect(existsSync(here('gone'))).toBe(false);
});

test.skipIf(!linux)('a FIFO gets the pieces and stays one', async () => {
  const here = inFolder();
  execFileSync('mkfifo', [here('fifo')]);
  const reader = spawn('cat', [here('fifo')]);
  let read = '';
  reader.stdout.on('data', (some: Buffer) => (read += some.toString()));
  const ended = new Promise((resolve) => reader.on('close', resolve));
  await writeTo(here('fifo'), pieces);
  await ended;
  expect(read).toBe(content);
  expect(lstatSync(here('fifo')).isFIFO()).toBe(true);
});

test.skipIf(!linux)('a FIFO whose reader has gone is a closed pipe', async () => {
  const here = inFolder();
  execFileSync('mkfifo', [here('fifo')]);
  const reader = spawn('head', ['-c', '1', here('fifo')]);
  await expect(writeTo(here('fifo'), Array(100).fill('x'.repeat(2 ** 16)))).rejects.toMatchObject({ unread: true });
  reader.kill();
});

test.skipIf(!linux)('what this process has open is written on from where it stands, and not replaced', async () => {
  const here = inFolder();
  const fd = openSync(here('open'), 'a');
  writeFileSync(fd, 'before\n');
  symlinkSync(`/dev/fd/${fd}`, here('link'));
  for (const path of [`/dev/fd/${fd}`, `/proc/self/fd/${fd}`, here('link')]) await writeTo(path, pieces);
  writeFileSync(fd, 'after\n');
  closeSync(fd);
  expect(readFileSync(here('open'), 'utf8')).toBe(`before\n${content}${content}${content}after\n`);
  expect(await targetOf('/dev/stdout')).toEqual({ kind: 'descriptor', fd: 1 });
  await expect(targetOf('/dev/fd/999')).rejects.toThrow('--out /dev/fd/999 cannot be written (EBADF: bad file descriptor)');
});

test.skipIf(!linux || !root)('a device is written to and stays where it is', async () => {
  const here = inFolder();
  execFileSync('mknod', [here('null'), 'c', '1', '3']);
  execFileSync('mknod', [here('full'), 'c', '1', '7']);
  execFileSync('mknod', [here('block'), 'b', '7', '200']);
  symlinkSync('null', here('link'));
  await writeTo(here('null'), pieces);
  await writeTo(here('link'), pieces);
  await expect(writeTo(here('full'), pieces)).rejects.toThrow('full cannot be written (ENOSPC: no space left on device)');
  await expect(writeTo(here('block'), pieces)).rejects.toThrow('block is a block device; name a file');
  expect(['null', 'full'].map((name) => statSync(here(name)).isCharacterDevice())).toEqual([true, true]);
  expect(readdirSync(here('.')).sort()).toEqual(['block', 'full', 'link', 'null']);
});

test('an existing file keeps its mode', async () => {
  const here = inFolder();
  for (const mode of [0o640, 0o755, 0o600]) {
    writeFileSync(here('file'), 'old');
    chmodSync(here('file'), mode);
    await writeTo(here('file'), pieces);
    expect(statSync(here('file')).mode & 0o7777).toBe(mode);
  }
});

test.skipIf(!linux || !root)('a file of somebody else stays theirs', async () => {
  const here = inFolder();
  writeFileSync(here('theirs'), 'old');
  execFileSync('chown', ['65534:65534', here('theirs')]);
  await writeTo(here('theirs'), pieces);
  expect(statSync(here('theirs'))).toMatchObject({ uid: 65534, gid: 65534 });
  expect(readFileSync(here('theirs'), 'utf8')).toBe(content);
});

test.each(['', 'longer than the new content is', 'x'])('a file of two names keeps both, having held %j', async (old) => {
  const here = inFolder();
  writeFileSync(here('one'), old);
  linkSync(here('one'), here('other'));
  await writeTo(here('one'), pieces);
  expect(readFileSync(here('other'), 'utf8')).toBe(content);
  expect(statSync(here('one')).nlink).toBe(2);
  await expect(writeTo(here('one'), broken())).rejects.toThrow('half-way');
  expect(readFileSync(here('other'), 'utf8')).toBe(content);
  expect(readdirSync(here('.')).sort()).toEqual(['one', 'other']);
});

test.skipIf(root || !linux)('a file in a folder that takes no other is written, and one that is read-only is not', async () => {
  const here = inFolder();
  mkdirSync(here('closed'));
  writeFileSync(here('closed/open'), 'old');
  writeFileSync(here('closed/shut'), 'old', { mode: 0o444 });
  chmodSync(here('closed'), 0o555);
  await writeTo(here('closed/open'), pieces);
  expect(readFileSync(here('closed/open'), 'utf8')).toBe(content);
  for (const name of ['closed/shut', 'closed/new']) await expect(writeTo(here(name), pieces)).rejects.toThrow('EACCES: permission denied');
  chmodSync(here('closed'), 0o755);
});

test.each([
  ['folder', /folder is a folder; name a file/],
  ['folder/', /folder\/ names a folder; name a file/],
  ['new/', /new\/ names a folder; name a file/],
  ['file/within', /file\/within cannot be written \(ENOTDIR: not a directory\); choose another path/],
  ['\0', /is not a file name/],
  ['n'.repeat(300), /cannot be written \(ENAMETOOLONG: name too long\); choose another path/],
])('%j is refused with one sentence', async (name, sentence) => {
  const here = inFolder();
  mkdirSync(here('folder'));
  writeFileSync(here('file'), 'old');
  await expect(writeTo(here(name), pieces)).rejects.toThrow(sentence);
  expect(readdirSync(here('.')).sort()).toEqual(['file', 'folder']);
});

test('nothing is no name', () => expect(targetOf('')).rejects.toThrow('--out is not a file name'));
