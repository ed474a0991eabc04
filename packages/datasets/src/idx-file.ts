import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputError } from '@autoencoders/core';
import type { Shape } from '@autoencoders/core';
import { sizeOf } from '@autoencoders/core/internal';
import { isGzip } from './gzip.js';
import { checkLength, decode, headerLength, parseHeader } from './idx.js';
import type { Idx, IdxHeader } from './idx.js';

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
    const { shape } = await headerOf(taker(chunks), path);
    return { name: path, shape, parts: (size) => partsOf(path, size) };
  } finally {
    await chunks.return();
  }
}

/** How many bytes are read at a time. */
const CHUNK = 2 ** 18;

/** Gives the next `count` bytes, or fewer at the end of the file. */
type Take = (count: number) => Promise<Uint8Array>;

async function headerOf(take: Take, name: string): Promise<IdxHeader> {
  const first = await take(4);
  const rest = await take(headerLength(first, name) - first.length);
  return parseHeader(Uint8Array.of(...first, ...rest), name);
}

async function* partsOf(path: string, size: number): AsyncGenerator<Idx, void> {
  const chunks = contents(path);
  try {
    const take = taker(chunks);
    const header = await headerOf(take, path);
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

/** The content of a file, decompressed if it is gzipped. */
async function* contents(path: string): AsyncGenerator<Uint8Array, void> {
  const file = await open(path);
  try {
    const zipped = isGzip((await file.read(new Uint8Array(2), 0, 2, 0)).buffer);
    const bytes = file.createReadStream({ start: 0, autoClose: false, highWaterMark: CHUNK });
    yield* zipped ? pipeline(bytes, createGunzip(), () => undefined) : bytes;
  } catch (cause) {
    if (!String((cause as NodeJS.ErrnoException).code).startsWith('Z_')) throw cause;
    throw new InputError(`gunzip: ${path} is damaged or incomplete`, { cause });
  } finally {
    await file.close();
  }
}

/** Takes bytes from chunks. Memory grows with the bytes that arrive, not with the sizes that a header claims. */
function taker(chunks: AsyncIterator<Uint8Array>): Take {
  let rest: Uint8Array = new Uint8Array(0);
  return async (count) => {
    const taken: Uint8Array[] = [];
    for (let missing = count; missing > 0;) {
      if (rest.length === 0) {
        const next = await chunks.next();
        if (next.done) break;
        rest = next.value;
      }
      taken.push(rest.subarray(0, missing));
      missing -= taken.at(-1)!.length;
      rest = rest.subarray(taken.at(-1)!.length);
    }
    return Buffer.concat(taken);
  };
}
