import { check } from '@autoencoders/core/operations';
import { latin1 } from './latin1.js';

/** The bytes of a header, and what contents are filled up to. */
const BLOCK = 512;

/**
 * The files in an archive of tar that `wanted` takes, by the last part of their name. Throws when the archive is damaged or incomplete.
 * Source: POSIX.1-1988, ustar.
 */
export function untar(call: string, bytes: Uint8Array, file: string, wanted: (name: string) => boolean): ReadonlyMap<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  let at = 0;
  while (at + BLOCK <= bytes.length && bytes[at] !== 0) {
    const header = bytes.subarray(at, at + BLOCK);
    check(sumOf(header) === octal(header, 148, 8), () => `${call}: ${file} is not a tar archive, or is damaged at byte ${at}`);
    const size = octal(header, 124, 12);
    check(at + BLOCK + size <= bytes.length, () => `${call}: ${file} ends within a file that it holds`);
    const name = text(header, 0, 100).split('/').at(-1)!;
    if (wanted(name)) found.set(name, bytes.subarray(at + BLOCK, at + BLOCK + size));
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return found;
}

const text = (header: Uint8Array, at: number, length: number): string => latin1(header.subarray(at, at + length)).split('\0', 1)[0]!;

const octal = (header: Uint8Array, at: number, length: number): number => Number.parseInt(text(header, at, length).trim(), 8) || 0;

/** The checksum of a header: the sum of its bytes, with spaces for the checksum itself. */
const sumOf = (header: Uint8Array): number => header.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 32 : byte), 0);
