import { InputError } from '@autoencoders/core';
import type { NamedDataset } from '@autoencoders/datasets';
import type { Data, OwnFiles, Source } from './index.js';
import { picturesData } from './pictures.js';
import { mnistData } from './sources.js';
import { isIdx, tableEndingOf } from './table-endings.js';
import type { TableEnding } from './table-endings.js';
import type { TableChoices, TablePreview } from './table-preview.js';

export type Order = { readonly source: Exclude<Source, 'digits'> } | OwnFiles;
export type Answer =
  | { readonly share: number }
  | { readonly preview: TablePreview }
  | { readonly data: Data }
  | { readonly error: string; readonly known: boolean };

const answer = (message: Answer, owned: ArrayBufferLike[] = []): void => {
  const transfer = [...new Set(owned)].filter((buffer): buffer is ArrayBuffer => buffer instanceof ArrayBuffer);
  globalThis.postMessage(message, { transfer });
};

/** Puts the values into shared memory, where the page may have it: then the worker that trains needs no copy. */
function shared(dataset: NamedDataset): NamedDataset {
  // WebKitGTK has no SharedArrayBuffer, even where a page is isolated.
  if (!globalThis.crossOriginIsolated || !('SharedArrayBuffer' in globalThis)) return dataset;
  const values = new Float32Array(new SharedArrayBuffer(dataset.values.byteLength));
  values.set(dataset.values);
  return { ...dataset, values };
}

async function read(order: Order): Promise<Data> {
  if ('source' in order) return mnistData(order.source, (share) => answer({ share }));
  const { files, colour } = order;
  if (files.some(({ file }) => isIdx(file))) return (await import('./idx.js')).idxData(files);
  const [first, ...others] = files;
  const ending = first && others.length === 0 ? tableEndingOf(first.file) : undefined;
  return ending ? readTable(first!.file, ending) : picturesData(files, colour);
}

/** A table, as the reader wants it. Choices that do not fit are shown again, with the reason. */
async function readTable(file: File, ending: TableEnding): Promise<Data> {
  const { openTable } = await import('./table.js');
  const table = await openTable(file, ending);
  for (let { preview } = table; ;) {
    const choices = await chosen(preview);
    try {
      return await table.data(choices);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      preview = { ...preview, choices, refused: error.message };
    }
  }
}

/** Sends a preview to the page, and waits for what the reader chooses. */
function chosen(preview: TablePreview): Promise<TableChoices> {
  answer({ preview });
  return new Promise((resolve) => {
    globalThis.addEventListener('message', ({ data }: MessageEvent<TableChoices>) => resolve(data), { once: true });
  });
}

async function follow({ data: order }: MessageEvent<Order>): Promise<void> {
  try {
    const { training, test, ...rest } = await read(order);
    const data = { ...rest, training: shared(training), test: shared(test) };
    answer({ data }, [data.training.values.buffer, data.test.values.buffer]);
  } catch (error) {
    answer({ error: (error as Error).message, known: error instanceof InputError });
  }
}

globalThis.addEventListener('message', (event: MessageEvent<Order>) => void follow(event), { once: true });
