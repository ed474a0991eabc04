import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { InputError } from '@autoencoders/core';
import { check, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { NamedDataset } from './dataset.js';
import type { FromIdxOptions } from './from-idx.js';
import { openIdx } from './idx-file.js';
import type { IdxFile } from './idx-file.js';
import { openFiles, whole } from './open.js';
import type { OpenDataset } from './open.js';

/** The part of a dataset: the training examples, or the test examples. */
export type DatasetPart = 'train' | 'test';

/** Options of `fromFolder`. `name` is the name of the folder by default. */
export interface FolderOptions extends FromIdxOptions {
  readonly part: DatasetPart;
}

/**
 * A dataset from a folder with files as MNIST has them: `train-images-idx3-ubyte` and `train-labels-idx1-ubyte` for the training part,
 * `t10k-…` for the test part. The names may have `.idx3-ubyte` and `.gz`. There may be no labels. Throws when the folder or its images
 * cannot be read, and for files that `fromIdx` refuses.
 *
 * @param path The path of the folder.
 */
export async function fromFolder(path: string, options: FolderOptions): Promise<NamedDataset> {
  checkOptions('fromFolder', options, { part: true, name: true, classes: true });
  return whole(await openFolder('fromFolder', path, options));
}

/** `fromFolder` as an `OpenDataset`. Errors name `call`. */
export async function openFolder(call: string, path: string, { part, name, classes }: FolderOptions): Promise<OpenDataset> {
  checkPart(call, part);
  const files = await filesIn(call, path);
  const images = find(files, part, 'images');
  check(
    images !== undefined,
    () =>
      `${call}: the folder ${show(path)} has no ${prefixes[part]}-images-idx3-ubyte or ${prefixes[part]}-images-idx3-ubyte.gz; ${listed(files)}`,
  );
  const labels = find(files, part, 'labels');
  return openFiles(await openFile(call, join(path, images)), labels === undefined ? undefined : await openFile(call, join(path, labels)), {
    name: name ?? basename(resolve(path)),
    classes,
  });
}

/** Throws unless `part` is a `DatasetPart`. */
export function checkPart(call: string, part: unknown): void {
  check(part === 'train' || part === 'test', () => `${call}: part must be "train" or "test", not ${show(part)}`);
}

/** Whether a folder has a test part. */
export const hasTestPart = async (call: string, path: string): Promise<boolean> =>
  find(await filesIn(call, path), 'test', 'images') !== undefined;

const prefixes: Readonly<Record<DatasetPart, string>> = { train: 'train', test: 't10k' };

const find = (files: readonly string[], part: DatasetPart, kind: string): string | undefined =>
  files.find((file) => new RegExp(`^${prefixes[part]}-${kind}[-.]idx\\d-ubyte(\\.gz)?$`).test(file));

const filesIn = async (call: string, path: string): Promise<readonly string[]> =>
  (await orExplain(call, 'folder', path, () => readdir(path))).sort();

const openFile = (call: string, path: string): Promise<IdxFile> => orExplain(call, 'file', path, () => openIdx(path));

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

/** The result of `read`, or an error that says why the folder or file at `path` cannot be read. */
async function orExplain<T>(call: string, kind: 'folder' | 'file', path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const { code = '', message } = cause as NodeJS.ErrnoException;
    throw new InputError(`${call}: cannot read the ${kind} ${show(path)}: ${reasons[code] ?? message}`, { cause });
  }
}
