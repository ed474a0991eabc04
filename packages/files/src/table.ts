import type { ModuleCall } from '@autoencoders/core/internal';

/** What a column holds. */
export type ColumnType = 'number' | 'boolean' | 'dateTime' | 'string';

/** A column of a table in a file. */
export interface TableColumn {
  readonly name: string;
  /**
   * `number`: float64. `boolean`: 0 or 1. `dateTime`: seconds since 1970-01-01 00:00 UTC; a time without a zone counts as UTC. `string`: words.
   */
  readonly type: ColumnType;
}

/** The cells of a column: words, with null for a missing one; or numbers, with NaN for a missing one. */
export type ColumnValues = Float64Array | (string | null)[];

/** Some rows of a table, column by column. */
export interface TableChunk {
  /** The number of rows. */
  readonly rows: number;
  /** The cells, by the name of the column. */
  readonly columns: Readonly<Record<string, ColumnValues>>;
}

/**
 * A table that is read chunk by chunk: only one chunk is in memory. Every loop begins anew; leaving it frees what is open.
 *
 * ```ts
 * for await (const { rows, columns } of table) console.log(rows, columns.price);
 * ```
 */
export interface TableStream extends AsyncIterable<TableChunk> {
  /** What messages call it: the name of the file. */
  readonly name: string;
  readonly columns: readonly TableColumn[];
  /** The number of rows, if it is known before they are read. */
  readonly count?: number | undefined;
  /** How another thread opens it. Files on disk have it. */
  readonly openedBy?: ModuleCall | undefined;
  /** The table of which this is one of several parts. Default: this is no part. */
  readonly whole?: TableStream | undefined;
}
