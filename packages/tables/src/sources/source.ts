import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { ModuleCall } from '@autoencoders/core/internal';
import type { Rows } from '../columns/cell.js';

/** How a text file is written, as it was found out. */
export interface Dialect {
  /** `utf-8`, `utf-16le`, `utf-16be` or the encoding that you gave. */
  readonly encoding: string;
  /** What separates cells. */
  readonly separator: string;
  /** What stands around cells that contain separators. */
  readonly quote: string;
  /** Whether the first row has the names of the columns. */
  readonly heading: boolean;
  /** How this was found out. */
  readonly because: string;
}

/** Some rows of a source. All chunks have the same columns. */
export interface RowChunk extends Rows {
  /** The number of the first of these rows in the file, for messages. A heading is row 1; empty lines do not count. */
  readonly first: number;
  readonly dialect?: Dialect | undefined;
}

/** A table that can be read: `fromCsv`, `fromJson`, `fromJsonLines`, `fromRecords` and `openCsv` make one. */
export interface TableSource {
  /** What messages call it. */
  readonly name: string;
  /** Whether `rows` can be called again. A stream can be read only once. */
  readonly replayable: boolean;
  /** About how many bytes it has, if that is known before it is read. */
  readonly bytes?: number | undefined;
  /** The words that stand for a missing cell in this format. Default: `MISSING`. */
  readonly missing?: readonly string[] | undefined;
  /** How another thread opens it. Files on disk have it. */
  readonly openedBy?: ModuleCall | undefined;
  /** The table of which this is one of several parts. Kinds and encoders are found out from all its rows. Default: this is no part. */
  readonly whole?: TableSource | undefined;
  /** All rows from the beginning, in chunks. Leaving the loop frees what is open. */
  readonly rows: () => AsyncIterable<RowChunk>;
}

/** What a file can be read from. */
export type FileInput =
  | string
  | Blob
  | ArrayBuffer
  | Uint8Array
  | ReadableStream<Uint8Array | string>
  | AsyncIterable<Uint8Array | string>
  | (() => AsyncIterable<Uint8Array | string>);

/** A file in pieces, of bytes or of text. */
export interface Pieces extends Pick<TableSource, 'name' | 'replayable' | 'bytes'> {
  readonly pieces: () => AsyncIterable<Uint8Array | string>;
}

const PIECE = 2 ** 17;

/** Any input as pieces. A function as input is called for each reading; other streams can be read once. */
export function piecesOf(call: string, input: FileInput, name: string | undefined): Pieces {
  if (typeof input === 'string') return inMemory(name ?? 'the text', input.length, (from, to) => input.slice(from, to));
  if (input instanceof ArrayBuffer) return piecesOf(call, new Uint8Array(input), name);
  if (input instanceof Uint8Array) return inMemory(name ?? 'the bytes', input.length, (from, to) => input.subarray(from, to));
  if (input instanceof Blob) {
    const file = name ?? ('name' in input ? String(input.name) : 'the blob');
    return { name: file, replayable: true, bytes: input.size, pieces: () => streamed(input.stream()) };
  }
  const called = name ?? 'the stream';
  if (typeof input === 'function') return { name: called, replayable: true, pieces: input };
  const isStream = typeof (input as ReadableStream | undefined)?.getReader === 'function';
  check(
    isStream || typeof (input as AsyncIterable<unknown> | undefined)?.[Symbol.asyncIterator] === 'function',
    () => `${call}: the source must be text, bytes, a Blob or a stream, not ${show(input)}`,
  );
  const open = once(call, called, () => (isStream ? streamed(input as ReadableStream<Uint8Array>) : (input as AsyncIterable<Uint8Array>)));
  return { name: called, replayable: false, pieces: open };
}

/** `open`, which may be called only once. */
export function once<T>(call: string, name: string, open: () => T): () => T {
  let isOpen = false;
  return () => {
    if (isOpen)
      throw new InputError(`${call}: ${name} can be read only once; give a function that opens it, or read it into memory with readTable`);
    isOpen = true;
    return open();
  };
}

function inMemory(name: string, bytes: number, slice: (from: number, to: number) => Uint8Array | string): Pieces {
  return {
    name,
    replayable: true,
    bytes,
    async *pieces() {
      for (let at = 0; at < bytes; at += PIECE) yield slice(at, at + PIECE);
    },
  };
}

/** The values of a stream. Leaving the loop cancels it. Not every browser can loop over a stream itself. */
async function* streamed<T>(stream: ReadableStream<T>): AsyncGenerator<T> {
  const reader = stream.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
