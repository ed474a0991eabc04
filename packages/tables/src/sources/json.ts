import { InputError } from '@autoencoders/core';
import { check, checkOptions } from '@autoencoders/core/operations';
import { printable, show } from '@autoencoders/core/internal';
import { DamagedText, textOf } from './decode-text.js';
import { CHUNK_ROWS, recordRows } from './records.js';
import type { RecordsOptions, Row } from './records.js';
import { piecesOf } from './source.js';
import type { FileInput, Pieces, TableSource } from './source.js';

/** Options of `fromJson` and `fromJsonLines`. */
export type JsonOptions = RecordsOptions;

/** The most characters of a JSON file, which is read as a whole, and of one line of JSON lines. */
const MAX_FILE = 2 ** 28;
const MAX_LINE = 2 ** 24;
/** The most characters of the lines that become one chunk. */
const MAX_CHUNK = 2 ** 28;

/**
 * A JSON file that holds an array of objects, one for each row. It is read as a whole; `fromJsonLines` reads large files. Throws an `InputError`
 * for text that is no JSON, for anything but an array of objects, and for more than 2²⁸ characters.
 *
 * @param input The content of the file, or where it comes from: see `FileInput`.
 */
export function fromJson(input: FileInput, options: JsonOptions = {}): TableSource {
  return jsonSource('fromJson', input, options, wholeFile);
}

/**
 * JSON lines, one object in each line. They are read as a stream. Throws an `InputError` that names the row for a line that is no JSON object, and for
 * one of more than 2²⁴ characters.
 *
 * @param input The content of the file, or where it comes from: see `FileInput`.
 */
export function fromJsonLines(input: FileInput, options: JsonOptions = {}): TableSource {
  return jsonSource('fromJsonLines', input, options, jsonLines);
}

function jsonSource(call: string, input: FileInput, options: JsonOptions, read: (file: Pieces) => AsyncIterable<Row>): TableSource {
  checkOptions(call, options, { name: true, columns: true });
  const file = piecesOf(call, input, options.name);
  const { name, replayable, bytes } = file;
  return { name, replayable, bytes, rows: () => recordRows(name, read(file), options.columns) };
}

async function* wholeFile(file: Pieces): AsyncGenerator<Row> {
  let text = '';
  for await (const piece of named(file)) {
    text += piece;
    check(
      text.length <= MAX_FILE,
      () => `${file.name} has more than ${MAX_FILE} characters of JSON; write JSON lines, which are read one by one`,
    );
  }
  const rows = parsed(text, file.name);
  check(Array.isArray(rows), () => `${file.name} must be an array of objects, [{ column: cell, … }, …], not ${show(rows)}`);
  yield* rows as Row[];
}

async function* jsonLines(file: Pieces): AsyncGenerator<Row> {
  let rest = '';
  let row = 1;
  let [lines, length] = [0, 0];
  const parse = (line: string): Row => {
    if (lines++ % CHUNK_ROWS === 0) length = 0;
    length += line.length;
    check(length <= MAX_CHUNK, () => `${file.name}: the ${CHUNK_ROWS} rows before row ${row + 1} have more than ${MAX_CHUNK} characters`);
    return parsed(line, `${file.name}: row ${row}`) as Row;
  };
  for await (const piece of named(file, () => row)) {
    const complete = (rest + piece).split('\n');
    rest = complete.pop()!;
    for (const line of complete) {
      if (line.trim() !== '') yield parse(line);
      row += 1;
    }
    check(
      rest.length <= MAX_LINE,
      () => `${file.name}: row ${row} has more than ${MAX_LINE} characters; JSON lines have one object in each line`,
    );
  }
  if (rest.trim() !== '') yield parse(rest);
}

/** The text of a file. Errors begin with its name, and the row if there is one. */
async function* named(file: Pieces, row?: () => number): AsyncGenerator<string> {
  try {
    for await (const { text } of textOf(file)) yield text;
  } catch (cause) {
    if (!(cause instanceof DamagedText)) throw cause;
    throw new InputError(`${file.name}${row ? `: row ${row()}` : ''} ${cause.message}`, { cause });
  }
}

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError(`${where} is no JSON: ${printable((cause as Error).message)}`, { cause });
  }
}
