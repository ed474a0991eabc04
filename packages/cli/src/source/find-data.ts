import { resolve } from 'node:path';
import { InputError } from '@autoencoders/core';
import type { IndexedDataset } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import type { NamedDataset } from '@autoencoders/datasets';
import { loadDataset, openDataset } from '@autoencoders/datasets/node';
import type { DatasetPart, DatasetSource, OpenDataset } from '@autoencoders/datasets/node';
import { megabytes, progressBar } from '../progress-bar.js';
import type { Terminal } from '../terminal.js';
import { kindOf } from './kind.js';
import type { DataKind } from './kind.js';
import { withoutGaps } from './reading.js';
import type { Reading, ReadingOptions } from './reading.js';

/** A part of data. Data that have no parts of their own can be read as a whole. */
export type DataPart = DatasetPart | 'all';

/** Examples that a command reads, in two parts. */
export interface FoundData {
  /** What the user named. */
  readonly source: string;
  /** How they are read. */
  readonly reading: Reading;
  /** A part, of which some examples are read at a time. */
  readonly open: (part: DataPart) => Promise<OpenDataset>;
  /** A part, or its first `limit` examples, in memory. */
  readonly load: (part: DataPart, limit?: number) => Promise<NamedDataset>;
  /** Whether the data have no parts of their own, so that there is a part `all`. */
  readonly undivided: boolean;
}

/** What to read, and how: as a model's file has it, or as the command line says. */
type Asked = Reading & ReadingOptions;

/** The data that `source` names: a set, or a folder or file of any kind but a table. Throws where they cannot be read as asked. */
export async function findData(source: string, asked: Asked, terminal: Pick<Terminal, 'err'>): Promise<FoundData> {
  const kind = kindOf(source);
  check(kind !== 'table', () => `${source} is a table, and this needs pictures or other examples; train on a table with train --data`);
  checkOptionsFor(kind, asked);
  if (kind === 'named' || kind === 'idx') return found(source, source, {});
  if (kind === 'cifar-10') return findCifar10(source, asked, terminal);
  if (kind === 'pictures') return findPictures(source, asked, terminal);
  const { arrayDataset, rangeOf, readArrays } = await import('./arrays.js');
  const arrays = await readArrays(source, asked);
  const { array, label, range = rangeOf(arrays.examples) } = asked;
  const examples = arrayDataset(arrays, source, range);
  return found(source, examples, { array, label, range }, examples);
}

/** Which data each option is for. */
const applies: Readonly<Record<Exclude<keyof ReadingOptions, 'unlabelled'>, readonly [kinds: readonly DataKind[], what: string]>> = {
  size: [['pictures'], 'a folder of pictures'],
  grey: [['pictures'], 'a folder of pictures'],
  array: [['array'], 'a file of arrays (.npz)'],
  label: [['array', 'table'], 'a table or a file of arrays (.npz); folders of pictures are their classes'],
  folder: [['cifar-10'], 'cifar-10'],
  url: [['cifar-10'], 'cifar-10'],
};

/** Throws for options that are for other data. */
export function checkOptionsFor(kind: DataKind, asked: ReadingOptions): void {
  for (const [option, [kinds, what]] of Object.entries(applies))
    check(asked[option as keyof typeof applies] === undefined || kinds.includes(kind), () => `--${option} is for ${what}`);
}

function found(source: string, data: DatasetSource, reading: Reading, all?: IndexedDataset): FoundData {
  const dataOf = (part: DataPart): readonly [DatasetSource, DatasetPart] => {
    if (part !== 'all') return [data, part];
    check(all !== undefined, () => `--part all is for a folder of pictures without parts of its own, and for arrays`);
    return [{ train: all, test: all }, 'train'];
  };
  return {
    source,
    reading: withoutGaps(reading),
    open: async (part) => openDataset(...dataOf(part)),
    load: async (part, limit) => loadDataset(...dataOf(part), { limit }),
    undivided: all !== undefined,
  };
}

/** CIFAR-10 by its name, from `--folder`, or a folder that has its files. */
async function findCifar10(source: string, { folder: given, url }: Asked, terminal: Pick<Terminal, 'err'>): Promise<FoundData> {
  const folder = source === 'cifar-10' ? (given ?? process.env.CIFAR10) : source;
  check(
    folder !== undefined && folder !== '',
    '--data cifar-10 needs --folder, the folder with its binary version, or into which --url downloads it',
  );
  const bar = progressBar(terminal, 'downloading', megabytes);
  try {
    const options = {
      folder,
      url,
      onProgress: ({ received, total }: { received: number; total: number | undefined }) => bar.show(received, total),
    };
    const { openCifar10 } = await import('@autoencoders/files/node');
    const [train, test] = [await openCifar10('train', options), await openCifar10('test', options)];
    return found(source, { train, test }, source === 'cifar-10' ? { folder: resolve(folder) } : {});
  } finally {
    bar.end();
  }
}

async function findPictures(source: string, asked: Asked, terminal: Pick<Terminal, 'err'>): Promise<FoundData> {
  const { openPictureFolder } = await import('./picture-folder.js');
  let onRead: (pictures: number) => void = () => undefined;
  const { data, all, reading } = await withHint(() => openPictureFolder(source, asked, (pictures) => onRead(pictures)));
  const pictures = found(source, data, reading, all);
  return {
    ...pictures,
    async load(part, limit) {
      const { count } = await pictures.open(part);
      const bar = progressBar(terminal, 'decoding pictures');
      const total = Math.min(limit ?? Infinity, count);
      let done = 0;
      onRead = (pictures) => bar.show((done += pictures), total);
      try {
        return await pictures.load(part, limit);
      } finally {
        onRead = () => undefined;
        bar.end();
      }
    },
  };
}

/** The result of `f`. What the library calls a size is the option `--size` here. */
async function withHint<T>(f: () => Promise<T>): Promise<T> {
  try {
    return await f();
  } catch (cause) {
    if (!(cause instanceof InputError) || !cause.message.endsWith('give a size for all')) throw cause;
    throw new InputError(cause.message.replace('give a size for all', 'give one for all, such as --size 64x64'), { cause });
  }
}
