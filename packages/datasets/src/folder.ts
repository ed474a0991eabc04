import { readFile, readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { InputError, check, show } from '@autoencoders/core';
import type { Dataset } from './dataset.js';
import { fromIdx } from './from-idx.js';
import type { FromIdxOptions } from './from-idx.js';
import { readIdx } from './idx.js';
import type { Idx } from './idx.js';

/** Which half of a published dataset: what to train on, or what to judge by. */
export type DatasetPart = 'train' | 'test';

/** What `fromFolder` is told. The name is the folder's by default. */
export interface FolderOptions extends FromIdxOptions {
  readonly part: DatasetPart;
}

/**
 * A dataset from a folder with MNIST's files: `train-images-idx3-ubyte` and `train-labels-idx1-ubyte` for the training
 * part, `t10k-…` for the test part; `.idx3-ubyte` and `.gz` are read, too, and labels may be missing. Throws when the
 * folder or its images cannot be read, and when a file is not what `fromIdx` takes.
 */
export function fromFolder(path: string, options: FolderOptions): Promise<Dataset> {
  return readFolder('fromFolder', path, options);
}

/** Throws unless `part` is a `DatasetPart`. */
export function checkPart(call: string, part: unknown): void {
  check(part === 'train' || part === 'test', () => `${call}: part must be "train" or "test", not ${show(part)}`);
}

/** `fromFolder` for the call that errors name. */
export async function readFolder(call: string, path: string, { part, name, classes }: FolderOptions): Promise<Dataset> {
  checkPart(call, part);
  const files = (await orExplain(call, 'folder', path, () => readdir(path))).sort();
  const prefix = part === 'train' ? 'train' : 't10k';
  const find = (kind: string): string | undefined =>
    files.find((file) => new RegExp(`^${prefix}-${kind}[-.]idx\\d-ubyte(\\.gz)?$`).test(file));
  const images = find('images');
  check(
    images !== undefined,
    () => `${call}: the folder ${show(path)} has no ${prefix}-images-idx3-ubyte or ${prefix}-images-idx3-ubyte.gz; ${listed(files)}`,
  );
  const labels = find('labels');
  return fromIdx(await readFileIdx(call, join(path, images)), labels ? await readFileIdx(call, join(path, labels)) : undefined, {
    name: name ?? basename(resolve(path)),
    classes,
  });
}

async function readFileIdx(call: string, path: string): Promise<Idx> {
  return readIdx(await orExplain(call, 'file', path, () => readFile(path)), path);
}

function listed(files: readonly string[]): string {
  if (files.length === 0) return 'it is empty';
  return `it holds ${files.slice(0, 3).join(', ')}${files.length > 3 ? ` and ${files.length - 3} more` : ''}`;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'it is not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
};

/** What `read` gives, or an error that says in words why the folder or file at `path` cannot be read. */
async function orExplain<T>(call: string, kind: 'folder' | 'file', path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    throw new InputError(`${call}: cannot read the ${kind} ${show(path)}: ${reasons[code] ?? message}`, { cause });
  }
}
