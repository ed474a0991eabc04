import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { checkBytes } from '@autoencoders/core/internal';

/** Whether `bytes` start with 1f 8b, as gzip does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The first two bytes as an error message shows them: `1f 8b`. */
export function firstBytes(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 2), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/**
 * Decompresses gzip with the platform's `DecompressionStream`. Throws when `bytes` are not gzip, are damaged or incomplete. The error calls
 * them `name`, and its `cause` is the platform's error.
 */
export async function gunzip(bytes: Uint8Array, name: string = 'gzip data'): Promise<Uint8Array> {
  checkBytes('gunzip', bytes);
  check(
    isGzip(bytes),
    () => `gunzip: ${name} ${bytes.length > 0 ? `starts with ${firstBytes(bytes)}` : 'is empty'}; gzip starts with 1f 8b`,
  );
  // A blob takes bytes in any buffer except a shared one. The type does not distinguish them.
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream('gzip'));
  try {
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (cause) {
    throw new InputError(`gunzip: ${name} is damaged or incomplete`, { cause });
  }
}
