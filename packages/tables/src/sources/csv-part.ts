import { InputError } from '@autoencoders/core';
import { isGzip } from '@autoencoders/core/internal';
import type { Group } from '@autoencoders/core';
import { csvRows } from './csv.js';
import type { CsvOptions } from './csv.js';
import { checkLength, newReading, rowReader } from './csv-rows.js';
import type { Reading, Written } from './csv-rows.js';
import { DamagedText, textOf } from './decode-text.js';
import { endOfRow, isComment, isEmptyRow } from './row-ends.js';
import type { Pieces, RowChunk } from './source.js';

/*
 * One of several parts of a CSV file. Whether a line feed ends a row depends on all quotes before it, and a row has a number. So each part looks for the
 * ends of all rows up to its last one, which takes far less time than to read them, and reads its own rows only.
 */

/** The rows that belong to one part. If there are none, a chunk without rows tells the columns. */
export async function* csvPart(file: Pieces, options: CsvOptions, shard: Pick<Group, 'rank' | 'size'>): AsyncGenerator<RowChunk> {
  let written: Written | undefined;
  let head: RowChunk | undefined;
  for await (head of csvRows(file, options, (found) => (written = found))) break;
  if (!head || !written) return;
  const reading: Reading = { ...newReading(), names: head.names };
  const read = rowReader(file, reading, options, written);
  let isEmpty = true;
  for await (const { text, row, isEnd } of ownRows(file, { options, written, isSingle: head.names.length === 1, shard })) {
    Object.assign(reading, { rest: text, row });
    const chunk = read(isEnd);
    if (chunk) yield chunk;
    isEmpty &&= chunk === undefined;
  }
  if (isEmpty) yield { ...head, cells: [] };
}

/** Some rows that follow each other, as they are written. */
interface WrittenRows {
  readonly text: string;
  /** The number of the first of them. */
  readonly row: number;
  /** Whether the file ends with them. */
  readonly isEnd: boolean;
}

interface PartUse {
  readonly options: CsvOptions;
  readonly written: Written;
  /** Whether the table has one column, so that an empty line is a row. */
  readonly isSingle: boolean;
  readonly shard: Pick<Group, 'rank' | 'size'>;
}

/** The text of the rows that begin in the part of a rank. */
async function* ownRows(file: Pieces, use: PartUse): AsyncGenerator<WrittenRows> {
  const { options, shard } = use;
  const scan = rowScanner(use);
  let wanted = 0;
  try {
    for await (const { text, part, inOrder } of textOfParts(file, options.encoding, shard.size)) {
      scan.add(text, part);
      // A long row is not looked at again for every piece of it.
      if (scan.reading.rest.length < wanted) continue;
      yield* scan.rows();
      if (inOrder && scan.part() > shard.rank) return;
      checkLength(file.name, scan.reading, options);
      wanted = 2 * scan.reading.rest.length;
    }
  } catch (cause) {
    if (!(cause instanceof DamagedText)) throw cause;
    yield* scan.rows();
    throw new InputError(`${file.name}: row ${scan.reading.row} ${cause.message}`, { cause });
  }
  yield* scan.rows();
  const { rest: text, row } = scan.reading;
  if (text !== '' && scan.part() === shard.rank) yield { text, row, isEnd: true };
}

/** Finds the rows of text that comes in pieces, and gives those of one part. */
function rowScanner({ options, written, isSingle, shard }: PartUse) {
  const form = { ...written, comment: options.comment };
  /** The text from the row on that is not complete, and its number. */
  const reading = { rest: '', row: 1 };
  /** Where the text of each part begins. */
  let borders: { readonly at: number; readonly part: number }[] = [];
  /** Rows at the beginning that are no data: a line `sep=;` and the heading. */
  let [isSaid, isNamed] = [written.skip > 0, false];
  const partAt = (at: number): number => (borders.length === 1 ? borders[0] : borders.findLast((border) => border.at <= at))?.part ?? 0;
  /** Whether the row is one of the data. Counts it. */
  const isData = (start: number, end: number): boolean => {
    if (!isSaid && isComment(reading.rest, start, form)) return false;
    if (!isSaid && !(isSingle && isNamed) && isEmptyRow(reading.rest, start, end, form)) return false;
    const isHeading = isSaid || (!isNamed && written.heading);
    if (!isSaid) isNamed = true;
    isSaid = false;
    reading.row += 1;
    return !isHeading;
  };
  return {
    reading,
    add(text: string, part: number): void {
      if (borders.at(-1)?.part !== part) borders.push({ at: reading.rest.length, part });
      reading.rest += text;
    },
    /** The part that the row belongs to which is not complete yet. */
    part: () => partAt(0),
    *rows(): Generator<WrittenRows> {
      let at = 0;
      let own: { readonly from: number; readonly row: number } | undefined;
      const taken = (to: number): readonly WrittenRows[] => {
        const rows = own ? [{ text: reading.rest.slice(own.from, to), row: own.row, isEnd: false }] : [];
        own = undefined;
        return rows;
      };
      for (let end = endOfRow(reading.rest, at, form); end >= 0; end = endOfRow(reading.rest, at, form)) {
        const { row } = reading;
        if (partAt(at) !== shard.rank) yield* taken(at);
        // Lines that are no rows may come between rows, not before them.
        if (isData(at, end) && partAt(at) === shard.rank) own ??= { from: at, row };
        at = end;
      }
      yield* taken(at);
      borders = [
        { at: 0, part: partAt(at) },
        ...borders.filter((border) => border.at > at).map(({ at: place, part }) => ({ at: place - at, part })),
      ];
      reading.rest = reading.rest.slice(at);
    },
  };
}

/** How many characters of a file of unknown size go to each part in turn. */
const BLOCK = 2 ** 16;

interface TextOfPart {
  readonly text: string;
  readonly part: number;
  /** Whether no earlier part follows. */
  readonly inOrder: boolean;
}

/** The text of a file, and the part that it belongs to, whatever the pieces are in which it is read. */
async function* textOfParts(file: Pieces, encoding: string | undefined, size: number): AsyncGenerator<TextOfPart> {
  const { bytes } = file;
  if (bytes !== undefined && !(await isCompressed(file))) {
    const until = Array.from({ length: size }, (_, part) => Math.floor(((part + 1) * bytes) / size));
    let part = 0;
    for await (const { text, read } of textOf({ ...file, pieces: () => cutAt(file.pieces(), until) }, encoding)) {
      while (part < size - 1 && read > until[part]!) part += 1;
      yield { text, part, inOrder: true };
    }
    return;
  }
  let at = 0;
  for await (const { text } of textOf(file, encoding))
    for (let from = 0; from < text.length;) {
      const some = text.slice(from, from + BLOCK - (at % BLOCK));
      yield { text: some, part: Math.floor(at / BLOCK) % size, inOrder: false };
      at += some.length;
      from += some.length;
    }
}

async function isCompressed(file: Pieces): Promise<boolean> {
  for await (const piece of file.pieces()) return typeof piece !== 'string' && isGzip(piece);
  return false;
}

/** The same pieces, none of which goes beyond one of the places `until`. */
async function* cutAt(pieces: AsyncIterable<Uint8Array | string>, until: readonly number[]): AsyncGenerator<Uint8Array | string> {
  let at = 0;
  for await (const piece of pieces) {
    const cuts = until.filter((place) => place > at && place < at + piece.length).map((place) => place - at);
    let from = 0;
    for (const to of [...cuts, piece.length]) {
      if (to > from) yield piece.slice(from, to);
      from = to;
    }
    at += piece.length;
  }
}
