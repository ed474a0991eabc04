import { open, stat } from 'node:fs/promises';
import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { printable, show } from '@autoencoders/core/internal';
import type { FileSource, RandomAccess } from './random-access.js';

/** A path, an address that starts with `http://` or `https://`, or another source. */
export type NodeSource = string | FileSource;

/** The source that a path or an address names. */
export async function named(call: string, source: NodeSource): Promise<FileSource> {
  if (typeof source !== 'string') return source;
  return /^https?:\/\//.test(source) ? new URL(source) : fileAccess(call, source);
}

/** The file at a path. It is open only while a part is read. Throws when it cannot be read, and when its length changed. */
async function fileAccess(call: string, path: string): Promise<RandomAccess> {
  const { size: byteLength } = await orExplain(call, path, () => stat(path));
  const slice = (start: number, end: number): Promise<ArrayBuffer> =>
    orExplain(call, path, async () => {
      const file = await open(path);
      try {
        const bytes = new Uint8Array(end - start);
        const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
        check(bytesRead === bytes.length, () => `${call}: ${printable(path)} became shorter while it was read`);
        return bytes.buffer;
      } finally {
        await file.close();
      }
    });
  return { name: printable(path), byteLength, slice };
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'it is not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
};

/** The result of `read`, or an error that says why the file or folder at `path` cannot be read. */
export async function orExplain<T>(call: string, path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const { code = '', message } = cause as NodeJS.ErrnoException;
    throw new InputError(`${call}: cannot read ${show(path)}: ${reasons[code] ?? message}`, { cause });
  }
}
