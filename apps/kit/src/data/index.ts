import { InputError } from '@autoencoders/core';
import type { NamedDataset } from '@autoencoders/datasets';
import type { TableEncoderJson } from '@autoencoders/tables';
import type { Answer, Order } from './data.worker.js';
import type { RowText } from './row-text.js';
import type { TableEnding } from './table-endings.js';
import type { TableChoices, TablePreview } from './table-preview.js';

/** Shows a table to the reader, who chooses; undefined to leave it. */
export type Ask = (preview: TablePreview) => Promise<TableChoices | undefined>;

/** The examples that an app trains on, and those that it tests on and shows. */
export interface Data {
  readonly training: NamedDataset;
  readonly test: NamedDataset;
  /** What was read, if it is the reader's own table. */
  readonly table?: TableNotes | undefined;
  /** The names of the files, if they are the reader's own IDX files. */
  readonly idx?: { readonly training: IdxReading; readonly test: IdxReading | undefined } | undefined;
  /** The folder, if they are the reader's own pictures. */
  readonly pictures?: PicturesReading | undefined;
  /** The examples as rows in the table's own units and words, unless they are pictures. */
  readonly rows?: RowText | undefined;
}

/** A file of the reader, with the folders that it is in. */
export interface OwnFile {
  readonly file: File;
  /** `pets/cats/1.png`; the name alone for a file in no folder. */
  readonly path: string;
}

/** What a reader gives: files, and whether pictures stay in colour. */
export interface OwnFiles {
  readonly files: readonly OwnFile[];
  readonly colour: boolean;
}

/** What a program needs to know to read the pictures as the page did. */
export interface PicturesReading {
  /** The folder that has all of them, or the folders that are their classes; undefined for pictures that were given one by one. */
  readonly folder: string | undefined;
  /** Whether some are of a kind that Node does not read: GIF, BMP or AVIF. */
  readonly hasOtherKinds: boolean;
}

/** The names of an IDX file of images, and of the file of their labels. */
export interface IdxReading {
  readonly images: string;
  readonly labels: string | undefined;
}

/** What was read of a table, for the reader to check. */
export interface TableNotes {
  /** The rows, the columns that are left out, and the classes, in a few sentences. */
  readonly summary: string;
  /** How the file is written, and its columns, as lines of text. */
  readonly schema: string;
  readonly reading: TableReading;
  /** How the columns became numbers from 0 to 1; undefined for a table of pictures. */
  readonly encoder?: TableEncoderJson | undefined;
}

/** What a program needs to know to read the table as the page did. */
export interface TableReading {
  readonly name: string;
  readonly ending: TableEnding;
  /** The encoding, where it is not that of most files. */
  readonly encoding?: string | undefined;
  /** The name of the column that has the classes. */
  readonly label?: string | undefined;
  /** What the reader chose: the kinds of columns, and columns to leave out. */
  readonly kinds?: TableChoices['kinds'] | undefined;
  readonly ignore?: readonly string[] | undefined;
  /** The columns that are pixels, and what they are divided by. */
  readonly pixels?: { readonly columns: readonly string[]; readonly white: number } | undefined;
}

/** The datasets that the page can load. */
export const sources = {
  digits: 'Digits, 8×8 (1,797)',
  'mnist-small': 'MNIST, 28×28 (10,000)',
  mnist: 'MNIST, 28×28 (60,000)',
} as const;
export type Source = keyof typeof sources;

/** Loads a dataset; `told` is called with the share that has been downloaded. */
export async function load(source: Source, told: (share: number) => void): Promise<Data> {
  // They are few, and part of the page: a worker would take longer.
  if (source === 'digits') return (await import('./sources.js')).digitsData();
  return (await inWorker({ source }, { told }))!;
}

/**
 * Reads the reader's own files: pictures, IDX files, or one table, which `ask` shows first. Undefined if the reader then leaves it. Rejects with an
 * `InputError` if the files cannot be used.
 */
export async function fromFiles(files: OwnFiles, ask: Ask): Promise<Data | undefined> {
  const data = await inWorker(files, { ask });
  const { encoder } = data?.table ?? {};
  // What writes rows is loaded for tables alone.
  return data && encoder ? { ...data, rows: (await import('./row-text.js')).rowText(encoder) } : data;
}

interface Talk {
  readonly told?: (share: number) => void;
  readonly ask?: Ask;
}

/** Reads in a worker, so that the page stays responsive. */
function inWorker(order: Order, { told, ask }: Talk): Promise<Data | undefined> {
  const worker = new Worker(new URL('data.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<Data | undefined>((resolve, reject) => {
    const choose = async (preview: TablePreview): Promise<void> => {
      const choices = await ask?.(preview);
      if (choices) worker.postMessage(choices);
      else resolve(undefined);
    };
    worker.addEventListener('message', ({ data: answer }: MessageEvent<Answer>) => {
      if ('share' in answer) told?.(answer.share);
      else if ('preview' in answer) choose(answer.preview).catch(reject);
      else if ('data' in answer) resolve(answer.data);
      else reject(answer.known ? new InputError(answer.error) : new Error(answer.error));
    });
    worker.addEventListener('error', () =>
      reject(new InputError('the browser did not start a worker to read the data; the digits need none')),
    );
    worker.postMessage(order);
  }).finally(() => worker.terminate());
}
