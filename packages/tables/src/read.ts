import { InputError } from '@autoencoders/core';
import { check, checkBoolean, checkInteger, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import { wordsOf } from './columns/cell.js';
import type { Cell } from './columns/cell.js';
import type { Schema } from './columns/column.js';
import { checkSchema } from './check-schema.js';
import { SCHEMA_OPTIONS, schemaReader } from './schema.js';
import type { SchemaOptions, SchemaReader } from './schema.js';
import type { Dialect, RowChunk, TableSource } from './sources/source.js';
import { joinTables, rowParser } from './table.js';
import type { Table, TableOptions } from './table.js';

/** Options of `readSchema`. */
export interface ReadSchemaOptions extends SchemaOptions {
  /** How many rows tell what the columns are. Default 100,000. `Infinity` reads all. */
  readonly sample?: number | undefined;
}

/** Options of `readTable` and `streamTable`. */
export interface ReadTableOptions extends ReadSchemaOptions, TableOptions {
  /** The schema, if it is known already. Default: inferred from the first rows. */
  readonly schema?: Schema | undefined;
  /**
   * The most bytes that `readTable` holds: about 8 for each cell, and one more for each character. A small compressed file can be very large. Default 2³⁰.
   */
  readonly maxBytes?: number | undefined;
}

/** The names of the options of `readTable`. */
export const READ_OPTIONS: Readonly<Record<keyof ReadTableOptions, true>> = {
  ...SCHEMA_OPTIONS,
  sample: true,
  schema: true,
  maxBytes: true,
  keepAll: true,
  optional: true,
};

/** A table that was read. */
export interface ReadTable {
  readonly schema: Schema;
  /** How the file is written, for CSV. */
  readonly dialect: Dialect | undefined;
  readonly table: Table;
}

/** A table that is read again and again, some rows at a time. */
export interface StreamedTable extends Pick<ReadTable, 'schema' | 'dialect'> {
  /** All rows in chunks. Every call begins anew. */
  readonly chunks: () => AsyncIterable<Table>;
}

const SAMPLE = 100_000;
const MAX_BYTES = 2 ** 30;
const CELL = 8;

/** Throws unless `source` is a table that can be read. */
export function checkSource(call: string, source: TableSource): void {
  check(
    typeof source?.rows === 'function',
    () => `${call}: the source must be a table to read, such as fromCsv(text), not ${typeof source === 'string' ? 'text' : show(source)}`,
  );
}

function checkReadOptions(call: string, source: TableSource, options: ReadTableOptions): void {
  checkSource(call, source);
  checkOptions(call, options, READ_OPTIONS);
  if (options.sample !== undefined && options.sample !== Infinity) checkInteger(call, 'sample', options.sample, 1);
  if (options.maxBytes !== undefined) checkInteger(call, 'maxBytes', options.maxBytes, 1);
  if (options.keepAll !== undefined) checkBoolean(call, 'keepAll', options.keepAll);
  if (options.schema) checkSchema(call, options.schema);
}

/** The schema that all parts of a table have: that of its first rows. */
const schemaOf = (source: TableSource, options: ReadSchemaOptions): Promise<Beginning> =>
  reading(source.whole ?? source, (rows) => begin(rows, source, options, false));

/** Rows that were looked at already, and what they are. */
interface Beginning {
  readonly schema: Schema;
  readonly dialect: Dialect | undefined;
  readonly chunks: readonly RowChunk[];
}

/** Reads rows until the schema is known. `keep`: whether to keep these rows. */
async function begin(rows: AsyncIterator<RowChunk>, source: TableSource, options: ReadTableOptions, keep: boolean): Promise<Beginning> {
  const { sample = SAMPLE, missing = source.missing, kinds, ignore, columns, label } = options;
  let reader: SchemaReader | undefined;
  let [seen, dialect] = [0, undefined as Dialect | undefined];
  const chunks: RowChunk[] = [];
  while (seen < sample) {
    const next = await rows.next();
    if (next.done) break;
    const chunk = next.value;
    dialect ??= chunk.dialect;
    if (keep) chunks.push(chunk);
    if (options.schema) return { schema: options.schema, dialect, chunks };
    reader ??= schemaReader(chunk.names, { missing, kinds, ignore, columns, label });
    reader.see(seen + chunk.cells.length > sample ? chunk.cells.slice(0, sample - seen) : chunk.cells);
    seen += chunk.cells.length;
  }
  if (!reader) throw new InputError(`${source.name} has no rows`);
  return { schema: reader.schema(dialect?.separator), dialect, chunks };
}

/** The characters of a cell. Lists and objects of JSON have as many as they are written with. */
function lengthOf(cell: Cell): number {
  if (typeof cell === 'string') return cell.length;
  return typeof cell === 'object' && cell !== null && !(cell instanceof Date) ? wordsOf(cell).length : 0;
}

/** The source, whose rows throw where they become more than memory should hold. */
function limited(source: TableSource, maxBytes: number = MAX_BYTES): TableSource {
  return {
    ...source,
    async *rows() {
      let bytes = 0;
      for await (const chunk of source.rows()) {
        for (const row of chunk.cells) for (const cell of row) bytes += CELL + lengthOf(cell);
        const last = chunk.first + chunk.cells.length - 1;
        check(
          bytes <= maxBytes,
          () =>
            `${source.name} is too large to be held in memory: up to row ${last} it has ${Math.round(bytes / 2 ** 20)} MB of cells, and at most ${Math.round(maxBytes / 2 ** 20)} MB are read (maxBytes); use a part of its rows, or read it as a stream`,
        );
        yield chunk;
      }
    },
  };
}

/** `f` of the rows of a source, which are closed afterwards. */
async function reading<T>(source: TableSource, f: (rows: AsyncIterator<RowChunk>) => Promise<T>): Promise<T> {
  const rows = source.rows()[Symbol.asyncIterator]();
  try {
    return await f(rows);
  } finally {
    await rows.return?.();
  }
}

/** The schema of a source, inferred from its first rows, and how the file is written. Print it with `printSchema`. */
export async function readSchema(source: TableSource, options: ReadSchemaOptions = {}): Promise<Omit<ReadTable, 'table'>> {
  checkReadOptions('readSchema', source, options);
  const { schema, dialect } = await schemaOf(source, options);
  return { schema, dialect };
}

/**
 * Reads a whole table into memory. The schema is inferred from its first rows, unless it is given. Throws an `InputError` that names row and column
 * for a cell that does not fit its column, one for a table of more than `maxBytes`, and whatever the source throws for a damaged file.
 */
export async function readTable(source: TableSource, options: ReadTableOptions = {}): Promise<ReadTable> {
  checkReadOptions('readTable', source, options);
  const known = options.schema ?? (source.whole && (await schemaOf(source, options)).schema);
  return reading(limited(source, options.maxBytes), async (rows) => {
    const { schema, dialect, chunks } = await begin(rows, source, { ...options, schema: known }, true);
    const parse = rowParser(schema, source.name, options);
    const tables = chunks.map(parse);
    for (let next = await rows.next(); !next.done; next = await rows.next()) tables.push(parse(next.value));
    return { schema, dialect, table: joinTables(tables) };
  });
}

/**
 * A table that is too large for memory: only some of its rows are in memory at any time. The schema is inferred from its first rows, unless it is
 * given. The chunks throw as `readTable` does. Throws for a stream that can be read only once, unless the schema is given.
 *
 * @param source A table, as `fromCsv` and the other readers give it.
 */
export async function streamTable(source: TableSource, options: ReadTableOptions = {}): Promise<StreamedTable> {
  checkReadOptions('streamTable', source, options);
  check(
    source.replayable || options.schema !== undefined,
    () => `streamTable: ${source.name} can be read only once; give its schema, or a function that opens it, or use readTable`,
  );
  const { schema, dialect } = options.schema ? { schema: options.schema, dialect: undefined } : await schemaOf(source, options);
  return {
    schema,
    dialect,
    async *chunks() {
      const parse = rowParser(schema, source.name, options);
      for await (const chunk of source.rows()) yield parse(chunk);
    },
  };
}
