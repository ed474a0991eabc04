import { extname } from 'node:path';
import { streamNpy, streamParquet, toNpy } from '@autoencoders/files';
import type { WrittenRows } from '@autoencoders/files';
import { streamArrow } from '@autoencoders/files/arrow';
import { check } from '@autoencoders/core/operations';
import { outOption, outputAt, writeOutput, writeText } from '../output/file.js';
import type { Terminal } from '../terminal.js';
import { text } from '../text.js';
import { labelOf } from './codes.js';
import type { CodeChunk, Codes } from './codes.js';
import { toCsvLines, toJsonLines } from './text.js';

type Writer = (codes: Codes) => AsyncIterable<string | Uint8Array>;

const jsonLines: Writer = toJsonLines;
const arrow: Writer = (codes) => streamArrow(grouped(codes));

/** How codes are written, by the ending of the file. Without an ending: as CSV. */
const WRITERS: Readonly<Record<string, Writer>> = {
  '': toCsvLines,
  '.csv': toCsvLines,
  '.txt': toCsvLines,
  '.jsonl': jsonLines,
  '.ndjson': jsonLines,
  '.npy': npy,
  '.arrow': arrow,
  '.feather': arrow,
  '.parquet': (codes) => streamParquet(grouped(codes)),
};

const endingOf = (out: string | undefined): string => (out === undefined ? '' : extname(out).toLowerCase());

/** Throws unless codes can be written to this file. */
export async function checkCodesOut(out: string): Promise<void> {
  const { kind } = await outputAt(out);
  check(
    kind !== 'file' || Object.hasOwn(WRITERS, endingOf(out)),
    () => `${outOption(out)} must end in .csv, .jsonl, .npy, .arrow or .parquet`,
  );
}

/**
 * Writes codes, in the format that the ending of the file names. `.npy` holds the codes alone: their labels go into a second file,
 * `codes.labels.npy`.
 */
export async function writeCodes(codes: Codes, out: string | undefined, terminal: Terminal): Promise<void> {
  const ending = endingOf(out);
  const write = WRITERS[ending] ?? toCsvLines;
  if (write === toCsvLines || write === jsonLines) return writeText(write(codes) as AsyncIterable<string>, out, terminal);
  if (ending !== '.npy') return writeOutput(out!, write(codes));
  const labels: Int32Array[] = [];
  let named = false;
  const seen = passing(codes, (chunk) => {
    if (chunk.labels) labels.push(chunk.labels);
    named ||= chunk.named !== undefined;
  });
  await writeOutput(out!, npy(seen));
  if (named)
    terminal.err.write(
      text`A .npy file has no names: rows are in the order of the data; .parquet, .arrow, .jsonl and .csv have the names.\n`,
    );
  if (labels.length === 0) return;
  const data = Int32Array.from(labels.flatMap((some) => [...some]));
  const path = `${out!.slice(0, -ending.length)}.labels.npy`;
  await writeOutput(path, [toNpy({ shape: [data.length], data })]);
  terminal.err.write(text`labels ${path}\n`);
}

/** The same codes, each chunk of which `see` is called with. */
function passing(codes: Codes, see: (chunk: CodeChunk) => void): Codes {
  async function* chunks(): AsyncGenerator<CodeChunk, void> {
    for await (const chunk of codes.chunks) {
      see(chunk);
      yield chunk;
    }
  }
  return { ...codes, chunks: chunks() };
}

/** Codes `[rows, codeSize]` as NPY. Where their number is not known, they are held in memory, since the header has it. */
async function* npy({ codeSize, count, chunks }: Codes): AsyncGenerator<Uint8Array, void> {
  const values = valuesOf(chunks);
  if (count !== undefined) return yield* streamNpy(values, { count, shape: [codeSize] });
  const all: Float32Array[] = [];
  for await (const some of values) all.push(some);
  const rows = all.reduce((sum, { length }) => sum + length, 0) / codeSize;
  yield* streamNpy(all, { count: rows, shape: [codeSize] });
}

async function* valuesOf(chunks: AsyncIterable<CodeChunk>): AsyncGenerator<Float32Array, void> {
  for await (const { values } of chunks) yield values;
}

/** How many numbers of codes are written at a time: 1 MB of them. Many small parts make a large index. */
const NUMBERS = 2 ** 18;

/** Codes as rows to write, in parts of about 1 MB. */
async function* grouped(codes: Codes): AsyncGenerator<WrittenRows, void> {
  let waiting: CodeChunk[] = [];
  let numbers = 0;
  for await (const chunk of codes.chunks) {
    waiting.push(chunk);
    numbers += chunk.values.length;
    if (numbers < NUMBERS) continue;
    yield rowsOf(codes, waiting);
    [waiting, numbers] = [[], 0];
  }
  if (waiting.length > 0) yield rowsOf(codes, waiting);
}

/** Some chunks as columns: `file` or `start`, `code`, and `label` as text or as a number. */
function rowsOf(codes: Codes, chunks: readonly CodeChunk[]): WrittenRows {
  const [first] = chunks;
  const values = new Float32Array(chunks.reduce((sum, chunk) => sum + chunk.values.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    values.set(chunk.values, at);
    at += chunk.values.length;
  }
  const labels = chunks.flatMap((chunk) => [...(chunk.labels ?? [])]);
  return {
    rows: chunks.reduce((sum, { rows }) => sum + rows, 0),
    columns: {
      ...(first?.named && { [first.named.name]: chunks.flatMap(({ named }) => named!.values) }),
      code: { values, size: codes.codeSize },
      ...(first?.labels && { label: codes.classes ? labels.map((label) => labelOf(codes, label)) : Int32Array.from(labels) }),
    },
  };
}
