import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { InputError } from '@autoencoders/core';
import type { ArrayDataset } from '@autoencoders/core';
import { check, checkOptions } from '@autoencoders/core/operations';
import { printable, show } from '@autoencoders/core/internal';
import { cifar10Rows, fromCifar10 } from './cifar.js';
import type { LabelledRows } from './cifar.js';
import { download } from './download-file.js';
import type { DownloadOptions } from './download-stream.js';
import { orExplain } from './file-access.js';
import { untar } from './tar.js';

/** What is published as CIFAR-10's binary version. */
export const cifar10Archive: {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly homepage: string;
  readonly citation: string;
  readonly licence: string;
} = {
  name: 'cifar-10-binary.tar.gz',
  bytes: 170052171,
  sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
  homepage: 'https://www.cs.toronto.edu/~kriz/cifar.html',
  citation: 'Alex Krizhevsky, Learning Multiple Layers of Features from Tiny Images, Technical Report, University of Toronto, 2009',
  licence: 'The authors name no licence. They ask that the technical report is cited.',
};

/** Options of `cifar10`. */
export interface Cifar10Options extends Pick<DownloadOptions, 'onProgress' | 'signal'> {
  /**
   * The folder with the files `data_batch_1.bin` to `data_batch_5.bin` and `test_batch.bin`, or with `cifar-10-binary.tar.gz`. With `url`,
   * the folder that keeps the archive. Default: the folder in the environment variable CIFAR10.
   */
  readonly folder?: string | undefined;
  /** Where the archive is downloaded from, if it is not in the folder. Default: nothing is downloaded. */
  readonly url?: string | URL | undefined;
  /** The SHA-256 checksum of the archive at `url`. Default: that of the published one. */
  readonly sha256?: string | undefined;
  /** Only the first `limit` pictures. Default: all. 50,000 pictures take 614 MB. */
  readonly limit?: number | undefined;
}

const batchNames = { train: [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`), test: ['test_batch.bin'] };

/** The most bytes of the archive when decompressed. The published one has 184,380,000. */
const MOST = 2 ** 28;

/**
 * CIFAR-10: 50,000 pictures for training and 10,000 for tests, of 32 × 32 pixels in colour, in 10 classes. It reads the files in `folder`, and
 * contacts no server unless `url` names one. Krizhevsky 2009.
 *
 * ```ts
 * const train = await cifar10('train', { folder: 'data', url: 'https://example.org/cifar-10-binary.tar.gz' });
 * ```
 *
 * @param part `train` or `test`.
 */
export async function cifar10(part: 'train' | 'test', options: Cifar10Options = {}): Promise<ArrayDataset> {
  checkOptions('cifar10', options, { folder: true, url: true, sha256: true, limit: true, onProgress: true, signal: true });
  const { name, files } = await readCifar10('cifar10', part, options);
  return fromCifar10(files, { name, limit: options.limit });
}

/**
 * `cifar10` as a dataset that is read by rows: the bytes of the files are in memory (154 MB for training), and pictures become numbers when
 * they are asked for.
 *
 * @param part `train` or `test`.
 */
export async function openCifar10(part: 'train' | 'test', options: Omit<Cifar10Options, 'limit'> = {}): Promise<LabelledRows> {
  checkOptions('openCifar10', options, { folder: true, url: true, sha256: true, onProgress: true, signal: true });
  const { name, files } = await readCifar10('openCifar10', part, options);
  return cifar10Rows('openCifar10', files, name);
}

/** The files of a part, and what messages call them. */
interface Cifar10Files {
  readonly name: string;
  readonly files: readonly Uint8Array[];
}

async function readCifar10(call: string, part: 'train' | 'test', options: Cifar10Options): Promise<Cifar10Files> {
  check(part === 'train' || part === 'test', () => `${call}: part must be "train" or "test", not ${show(part)}`);
  const { folder = process.env.CIFAR10, url, sha256 = cifar10Archive.sha256, onProgress, signal } = options;
  check(
    folder !== undefined && folder !== '',
    () =>
      `${call}: pass the folder with the files of CIFAR-10's binary version, or set CIFAR10; the files are at ${cifar10Archive.homepage}`,
  );
  const archive = join(folder, cifar10Archive.name);
  const inFolder = [folder, join(folder, 'cifar-10-batches-bin')].find((place) => existsSync(join(place, batchNames[part][0]!)));
  if (!inFolder && url !== undefined) await download(url, { to: archive, sha256, onProgress, signal });
  check(
    inFolder !== undefined || existsSync(archive),
    () =>
      `${call}: the folder ${show(folder)} has neither ${batchNames[part][0]} nor ${cifar10Archive.name}; pass a url to download the archive`,
  );
  const files = inFolder ? await fromFolder(inFolder, batchNames[part]) : await fromArchive(archive, batchNames[part]);
  return { name: `CIFAR-10 in ${folder}`, files };
}

const fromFolder = (folder: string, names: readonly string[]): Promise<Uint8Array[]> =>
  Promise.all(names.map((name) => orExplain('cifar10', join(folder, name), () => readFile(join(folder, name)))));

async function fromArchive(path: string, names: readonly string[]): Promise<Uint8Array[]> {
  const packed = await orExplain('cifar10', path, () => readFile(path));
  const files = untar('cifar10', await unzipped(packed, path), printable(path), (name) => names.includes(name));
  return names.map((name) => {
    const bytes = files.get(name);
    check(bytes !== undefined, () => `cifar10: ${printable(path)} has no ${name}`);
    return bytes;
  });
}

async function unzipped(bytes: Uint8Array, path: string): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: MOST });
  } catch (cause) {
    throw new InputError(`cifar10: ${printable(path)} is damaged, incomplete or too large: ${(cause as Error).message}`, { cause });
  }
}
