import { InputError } from '@autoencoders/core';
import type { Group } from '@autoencoders/core';
import { check, checkInteger, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import { DamagedText, textOf } from './decode-text.js';
import { csvPart } from './csv-part.js';
import { begin, newReading, rowReader } from './csv-rows.js';
import type { RowReader, Written } from './csv-rows.js';
import { sampleOf } from './sample.js';
import { piecesOf } from './source.js';
import type { FileInput, Pieces, RowChunk, TableSource } from './source.js';

/** Options of `fromCsv`. What is not given is found out from the first rows. */
export interface CsvOptions {
  /** What messages call the file. */
  readonly name?: string | undefined;
  /** What separates cells: one character. */
  readonly separator?: string | undefined;
  /** What stands around cells that contain separators: one character. */
  readonly quote?: string | undefined;
  /** Whether the first row has the names of the columns. */
  readonly heading?: boolean | undefined;
  /** The encoding of bytes without a byte order mark. Default `utf-8`. */
  readonly encoding?: string | undefined;
  /** What lines to skip begin with, such as `#`. Default: no lines are skipped. */
  readonly comment?: string | undefined;
  /** The most columns a file may have. Default 16,384. */
  readonly maxColumns?: number | undefined;
  /** The most characters a row may have. Default 2²⁴. */
  readonly maxRowLength?: number | undefined;
  /**
   * Reads only the rows that belong to one of several processes. Of a file whose size is known, each has the rows that begin in its share of the bytes. Of
   * other files and of gzip, parts of about 65,000 characters go to one process after the other. Together they have every row once, numbered as
   * in the file, whatever is quoted in it. A part may be empty. What separates cells and the names of columns are found out from the beginning
   * of the file, and kinds of columns and encoders from all its rows, so that they are the same everywhere. Default: all rows.
   */
  readonly shard?: Pick<Group, 'rank' | 'size'> | undefined;
}

const CSV_OPTIONS: Readonly<Record<keyof CsvOptions, true>> = {
  name: true,
  separator: true,
  quote: true,
  heading: true,
  encoding: true,
  comment: true,
  maxColumns: true,
  maxRowLength: true,
  shard: true,
};

/**
 * A CSV or TSV file as a table. Separator, quotes, heading and byte order mark are found out; `dialect` of the first rows tells them. gzip is
 * decompressed. The rows throw an `InputError` that names the row, and the column where there is one. They throw for too few or too many
 * cells, for a quote that is never closed, and for text after a closing quote; for bytes in another encoding; and for a row that has too
 * many columns, or is too long.
 *
 * @param input The content of the file, or where it comes from: see `FileInput`.
 */
export function fromCsv(input: FileInput, options: CsvOptions = {}): TableSource {
  checkCsvOptions('fromCsv', options);
  return csvSource(piecesOf('fromCsv', input, options.name), options);
}

/** Throws for options that do not fit. */
export function checkCsvOptions(call: string, options: CsvOptions): void {
  checkOptions(call, options, CSV_OPTIONS);
  for (const key of ['separator', 'quote'] as const)
    check(
      options[key] === undefined || options[key]?.length === 1,
      () => `${call}: ${key} must be one character, not ${show(options[key])}`,
    );
  for (const key of ['maxColumns', 'maxRowLength'] as const) if (options[key] !== undefined) checkInteger(call, key, options[key], 1);
  if (options.shard === undefined) return;
  checkInteger(call, 'shard.size', options.shard.size, 1);
  checkInteger(call, 'shard.rank', options.shard.rank, 0, options.shard.size - 1);
}

/** A CSV file in pieces as a table, or the part of it that `options.shard` says. */
export function csvSource(file: Pieces, { shard, ...options }: CsvOptions): TableSource {
  const { name, replayable, bytes } = file;
  const whole: TableSource = { name, replayable, bytes, rows: () => csvRows(file, options) };
  if (!shard || shard.size === 1) return whole;
  check(replayable, () => `fromCsv: ${name} can be read only once, and shard reads its beginning twice; give a function that opens it`);
  return { ...whole, whole, bytes: bytes && Math.ceil(bytes / shard.size), rows: () => csvPart(file, options, shard) };
}

/** `onBegin` gets how the file is written, when that is found out. */
export async function* csvRows(file: Pieces, options: CsvOptions, onBegin?: (written: Written) => void): AsyncGenerator<RowChunk> {
  const reading = newReading();
  let read: RowReader | undefined;
  let encoding = '';
  const begun = (sample?: string): RowReader => {
    const written = begin(reading, options, encoding, sample);
    onBegin?.(written);
    return rowReader(file, reading, options, written);
  };
  try {
    for await (const piece of textOf(file, options.encoding)) {
      ({ encoding } = piece);
      reading.rest += piece.text;
      if (read && reading.rest.length < reading.wanted) continue;
      const sample = read ? '' : sampleOf(reading.rest);
      if (sample === undefined) continue;
      read ??= begun(sample);
      const chunk = read(false);
      if (chunk) yield chunk;
    }
  } catch (cause) {
    if (!(cause instanceof DamagedText)) throw cause;
    read ??= begun();
    read(false);
    throw new InputError(`${file.name}: row ${reading.row} ${cause.message}`, { cause });
  }
  read ??= begun();
  const chunk = read(true);
  if (chunk) yield chunk;
  check(reading.names !== undefined, () => `${file.name} is empty`);
}
