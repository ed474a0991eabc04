import { GZIP_RATIO, checkBytes, isGzip } from '@autoencoders/core/internal';
import { unzippedChunks } from './gzip.js';
import { checkLength, decode, headerLength, parseHeader, parseIdx } from './idx.js';
import type { Idx, IdxHeader } from './idx.js';

/** Gives the next `count` bytes, or fewer at the end. */
export type Take = (count: number) => Promise<Uint8Array>;

/** Takes bytes from chunks, which have `most` bytes at most. No memory is taken for more, whatever a header claims. */
export function taker(chunks: AsyncIterator<Uint8Array>, most: number): Take {
  let rest: Uint8Array = new Uint8Array(0);
  let left = most;
  return async (count) => {
    const taken = new Uint8Array(Math.min(count, left));
    let filled = 0;
    while (filled < taken.length) {
      if (rest.length === 0) {
        const next = await chunks.next();
        if (next.done) break;
        rest = next.value;
      }
      const part = rest.subarray(0, taken.length - filled);
      taken.set(part, filled);
      filled += part.length;
      rest = rest.subarray(part.length);
    }
    left -= filled;
    return taken.subarray(0, filled);
  };
}

/** The header at the beginning of a file. */
export async function takeHeader(take: Take, name: string): Promise<IdxHeader> {
  const first = await take(4);
  const rest = await take(headerLength(first, name) - first.length);
  return parseHeader(Uint8Array.of(...first, ...rest), name);
}

/**
 * `parseIdx` for bytes that may be gzipped. They are decompressed only as far as their header promises.
 *
 * @param name The name of the file, for messages.
 */
export async function readIdx(bytes: Uint8Array, name: string = 'IDX data'): Promise<Idx> {
  checkBytes('readIdx', bytes);
  if (!isGzip(bytes)) return parseIdx(bytes, name);
  const chunks = unzippedChunks(bytes, name);
  try {
    const take = taker(chunks, bytes.length * GZIP_RATIO);
    const header = await takeHeader(take, name);
    const values = await take(header.end - header.start);
    checkLength(header, header.start + values.length + (await take(1)).length, name);
    return { name, shape: header.shape, data: decode(header.type, values) };
  } finally {
    await chunks.return(undefined);
  }
}
