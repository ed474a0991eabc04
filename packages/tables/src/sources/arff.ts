import { InputError } from '@autoencoders/core';
import { check, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import { fromCsv } from './csv.js';
import { textOf } from './decode-text.js';
import { piecesOf } from './source.js';
import type { FileInput, Pieces, RowChunk, TableSource } from './source.js';

/** The most characters that the header of a file may have. */
const MAX_HEADER = 2 ** 24;

/**
 * An ARFF file, as Weka and OpenML have them, as a table: names from `@attribute`, rows from `@data` on. Missing cells are `?`. Kinds are found out as for any
 * table. Throws an `InputError` for a file without attributes or data, for sparse rows, and as `fromCsv` does.
 *
 * @param input The content of the file, or where it comes from: see `FileInput`.
 */
export function fromArff(input: FileInput, options: { readonly name?: string | undefined } = {}): TableSource {
  checkOptions('fromArff', options, { name: true });
  const file = piecesOf('fromArff', input, options.name);
  return { name: file.name, replayable: file.replayable, bytes: file.bytes, missing: ['?'], rows: () => arffRows(file) };
}

async function* arffRows(file: Pieces): AsyncGenerator<RowChunk> {
  const text = textOf(file);
  try {
    const { header, rest } = await headerOf(file.name, text);
    const names = namesIn(header, file.name);
    const quote = /^[^%\n]*"/m.test(rest) && !/^[^%\n]*'/m.test(rest) ? '"' : "'";
    const rows = fromCsv(() => joined(rest, text), { name: file.name, heading: false, separator: ',', quote, comment: '%' });
    const before = header.split('\n').length;
    for await (const chunk of rows.rows()) {
      check(
        chunk.names.length === names.length,
        () => `${file.name}: its rows have ${chunk.names.length} cells, and there are ${names.length} attributes`,
      );
      yield { ...chunk, names, first: chunk.first + before };
    }
  } finally {
    await text.return(undefined);
  }
}

/** The text up to the line `@data`, and the text after it. */
async function headerOf(name: string, text: AsyncGenerator<{ readonly text: string }>): Promise<{ header: string; rest: string }> {
  let read = '';
  for (let piece = await text.next(); !piece.done; piece = await text.next()) {
    read += piece.value.text;
    const found = /^[ \t]*@data[ \t]*\r?\n/im.exec(read);
    if (found) return { header: read.slice(0, found.index), rest: read.slice(found.index + found[0].length) };
    check(read.length <= MAX_HEADER, () => `${name} has no line @data within its first ${MAX_HEADER} characters; is it an ARFF file?`);
  }
  throw new InputError(`${name} has no line @data; is it an ARFF file?`);
}

async function* joined(first: string, text: AsyncGenerator<{ readonly text: string }>): AsyncGenerator<string> {
  yield first;
  for (let piece = await text.next(); !piece.done; piece = await text.next()) yield piece.value.text;
}

/** The names of the attributes, in their order. */
function namesIn(header: string, file: string): readonly string[] {
  const names = [...header.matchAll(/^[ \t]*@attribute[ \t]+(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(\S+))/gim)].map(
    ([, single, double, plain]) => (single ?? double ?? plain)!.replaceAll(/\\(.)/g, '$1'),
  );
  check(names.length > 0, () => `${file} has no @attribute before @data; is it an ARFF file?`);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  check(twice === undefined, () => `${file} has two attributes ${show(twice)}`);
  return names;
}
