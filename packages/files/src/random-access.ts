import { asyncBufferFromUrl } from 'hyparquet';
import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { printable, show } from '@autoencoders/core/internal';

/** Bytes of which any part can be read: a file, or something like it. */
export interface RandomAccess {
  /** What messages call it. */
  readonly name: string;
  readonly byteLength: number;
  /** The bytes from `start` to before `end`. */
  readonly slice: (start: number, end: number) => Promise<ArrayBuffer>;
}

/** Where a file comes from: its bytes, a `File` that was dropped or chosen in a page, an address, or anything of which parts can be read. */
export type FileSource = Uint8Array | Blob | URL | RandomAccess;

/** Any source as bytes of which parts can be read. A web server that knows no ranges gives the whole file, which is then in memory. */
export async function randomAccess(call: string, source: FileSource, name?: string): Promise<RandomAccess> {
  if (source instanceof Uint8Array) {
    return {
      name: printable(name ?? 'the data'),
      byteLength: source.byteLength,
      slice: async (start, end) => new Uint8Array(source.subarray(start, end)).buffer,
    };
  }
  if (source instanceof Blob) {
    const file = name ?? (source as Partial<File>).name ?? 'the data';
    return { name: printable(file), byteLength: source.size, slice: (start, end) => source.slice(start, end).arrayBuffer() };
  }
  if (source instanceof URL) return fromUrl(call, source, name);
  check(
    typeof (source as RandomAccess | null)?.slice === 'function',
    () => `${call}: source must be a Uint8Array, a File, a Blob, a URL or a path (in Node), not ${show(source)}`,
  );
  return source;
}

async function fromUrl(call: string, { href }: URL, name: string = href): Promise<RandomAccess> {
  const file = printable(name);
  const orExplain = async <T>(read: () => T | Promise<T>): Promise<T> => {
    try {
      return await read();
    } catch (cause) {
      throw new InputError(`${call}: cannot read ${file}: ${(cause as Error).message}`, { cause });
    }
  };
  const { byteLength, slice } = await orExplain(() => asyncBufferFromUrl({ url: href }));
  return { name: file, byteLength, slice: (start, end) => orExplain(() => slice(start, end)) };
}
