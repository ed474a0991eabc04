import { check } from '@autoencoders/core/operations';
import { InputError } from '@autoencoders/core';
import { fromArff, fromCsv, fromJson, fromJsonLines, readTable } from '@autoencoders/tables';
import type { ReadTable, ReadTableOptions, TableSource } from '@autoencoders/tables';
import type { TableEnding } from './table-endings.js';

const readers: Readonly<Record<TableEnding, (file: File) => TableSource>> = {
  '.csv': fromCsv,
  '.tsv': fromCsv,
  '.txt': fromCsv,
  '.json': fromJson,
  '.jsonl': fromJsonLines,
  '.ndjson': fromJsonLines,
  '.arff': fromArff,
};

/** A page holds the whole table in memory. */
const MOST_MEGABYTES = 256;
/** How Excel writes "CSV" in western languages. */
export const WINDOWS = 'windows-1252';

/**
 * A whole table, by a schema or kinds of columns if they are known. Text that is not UTF-8 is read as Windows writes it in western languages.
 */
export async function readFile(
  file: File,
  ending: TableEnding,
  known: Pick<ReadTableOptions, 'schema' | 'kinds'> = {},
): Promise<ReadTable> {
  const { name, size } = file;
  check(size <= MOST_MEGABYTES * 2 ** 20, () => `${name} has more than ${MOST_MEGABYTES} MB, too much for a page; use a part of its rows`);
  const options = { ...known, keepAll: known.schema === undefined, maxBytes: MOST_MEGABYTES * 2 ** 20 };
  const reader = readers[ending];
  return readTable(reader(file), options).catch((error: unknown) => {
    if (reader !== fromCsv || !(error instanceof InputError) || !/not UTF-8/.test(error.message)) throw error;
    return readTable(fromCsv(file, { encoding: WINDOWS }), options);
  });
}
