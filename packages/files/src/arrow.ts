import type { FileHandle } from 'node:fs/promises';
import type { RecordBatch, Schema, Table } from 'apache-arrow';
import { InputError } from '@autoencoders/core';
import { check, checkOptions } from '@autoencoders/core/operations';
import { printable } from '@autoencoders/core/internal';
import { arrowColumnsOf } from './arrow-columns.js';
import type { ArrowModule } from './arrow-columns.js';
import { checkMessages } from './arrow-messages.js';
import { latin1 } from './latin1.js';
import { loadArrow } from './load-arrow.js';
import { randomAccess } from './random-access.js';
import { reasonOf } from './reason.js';
import type { FileSource, RandomAccess } from './random-access.js';
import type { TableChunk, TableStream } from './table.js';

/** Options of `openArrow`. */
export interface OpenArrowOptions {
  /** The columns to read. Default: all. */
  readonly columns?: readonly string[] | undefined;
  /** What messages call the data. Default: its path, address or name. */
  readonly name?: string | undefined;
}

/** A `Table` of apache-arrow. */
export interface ArrowTable {
  readonly schema: object;
  readonly batches: readonly object[];
  readonly numRows: number;
}

/** The most cells of a record batch that are read. */
const MOST_CELLS = 2 ** 28;

/**
 * Opens an Arrow file (also called Feather), the stream format, or a `Table` of apache-arrow. Looping over the result reads a record batch at
 * a time. Whole numbers become float64, and those beyond ±(2⁵³ − 1) are refused; decimals are rounded to about 16 digits. The npm package
 * apache-arrow reads; install it beside this package. Throws when the file cannot be read, is incomplete or damaged, when a column does not
 * exist or has a type that is not read (lists, maps, structs, intervals), and when a batch is compressed by a codec that was not
 * registered in apache-arrow's `compressionRegistry`.
 *
 * @param source The file, or a table.
 */
export async function openArrow(source: FileSource | ArrowTable, options: OpenArrowOptions = {}): Promise<TableStream> {
  checkOptions('openArrow', options, { columns: true, name: true });
  const arrow = await loadArrow('openArrow');
  if (isTable(source)) {
    const { schema, batches, numRows: count } = source as unknown as Pick<Table, 'schema' | 'batches' | 'numRows'>;
    return streamOf(arrow, { schema, name: printable(options.name ?? 'the table'), count, open: async () => batches }, options.columns);
  }
  const file = await randomAccess('openArrow', source, options.name);
  const isFile = await checkEnds(file);
  const count = await orDamaged(file.name, () => checkMessages(file, isFile));
  const open = (): Promise<Batches> => orDamaged(file.name, async () => (await arrow.RecordBatchReader.from(handleOf(file))).open());
  const { schema } = await open();
  check((schema as Schema | undefined) !== undefined, () => `openArrow: ${file.name} is damaged: it has no schema`);
  return streamOf(arrow, { schema, name: file.name, count, open }, options.columns);
}

const isTable = (source: unknown): source is ArrowTable => Array.isArray((source as Partial<ArrowTable> | null)?.batches);

type Batches = { readonly schema: Schema } & AsyncIterable<RecordBatch>;

interface Opened {
  readonly schema: Schema;
  readonly name: string;
  readonly count: number;
  readonly open: () => Promise<AsyncIterable<RecordBatch> | Iterable<RecordBatch>>;
}

function streamOf(arrow: ArrowModule, { schema, name, count, open }: Opened, wanted?: readonly string[]): TableStream {
  const columns = arrowColumnsOf(arrow, schema, name, wanted);
  return {
    name,
    columns: columns.map(({ name, type }) => ({ name, type })),
    count,
    async *[Symbol.asyncIterator]() {
      let start = 0;
      const batches = await open();
      const iterator = Symbol.asyncIterator in batches ? batches[Symbol.asyncIterator]() : batches[Symbol.iterator]();
      try {
        for (;;) {
          const next = await orDamaged(name, async () => iterator.next());
          if (next.done) break;
          const rows = next.value.numRows;
          check(
            rows * columns.length <= MOST_CELLS,
            () => `openArrow: ${name} has a batch of ${rows} rows with ${columns.length} columns; at most ${MOST_CELLS} cells are read`,
          );
          const read = (column: (typeof columns)[number]): TableChunk['columns'][string] => column.read(next.value, { rows, start });
          const cells = await orDamaged(name, async () => Object.fromEntries(columns.map((column) => [column.name, read(column)])));
          start += rows;
          if (rows > 0) yield { rows, columns: cells };
        }
        check(start === count, () => `openArrow: ${name} is damaged: its batches have ${start} rows, and not ${count}`);
      } finally {
        await iterator.return?.();
      }
    },
  };
}

const MAGIC = 'ARROW1';

/** Throws unless a file begins and ends as Arrow files or streams do, and tells which it is. The end tells that nothing is missing. */
async function checkEnds({ name, byteLength, slice }: RandomAccess): Promise<boolean> {
  const head = new Uint8Array(await slice(0, Math.min(8, byteLength)));
  const tail = new Uint8Array(await slice(Math.max(0, byteLength - 8), byteLength));
  const isFile = latin1(head).startsWith(MAGIC);
  const isStream = head.length === 8 && head.subarray(0, 4).every((byte) => byte === 0xff);
  check(isFile || isStream, () => `openArrow: ${name} is not Arrow: it begins with neither ${MAGIC} nor ff ff ff ff`);
  const complete = isFile ? latin1(tail).endsWith(MAGIC) && byteLength > 16 : tail.every((byte, i) => byte === (i < 4 ? 0xff : 0));
  check(complete, () => `openArrow: ${name} is incomplete: it does not end with ${isFile ? MAGIC : 'ff ff ff ff 00 00 00 00'}`);
  return isFile;
}

/** A file as apache-arrow reads one: by parts, so that memory holds one batch. */
function handleOf({ byteLength: size, slice }: RandomAccess): FileHandle {
  const handle = {
    fd: 0,
    stat: async () => ({ size }),
    async read(buffer: Uint8Array, offset: number, length: number, position: number) {
      const bytes = new Uint8Array(await slice(position, Math.min(size, position + length)));
      buffer.set(bytes, offset);
      return { bytesRead: bytes.length, buffer };
    },
    close: async () => undefined,
  };
  // A file of Node has more, which apache-arrow does not use.
  return handle as unknown as FileHandle;
}

/** The result of `read`. An error of apache-arrow is explained; it names the file. */
async function orDamaged<T>(name: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof InputError && cause.message.startsWith('openArrow: ')) throw cause;
    if (cause instanceof InputError) throw new InputError(`openArrow: ${name} ${cause.message}`, { cause });
    const reason = String((cause as Error).message).includes('codec not found')
      ? 'is compressed; register a codec in the compressionRegistry of apache-arrow, or save the file without compression, as with to_feather(path, compression="uncompressed") in pandas'
      : `is damaged${reasonOf(cause)}`;
    throw new InputError(`openArrow: ${name} ${reason}`, { cause });
  }
}

export { streamArrow } from './stream-arrow.js';
export type { Vectors, WrittenColumn, WrittenRows } from './written-rows.js';
