import { check, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import { checkDownload, checkSum, parts } from './download-stream.js';
import type { DownloadOptions, Arrived } from './download-stream.js';

/** Options of `download` in a page. */
export interface DownloadToMemoryOptions extends DownloadOptions {
  /** The name of the browser's cache (Cache API) that keeps the file. Default: the file is not kept. */
  readonly cache?: string | undefined;
}

/** How many bytes are kept at a time while a file arrives, so that a page that is loaded again goes on there. */
const KEPT = 2 ** 23;

/**
 * Downloads a file into memory. With `cache`, the browser keeps it, so that it is downloaded once; and what has arrived, so that the next try
 * goes on there. Throws when the server has no such file, when the connection breaks too often, and when the file has another checksum.
 *
 * ```ts
 * const bytes = await download('cifar-10-binary.tar.gz', { sha256, cache: 'datasets' });
 * ```
 *
 * @param url The address of the file.
 */
export async function download(url: string | URL, options: DownloadToMemoryOptions = {}): Promise<Uint8Array> {
  checkOptions('download', options, { sha256: true, onProgress: true, retries: true, timeout: true, signal: true, cache: true });
  const { sha256, onProgress, cache } = options;
  check(cache === undefined || (typeof cache === 'string' && cache !== ''), () => `download: cache must be a name, not ${show(cache)}`);
  const base = typeof document === 'undefined' ? undefined : document.baseURI;
  const href = checkDownload(URL.canParse(url, base) ? new URL(url, base) : url, options);
  const store = cache === undefined ? undefined : await caches.open(cache);
  const kept = await store?.match(href);
  if (kept) return checked(new Uint8Array(await kept.arrayBuffer()), href, sha256);
  const left = leftovers(store, href);
  const start = await left.load();
  for await (const { at, bytes, total, version } of parts(href, start, options)) {
    await left.add(at, bytes, version);
    onProgress?.({ received: at + bytes.length, total });
  }
  try {
    const bytes = await checked(left.bytes(), href, sha256);
    await store?.put(href, new Response(bytes as Uint8Array<ArrayBuffer>));
    return bytes;
  } finally {
    await left.clear();
  }
}

async function checked(bytes: Uint8Array, href: string, sha256: string | undefined): Promise<Uint8Array> {
  if (sha256 === undefined) return bytes;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
  checkSum(href, Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''), sha256);
  return bytes;
}

interface Leftovers {
  /** What an earlier try left in the cache. */
  readonly load: () => Promise<Arrived>;
  readonly add: (at: number, bytes: Uint8Array, version: string | undefined) => Promise<void>;
  readonly bytes: () => Uint8Array;
  readonly clear: () => Promise<void>;
}

/** What has arrived of a file: in memory, and in the browser's cache in pieces of `KEPT` bytes. */
function leftovers(store: Cache | undefined, href: string): Leftovers {
  // The first are the pieces in the cache.
  let chunks: Uint8Array[] = [];
  let pieces = 0;
  const keyOf = (piece: number): string => {
    const key = new URL(href);
    key.searchParams.set('autoencoders-part', String(piece));
    return key.href;
  };
  const clear = async (): Promise<void> => {
    for (; pieces > 0; pieces--) await store?.delete(keyOf(pieces - 1));
    chunks = [];
  };
  return {
    async load() {
      let version: string | undefined;
      for (let piece; (piece = await store?.match(keyOf(pieces))); pieces++) {
        version = piece.headers.get('x-version') ?? undefined;
        chunks.push(new Uint8Array(await piece.arrayBuffer()));
      }
      return { received: lengthOf(chunks), version };
    },
    async add(at, bytes, version) {
      if (bytes.length > 0) chunks.push(bytes);
      else if (at === 0) await clear();
      if (!store || lengthOf(chunks.slice(pieces)) < KEPT) return;
      const piece = joined(chunks.splice(pieces));
      chunks.push(piece);
      const headers = new Headers(version === undefined ? {} : { 'x-version': version });
      await store.put(keyOf(pieces++), new Response(piece as Uint8Array<ArrayBuffer>, { headers }));
    },
    bytes: () => joined(chunks),
    clear,
  };
}

const lengthOf = (chunks: readonly Uint8Array[]): number => chunks.reduce((sum, { length }) => sum + length, 0);

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(lengthOf(chunks));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
