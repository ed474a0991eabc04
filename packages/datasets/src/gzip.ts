import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { GZIP_RATIO, checkBytes, gunzipChunks, isGzip } from '@autoencoders/core/internal';

/** The first two bytes as an error message shows them: `1f 8b`. */
export function firstBytes(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 2), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** The most bytes that `gunzip` gives. */
const MOST = 2 ** 31;

/** The content of gzip data in chunks, as far as it is asked for. Errors call it `name`. */
export function unzippedChunks(bytes: Uint8Array, name: string): AsyncGenerator<Uint8Array> {
  const whole = async function* () {
    yield bytes;
  };
  return gunzipChunks(whole(), (cause) => new InputError(`gunzip: ${name} is damaged or incomplete`, { cause }));
}

/**
 * Decompresses gzip with the platform's `DecompressionStream`. Throws when `bytes` are not gzip, are damaged or incomplete, or give more than
 * 2 GB. The error calls them `name`, and its `cause` is the platform's error.
 */
export async function gunzip(bytes: Uint8Array, name: string = 'gzip data'): Promise<Uint8Array> {
  checkBytes('gunzip', bytes);
  check(
    isGzip(bytes),
    () => `gunzip: ${name} ${bytes.length > 0 ? `starts with ${firstBytes(bytes)}` : 'is empty'}; gzip starts with 1f 8b`,
  );
  let out = new Uint8Array(expectedLength(bytes));
  let length = 0;
  for await (const chunk of unzippedChunks(bytes, name)) {
    check(length + chunk.length <= MOST, () => `gunzip: ${name} gives more than ${MOST} bytes`);
    if (length + chunk.length > out.length) {
      const larger = new Uint8Array(Math.min(MOST, Math.max(2 * out.length, length + chunk.length)));
      larger.set(out.subarray(0, length));
      out = larger;
    }
    out.set(chunk, length);
    length += chunk.length;
  }
  return length === out.length ? out : out.slice(0, length);
}

/** The length that the last four bytes of gzip give, if so few bytes can hold so many. Memory for it is taken at once. */
function expectedLength(bytes: Uint8Array): number {
  if (bytes.length < 18) return 0;
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(bytes.length - 4, true);
  return length <= Math.min(MOST, bytes.length * GZIP_RATIO) ? length : 0;
}
