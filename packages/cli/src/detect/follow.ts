import { explain, isAlarm } from '@autoencoders/anomaly';
import type { Detector } from '@autoencoders/anomaly';
import { InputError } from '@autoencoders/core';
import { printable } from '@autoencoders/core/internal';
import { check } from '@autoencoders/core/operations';
import { fromCsv } from '@autoencoders/tables';
import type { Cell, Schema, TableEncoder, TableSource } from '@autoencoders/tables';
import { figure } from '../format.js';
import { isRecord } from '../json.js';
import type { Terminal } from '../terminal.js';
import { raw, text } from '../text.js';
import { BLAMED } from './found.js';
import { readRows } from './table-examples.js';

/** Lines of standard input. */
export type Input = AsyncIterable<string | Uint8Array>;

/** The longest line that is read, in characters. */
const LONGEST = 2 ** 20;

/** A line, with its number from 1. Undefined text: it was longer than lines may be. */
interface Line {
  readonly number: number;
  readonly text: string | undefined;
}

/** The lines of an input, those that came together at a time. No more than one line and one piece are in memory. */
export async function* linesOf(input: Input): AsyncGenerator<readonly Line[], void> {
  const decoder = new TextDecoder();
  let [rest, number, tooLong] = ['', 0, false];
  const lineOf = (line: string): Line => {
    number += 1;
    const long = tooLong || line.length > LONGEST;
    tooLong = false;
    return { number, text: long ? undefined : line.replace(/\r$/, '') };
  };
  for await (const piece of input) {
    const parts = (rest + (typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true }))).split('\n');
    rest = parts.pop()!;
    if (rest.length > LONGEST) [rest, tooLong] = ['', true];
    if (parts.length > 0) yield parts.map(lineOf);
  }
  rest += decoder.decode();
  if (rest !== '' || tooLong) yield [lineOf(rest)];
}

/** The cells of a line, by the columns that it has. */
type ReadLine = (line: string) => Promise<{ readonly names: readonly string[]; readonly cells: readonly Cell[] }>;

const SEPARATORS = [',', ';', '\t', '|'];

const cellsOf = async (line: string, separator: string): Promise<readonly Cell[]> => {
  for await (const { cells } of fromCsv(line, { separator, heading: false, name: 'the line' }).rows()) return cells[0]!;
  return [];
};

/** Finds out how lines are written by the first one: JSON, CSV with a heading, or CSV without in the order of the training table. */
async function readerOf(
  first: string,
  { schema, columns }: Pick<LineScorer, 'schema' | 'columns'>,
): Promise<{ readonly read: ReadLine; readonly heading: boolean }> {
  const used = columns.map(({ name }) => name);
  if (first.trimStart().startsWith('{')) return { read: jsonReader(used), heading: false };
  const all = schema.columns.map(({ name }) => name);
  const written = await Promise.all(
    SEPARATORS.map(async (separator) => ({ separator, cells: await cellsOf(first.replace(/^\uFEFF/, ''), separator) })),
  );
  const csv = (separator: string, names: readonly string[], heading: boolean) => ({
    heading,
    read: async (line: string) => {
      const cells = await cellsOf(line, separator);
      check(cells.length === names.length, () => `it has ${cells.length} cells, and there are ${names.length} columns`);
      return { names, cells };
    },
  });
  for (const { separator, cells } of written) {
    const names = cells.map((cell) => String(cell).trim());
    if (used.every((name) => names.includes(name))) return csv(separator, names, true);
  }
  for (const { separator, cells } of written) {
    if (cells.length === all.length) return csv(separator, all, false);
    if (cells.length === used.length) return csv(separator, used, false);
  }
  throw new InputError(
    `detect: the first line is neither JSON nor a heading with the columns ${used.slice(0, 10).join(', ')}${used.length > 10 ? ' …' : ''}, nor has it ${all.length} cells`,
  );
}

const jsonReader =
  (used: readonly string[]): ReadLine =>
  async (line) => {
    let found: unknown;
    try {
      found = JSON.parse(line);
    } catch {
      throw new InputError('it is not JSON');
    }
    check(isRecord(found), 'it is not a JSON object');
    const record = found;
    check(
      used.some((name) => Object.hasOwn(record, name)),
      () => `it has none of the columns ${used.slice(0, 10).join(', ')}`,
    );
    return { names: used, cells: used.map((name) => (Object.hasOwn(record, name) ? (record[name] as Cell) : null)) };
  };

/** Scores the row of a line. */
export interface LineScorer {
  /** All columns of the table that was learned from, and the names of those that a line must have. */
  readonly schema: Schema;
  readonly columns: readonly { readonly name: string }[];
  /** The cells of the output for a line, which are separated by tabs. Undefined where there is nothing to say yet. */
  readonly score: (source: TableSource) => Promise<readonly string[] | undefined>;
  /** The lines of output that are left at the end of the input. */
  readonly end?: () => Promise<readonly (readonly string[])[]>;
}

/** Scores lines as they come, and prints the cells of each, separated by tabs. A bad line gets a message, and the next one follows. */
export async function follow(scorer: LineScorer, input: Input, { out, err }: Terminal): Promise<void> {
  let reader: Awaited<ReturnType<typeof readerOf>> | undefined;
  const print = async (cells: readonly string[]): Promise<void> => void (await out.write(raw(`${cells.join('\t')}\n`)));
  for await (const lines of linesOf(input)) {
    for (const { number, text: line } of lines) {
      if (line !== undefined && line.trim() === '') continue;
      if (line !== undefined && !reader) {
        reader = await readerOf(line, scorer);
        if (reader.heading) continue;
      }
      try {
        check(line !== undefined, `it is longer than ${LONGEST} characters`);
        const { names, cells } = await reader!.read(line!);
        const rows = async function* () {
          yield { names, cells: [cells], first: number };
        };
        const scored = await scorer.score({ name: 'the line', replayable: false, rows });
        if (scored) await print(scored);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        err.write(text`line ${number}: ${raw(printable(error.message, 300))}\n`);
      }
    }
  }
  for (const cells of (await scorer.end?.()) ?? []) await print(cells);
}

/** A score as it is printed. */
export const scoreText = (score: number): string => (Number.isNaN(score) ? '' : String(Number(score.toPrecision(6))));

/** Columns to blame and their shares, for one cell of the output. */
export const blamedText = (blame: readonly { readonly column: string; readonly share: number }[]): string =>
  blame
    .slice(0, BLAMED)
    .map(({ column, share }) => `${printable(column)} ${figure(Math.round(100 * share))} %`)
    .join(', ');

/** Scores rows of a table: the score, 1 for an alarm, and the columns to blame. */
export const rowScorer = (detector: Detector, encoder: TableEncoder): LineScorer => ({
  schema: encoder.schema,
  columns: encoder.columns,
  async score(source) {
    const scores = await detector.score(encoder.encode(await readRows(source, encoder)), { contributions: true });
    const [score] = scores.values as unknown as readonly [number];
    const blame = scores.contributions ? explain(scores, 0, encoder.columns) : [];
    return [scoreText(score), isAlarm(detector.threshold, score) ? '1' : '0', blamedText(blame)];
  },
});
