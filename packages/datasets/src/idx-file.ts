import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputError } from '@autoencoders/core';
import type { Shape } from '@autoencoders/core';
import { GZIP_RATIO, isGzip, sizeOf } from '@autoencoders/core/internal';
import { checkLength, decode } from './idx.js';
import type { Idx } from './idx.js';
import { takeHeader, taker } from './idx-stream.js';

/** An IDX file of which only the header was read. `parts` reads the values. */
export interface IdxFile {
  readonly name: string;
  readonly shape: Shape;
  /** The values in their order, `size` rows at a time. Memory holds only these. */
  readonly parts: (size: number) => AsyncGenerator<Idx, void>;
}

/** Opens an IDX file, gzipped or not. Throws when the file cannot be read, and when `parseIdx` refuses its header. */
export async function openIdx(path: string): Promise<IdxFile> {
  const chunks = contents(path);
  try {
    const { shape } = await takeHeader(taker(chunks, await mostOf(path)), path);
    return { name: path, shape, parts: (size) => partsOf(path, size) };
  } finally {
    await chunks.return();
  }
}

/** How many bytes are read at a time. */
const CHUNK = 2 ** 18;

async function* partsOf(path: string, size: number): AsyncGenerator<Idx, void> {
  const chunks = contents(path);
  try {
    const take = taker(chunks, await mostOf(path));
    const header = await takeHeader(take, path);
    const { type, start, end } = header;
    const [count = 0, ...row] = header.shape;
    const width = sizeOf(row) * type.Data.BYTES_PER_ELEMENT;
    for (let at = 0; at < count; at += size) {
      const rows = Math.min(size, count - at);
      const bytes = await take(rows * width);
      if (bytes.length < rows * width) checkLength(header, start + at * width + bytes.length, path);
      yield { name: path, shape: [rows, ...row], data: decode(type, bytes) };
    }
    checkLength(header, end + (await take(1)).length, path);
  } finally {
    await chunks.return();
  }
}

const zippedAt = async (file: FileHandle): Promise<boolean> => isGzip((await file.read(new Uint8Array(2), 0, 2, 0)).buffer);

/** How many bytes a file can have when it is decompressed. */
async function mostOf(path: string): Promise<number> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    return (await zippedAt(file)) ? size * GZIP_RATIO : size;
  } finally {
    await file.close();
  }
}

/** The content of a file, decompressed if it is gzipped. */
async function* contents(path: string): AsyncGenerator<Uint8Array, void> {
  const file = await open(path);
  try {
    const zipped = await zippedAt(file);
    const bytes = file.createReadStream({ start: 0, autoClose: false, highWaterMark: CHUNK });
    yield* zipped ? pipeline(bytes, createGunzip(), () => undefined) : bytes;
  } catch (cause) {
    if (!String((cause as NodeJS.ErrnoException).code).startsWith('Z_')) throw cause;
    throw new InputError(`gunzip: ${path} is damaged or incomplete`, { cause });
  } finally {
    await file.close();
  }
}
