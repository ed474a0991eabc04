import { parquetMetadata, parquetRead } from 'hyparquet';
import type { ColumnMetaData, DecodedArray, FileMetaData, RowGroup } from 'hyparquet';
import { InputError } from '@autoencoders/core';
import { check, checkInteger, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { Group } from '@autoencoders/core';
import { columnsOf, parsers } from './parquet-columns.js';
import type { ParquetColumn } from './parquet-columns.js';
import { checkedPages } from './parquet-pages.js';
import { latin1 } from './latin1.js';
import { randomAccess } from './random-access.js';
import { reasonOf } from './reason.js';
import type { FileSource, RandomAccess } from './random-access.js';
import type { ColumnValues, TableChunk, TableStream } from './table.js';
import { checkStruct } from './thrift.js';

/** Options of `openParquet`. */
export interface OpenParquetOptions {
  /** The columns to read. Only their bytes are read. Default: all. */
  readonly columns?: readonly string[] | undefined;
  /** Reads only the row groups that belong to one of several processes: those whose numbers leave the remainder `rank`. Default: all. */
  readonly shard?: Pick<Group, 'rank' | 'size'> | undefined;
  /** What messages call the file. Default: its path, address or name. */
  readonly name?: string | undefined;
}

/** The most rows of a row group, and the most cells of one that are read. Arrow's writer makes groups of 2²⁶ rows at most. */
const MOST_ROWS = 2 ** 26;
const MOST_CELLS = 2 ** 28;

/**
 * Opens a Parquet file: reads the names and types of its columns and the number of its rows. Looping over the result reads a row group at a
 * time; memory holds the columns of one group. Whole numbers and decimals become float64: whole numbers beyond ±(2⁵³ − 1) are refused, and
 * decimals are rounded to about 16 digits. Throws when the file cannot be read or is damaged, when a column does not exist or has a type
 * that is not read (lists, maps, structs, intervals), and for an unknown compression.
 *
 * @param source The file: its bytes, a `File`, or an address.
 */
export async function openParquet(source: FileSource, options: OpenParquetOptions = {}): Promise<TableStream> {
  checkOptions('openParquet', options, { columns: true, shard: true, name: true });
  const { shard: { rank, size } = { rank: 0, size: 1 } } = options;
  checkInteger('openParquet', 'shard.size', size, 1);
  checkInteger('openParquet', 'shard.rank', rank, 0, size - 1);
  const file = await randomAccess('openParquet', source, options.name);
  const metadata = await orDamaged(file.name, () => footerOf(file));
  const columns = columnsOf(metadata.schema, file.name, options.columns);
  checkGroups(metadata, columns.length, file.name);
  let start = 0;
  const groups = metadata.row_groups.map(({ num_rows }, group) => {
    const rows = Number(num_rows);
    start += rows;
    return { group, rows, start: start - rows };
  });
  const tableOf = (own: typeof groups): TableStream => ({
    name: file.name,
    columns: columns.map(({ name, type }) => ({ name, type })),
    count: own.reduce((sum, { rows }) => sum + rows, 0),
    async *[Symbol.asyncIterator]() {
      for (const { group, start, rows } of own) if (rows > 0) yield await readGroup({ file, metadata, group, start, columns });
    },
  });
  if (size === 1) return tableOf(groups);
  return { ...tableOf(groups.filter(({ group }) => group % size === rank)), whole: tableOf(groups) };
}

/** The description at the end of a file: its length and "PAR1" follow it. */
async function footerOf({ byteLength, slice }: RandomAccess): Promise<FileMetaData> {
  check(byteLength >= 12, () => `is not Parquet: it has ${byteLength} bytes`);
  const tail = await slice(byteLength - 8, byteLength);
  const magic = latin1(new Uint8Array(tail, 4));
  check(magic === 'PAR1', () => `is not Parquet, or its end is missing: it ends with ${show(magic)}, not with PAR1`);
  const start = byteLength - 8 - new DataView(tail).getUint32(0, true);
  check(start >= 4, 'is damaged: its description goes beyond its start');
  const footer = await slice(start, byteLength);
  checkStruct(new DataView(footer), 0);
  const metadata = parquetMetadata(footer, { geoparquet: false });
  check(isComplete(metadata), 'is damaged: its description lacks a part');
  return metadata;
}

/** Whether a description has the parts that are read. hyparquet leaves out those that a file lacks, or has in another type. */
const isComplete = ({ schema, num_rows, row_groups }: FileMetaData): boolean =>
  schema.every(({ name }) => typeof name === 'string') &&
  typeof num_rows === 'bigint' &&
  row_groups.every((group) => typeof group.num_rows === 'bigint' && group.columns.every(({ meta_data }) => isReadable(meta_data)));

/** Whether a column of a row group says where its pages are. Without any description, it cannot be read by its name. */
const isReadable = (meta: ColumnMetaData | undefined): boolean =>
  meta === undefined ||
  (Array.isArray(meta?.path_in_schema) && [meta.data_page_offset, meta.total_compressed_size].every((place) => typeof place === 'bigint'));

/** Throws unless the row groups have as many rows as the file, and none is absurdly large. */
function checkGroups({ row_groups, num_rows }: FileMetaData, columns: number, file: string): void {
  let rows = 0n;
  for (const group of row_groups) {
    check(
      group.num_rows >= 0n && group.num_rows <= MOST_ROWS,
      () => `openParquet: ${file} has a row group of ${group.num_rows} rows; at most ${MOST_ROWS} are read`,
    );
    check(
      Number(group.num_rows) * columns <= MOST_CELLS,
      () =>
        `openParquet: ${file} has a row group of ${group.num_rows} rows with ${columns} columns; name fewer in columns, so that it has at most ${MOST_CELLS} cells`,
    );
    rows += group.num_rows;
  }
  check(rows === num_rows, () => `openParquet: ${file} is damaged: it has ${num_rows} rows, and its row groups have ${rows}`);
}

interface Place {
  readonly file: RandomAccess;
  readonly metadata: FileMetaData;
  readonly group: number;
  /** The first row of the group in the file. */
  readonly start: number;
}

async function readGroup({ columns, ...place }: Place & { readonly columns: readonly ParquetColumn[] }): Promise<TableChunk> {
  const read: [string, ColumnValues][] = [];
  for (const column of columns) read.push([column.name, await readColumn(place, column)]);
  return { rows: Number(place.metadata.row_groups[place.group]!.num_rows), columns: Object.fromEntries(read) };
}

/** The cells of one column in one row group. hyparquet reads from a file that has only this column's pages, which are checked first. */
async function readColumn({ file, metadata, group, start }: Place, column: ParquetColumn): Promise<ColumnValues> {
  const { name } = column;
  const what = `the column ${show(name)} of ${file.name}`;
  const { num_rows, ...rest } = metadata.row_groups[group]!;
  const chunk = rest.columns.find(({ meta_data }) => meta_data?.path_in_schema.length === 1 && meta_data.path_in_schema[0] === name);
  const meta = chunk?.meta_data;
  check(meta !== undefined, () => `openParquet: ${file.name} is damaged: its row group ${group} lacks the column ${show(name)}`);
  const rows = Number(num_rows);
  const from = Number(meta.dictionary_page_offset || meta.data_page_offset);
  const to = from + Number(meta.total_compressed_size);
  check(from >= 0 && to >= from && to <= file.byteLength, () => `openParquet: ${what} goes beyond the end of the file`);
  const bytes = await file.slice(from, to);
  const parts: DecodedArray[] = [];
  const missing = await orDamaged(what, async () => {
    const pages = await checkedPages(bytes, { codec: meta.codec, type: meta.type, rows, nullable: column.nullable });
    const { codec, compressors } = pages;
    const only: RowGroup = { ...rest, num_rows, columns: [{ ...chunk, meta_data: { ...meta, codec } } as RowGroup['columns'][number]] };
    await parquetRead({
      file: {
        byteLength: file.byteLength,
        slice: (first, last) => bytes.slice(first - from, last === undefined ? undefined : last - from),
      },
      metadata: { ...metadata, schema: column.schema, row_groups: [only], num_rows },
      compressors,
      parsers,
      onChunk: ({ columnData }) => parts.push(columnData),
    });
    return pages.missing();
  });
  const count = parts.reduce((sum, { length }) => sum + length, 0);
  check(count === rows, () => `openParquet: ${what} is damaged: a row group of ${rows} rows has ${count} values`);
  const read = column.collect(parts, rows, { what, start });
  check(read.missing === missing, () => `openParquet: ${what} is damaged: ${read.missing} cells have no value, and ${missing} are missing`);
  return read.cells;
}

/** The result of `read`. An error of the decoder is explained; it names `what`. */
async function orDamaged<T>(what: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof InputError && cause.message.startsWith('openParquet: ')) throw cause;
    if (cause instanceof InputError) throw new InputError(`openParquet: ${what} ${cause.message}`, { cause });
    throw new InputError(`openParquet: ${what} is damaged or not Parquet${reasonOf(cause)}`, { cause });
  }
}
