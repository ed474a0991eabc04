import { labelOf, roundedCode } from './codes.js';
import type { CodeChunk, Codes } from './codes.js';

/** Rows that are turned into text at a time: the text of a chunk is many times as large as its numbers. */
const ROWS = 500;

/** A cell of a CSV, in quotes where it needs them. */
const quoted = (cell: string): string => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Codes as CSV: a column for each latent, `z1,z2,…`, after `file` or `start` and before `label` where there are any. */
export async function* toCsvLines(codes: Codes): AsyncGenerator<string, void> {
  let written = false;
  for await (const chunk of codes.chunks) {
    const { named, labels } = chunk;
    if (!written) {
      const latents = Array.from({ length: codes.codeSize }, (_, i) => `z${i + 1}`);
      yield `${[...(named ? [named.name] : []), ...latents, ...(labels ? ['label'] : [])].join(',')}\n`;
    }
    written = true;
    const line = (row: number): string =>
      [
        ...(named ? [quoted(named.values[row]!)] : []),
        ...numbersOf(codes, chunk, row),
        ...(labels ? [quoted(labelOf(codes, labels[row]!))] : []),
      ].join(',');
    yield* inPieces(chunk.rows, line);
  }
}

/** Codes as JSON lines: `{"file":…,"code":[…],"label":…}`. A label is a class or a number. */
export async function* toJsonLines(codes: Codes): AsyncGenerator<string, void> {
  for await (const chunk of codes.chunks) {
    const { named, labels } = chunk;
    const line = (row: number): string =>
      JSON.stringify({
        ...(named && { [named.name]: named.values[row] }),
        code: numbersOf(codes, chunk, row),
        ...(labels && { label: codes.classes ? labelOf(codes, labels[row]!) : labels[row] }),
      });
    yield* inPieces(chunk.rows, line);
  }
}

const numbersOf = ({ codeSize }: Codes, { values }: CodeChunk, row: number): number[] =>
  Array.from({ length: codeSize }, (_, i) => roundedCode(values[row * codeSize + i]!));

function* inPieces(rows: number, line: (row: number) => string): Generator<string, void> {
  for (let at = 0; at < rows; at += ROWS) yield Array.from({ length: Math.min(ROWS, rows - at) }, (_, i) => `${line(at + i)}\n`).join('');
}
