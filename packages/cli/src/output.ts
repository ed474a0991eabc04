import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { InputError, check } from '@autoencoders/core';

/** `runs/variational-mnist`, or with `-2`, `-3` … where that is taken. */
export function freshFolder(name: string): string {
  for (let n = 1; ; n++) {
    const folder = join('runs', n === 1 ? name : `${name}-${n}`);
    if (!existsSync(folder)) return folder;
  }
}

/** Throws when `folder` cannot be written, or holds anything that may not be replaced: better now than after training. */
export async function checkFolder(folder: string, replace: boolean): Promise<void> {
  if (existsSync(folder) && !replace) {
    const found = await readdir(folder).catch(() => ['a file']);
    check(found.length === 0, () => `--out ${folder} exists and is not empty; choose another folder, or replace it with --force`);
  }
  const trial = beside(folder);
  try {
    await makeFolder(trial);
    await rmdir(trial);
  } catch (cause) {
    throw new InputError(`--out ${folder} cannot be written (${(cause as NodeJS.ErrnoException).code}); choose another folder`, { cause });
  }
}

/** Makes a folder and those it lies in. Node's own recursion never ends where a system refuses names, as under /proc. */
async function makeFolder(path: string): Promise<void> {
  if (existsSync(path)) return;
  await makeFolder(dirname(path));
  await mkdir(path);
}

/** A name beside `path` that nobody has. */
const beside = (path: string): string => `${resolve(path)}.${randomUUID().slice(0, 8)}.part`;

/** Writes files into a new folder, all of them or none: into one beside it first, which then takes its name. */
export async function writeFolder(folder: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  const part = beside(folder);
  try {
    await makeFolder(part);
    for (const [name, content] of Object.entries(files)) await writeFile(join(part, name), content);
    await takePlace(part, folder);
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
}

/** Gives `part` the name of `folder`; what had that name goes only when the new one stands there. */
async function takePlace(part: string, folder: string): Promise<void> {
  if (!existsSync(folder)) return rename(part, folder);
  const old = beside(folder);
  await rename(folder, old);
  try {
    await rename(part, folder);
  } catch (error) {
    await rename(old, folder);
    throw error;
  }
  await rm(old, { recursive: true });
}

/** Writes one file whole or not at all. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const part = beside(path);
  try {
    await makeFolder(dirname(part));
    await writeFile(part, content);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
