import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';

/** Whether `bytes` start as gzip does: 1f 8b. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The first two bytes as an error message shows them: `1f 8b`. */
export function firstBytes(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 2), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** Throws unless `bytes` is a `Uint8Array`: an `ArrayBuffer`, which `fetch` gives, is easily passed instead. */
export function checkBytes(call: string, bytes: unknown): asserts bytes is Uint8Array {
  check(
    bytes instanceof Uint8Array,
    () => `${call}: bytes must be a Uint8Array, not ${bytes instanceof ArrayBuffer ? 'an ArrayBuffer' : show(bytes)}`,
  );
}

/**
 * What was gzipped, by the platform's own `DecompressionStream`. Throws when `bytes` are no gzip, damaged or cut short;
 * `name` is what the message calls them, and its cause is the platform's error.
 */
export async function gunzip(bytes: Uint8Array, name: string = 'gzip data'): Promise<Uint8Array> {
  checkBytes('gunzip', bytes);
  check(isGzip(bytes), () => `gunzip: ${name} starts with ${firstBytes(bytes) || 'nothing'}, and gzip starts with 1f 8b`);
  // A blob takes bytes over any buffer but a shared one, which the type cannot tell apart.
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream('gzip'));
  try {
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (cause) {
    throw new InputError(`gunzip: ${name} is damaged or cut short`, { cause });
  }
}
