import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { check } from '@autoencoders/core';

/** `runs/variational-mnist`, or with `-2`, `-3` … where that is taken. */
export function freshFolder(name: string): string {
  for (let n = 1; ; n++) {
    const folder = join('runs', n === 1 ? name : `${name}-${n}`);
    if (!existsSync(folder)) return folder;
  }
}

/** Throws when `folder` holds anything, unless it may be replaced. */
export async function checkFolder(folder: string, replace: boolean): Promise<void> {
  if (replace || !existsSync(folder)) return;
  const found = await readdir(folder).catch(() => ['a file']);
  check(found.length === 0, () => `--out ${folder} exists and is not empty; choose another folder, or replace it with --force`);
}

/** Writes files into a new folder, all of them or none: into one beside it first, which then takes its name. */
export async function writeFolder(folder: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  const part = `${folder}.${randomUUID().slice(0, 8)}.part`;
  try {
    await mkdir(part, { recursive: true });
    for (const [name, content] of Object.entries(files)) await writeFile(join(part, name), content);
    await rm(folder, { recursive: true, force: true });
    await rename(part, folder);
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
}

/** Writes one file whole or not at all. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const part = `${path}.${randomUUID().slice(0, 8)}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(part, content);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
