import { check, checkBoolean, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { Dataset, StreamDataset } from '@autoencoders/core';
import type { Schema } from './columns/column.js';
import { encodedStream } from './encode-stream.js';
import { ENCODER_OPTIONS, fitEncoder } from './encoder.js';
import type { EncodedRows, EncoderOptions, TableEncoder } from './encoder.js';
import { inThread } from './read-in-thread.js';
import { READ_OPTIONS, checkSource, readTable, streamTable } from './read.js';
import type { ReadTableOptions } from './read.js';
import type { Dialect, TableSource } from './sources/source.js';
import type { Table } from './table.js';

/** Options of `encodeTable`: those of `readTable` and of `fitEncoder`, and two more. */
export interface EncodeTableOptions extends Omit<ReadTableOptions, 'keepAll' | 'optional'>, EncoderOptions {
  /** An encoder that was fitted before, for new rows of the same columns. Nothing is inferred or fitted then. */
  readonly encoder?: TableEncoder | undefined;
  /** Whether to read the table anew in each epoch, rather than to hold it in memory. Default: for more than 64 MB or an unknown size, if it can be read again. */
  readonly stream?: boolean | undefined;
  /** Whether a worker thread reads and encodes a stream while training goes on: in Node, for files on disk. Default: for files of more than 64 MB. */
  readonly worker?: boolean | undefined;
}

/** A table as data to train with. */
export interface EncodedTable<D extends Dataset = EncodedRows | StreamDataset> {
  /** The features: an `ArrayDataset` in memory, or a `StreamDataset`. */
  readonly data: D;
  readonly encoder: TableEncoder;
  readonly schema: Schema;
  readonly dialect: Dialect | undefined;
}

const IN_MEMORY = 2 ** 26;

/** Whether `encodeTable` streams a table by default: it has more than 64 MB or an unknown size, and can be read again. */
export const isLarge = ({ replayable, bytes = Infinity }: Pick<TableSource, 'replayable' | 'bytes'>): boolean =>
  replayable && bytes > IN_MEMORY;

const {
  keepAll: _,
  optional: _optional,
  ...OPTIONS
} = { ...READ_OPTIONS, ...ENCODER_OPTIONS, encoder: true as const, stream: true as const, worker: true as const };

/**
 * A table as data to train with, in one call: infers the schema, fits an encoder, and encodes the rows. Small tables are held in memory, large files
 * are streamed. Of a part of a table (the option `shard` of `fromCsv`, `openCsv` and `openParquet`), schema and encoder come from all rows, which are read once for
 * that, so that they are the same for all parts. Give an `encoder` to read the part alone. Throws as `readTable` and `fitEncoder` do.
 *
 * ```ts
 * const { data, encoder, schema } = await encodeTable(fromCsv(text), { label: 'species' });
 * console.log(printSchema(schema));
 * ```
 *
 * @param source A table, as `fromCsv` and the other readers give it.
 */
export function encodeTable(
  source: TableSource,
  options: EncodeTableOptions & { readonly stream: false },
): Promise<EncodedTable<EncodedRows>>;
export function encodeTable(
  source: TableSource,
  options: EncodeTableOptions & { readonly stream: true },
): Promise<EncodedTable<StreamDataset>>;
export function encodeTable(source: TableSource, options?: EncodeTableOptions): Promise<EncodedTable>;
export async function encodeTable(source: TableSource, options: EncodeTableOptions = {}): Promise<EncodedTable> {
  checkSource('encodeTable', source);
  checkOptions('encodeTable', options, OPTIONS);
  const large = isLarge(source);
  const { encoder: given, stream = large, worker = large && source.openedBy !== undefined, ...rest } = options;
  checkBoolean('encodeTable', 'stream', stream);
  checkBoolean('encodeTable', 'worker', worker);
  check(
    options.worker !== true || source.openedBy !== undefined,
    () => `encodeTable: worker is for files on disk, such as openCsv opens in Node, and a worker cannot open ${source.name}`,
  );
  if (given)
    check(typeof given.encode === 'function', () => `encodeTable: encoder must be one, such as fitEncoder gives, not ${show(given)}`);
  const [reading, fitting] = [pick(rest, READ_OPTIONS), pick(rest, ENCODER_OPTIONS)] as [ReadTableOptions, EncoderOptions];
  const [option] = Object.keys({ ...reading, ...fitting });
  check(!given || option === undefined, () => `encodeTable: with an encoder, nothing is inferred or fitted; leave out ${option}`);
  const readOptions: ReadTableOptions = given
    ? { schema: given.schema, optional: given.label === undefined ? [] : [given.label] }
    : reading;
  if (!stream) {
    const { schema, dialect, table } = await readTable(source, readOptions);
    const encoder = given ?? (await fitEncoder(schema, source.whole ? await rowsOf(source.whole, schema, readOptions) : table, fitting));
    return { data: { name: source.name, ...encoder.encode(table) }, encoder, schema, dialect };
  }
  const { schema, dialect, chunks } = await streamTable(source, readOptions);
  let count = 0;
  const counted = async function* () {
    for await (const table of chunks()) {
      count += table.rows;
      yield table;
    }
  };
  const { whole } = source;
  const encoder = given ?? (await fitEncoder(schema, whole ? await rowsOf(whole, schema, readOptions) : counted(), fitting));
  const { optional = [] } = readOptions;
  const here: StreamDataset = { ...encodedStream(source, encoder, optional), ...(!given && !whole && { count }) };
  const { name, openedBy } = source;
  const data =
    worker && openedBy ? inThread(here, { name, openedBy, encoder: encoder.toJSON(), bytes: source.bytes ?? 0, optional }) : here;
  return { data, encoder, schema, dialect };
}

/** All rows of a table of which one part is encoded, so that all parts have one encoder. */
const rowsOf = async (whole: TableSource, schema: Schema, options: ReadTableOptions): Promise<AsyncIterable<Table>> =>
  (await streamTable(whole, { ...options, schema })).chunks();

function pick(options: object, known: Readonly<Record<string, true>>): object {
  return Object.fromEntries(Object.entries(options).filter(([key, value]) => value !== undefined && Object.hasOwn(known, key)));
}
