import { inflateSync } from 'fflate';
import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { printable } from '@autoencoders/core/internal';

/*
 * ZIP, as NumPy and others write it: one file, no encryption, less than 4 GB. The list at the end of the file says where each entry is, how
 * large it is, and its checksum. Source: PKWARE's APPNOTE, 4.3.
 */

const END = 0x06054b50;
const LISTED = 0x02014b50;
const LOCAL = 0x04034b50;
/** Deflate makes at most 1,032 bytes of one. */
const RATIO = 1032;
/** The most bytes that all entries together may have. */
const MOST = 2 ** 31;

interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly local: number;
}

/**
 * The files in a ZIP file, by name. Throws when it is not a ZIP file, is damaged, or would need more than 2 GB. Nothing is decompressed
 * before the sizes of all entries are checked.
 */
export function unzip(call: string, bytes: Uint8Array, file: string): ReadonlyMap<string, Uint8Array> {
  const entries = listed(call, bytes, file);
  const sumOf = (key: 'packed' | 'size'): number => entries.reduce((sum, entry) => sum + entry[key], 0);
  check(sumOf('packed') <= bytes.length, () => `${call}: the list of entries of ${file} is damaged: they are larger than the file`);
  const total = sumOf('size');
  check(total <= MOST, () => `${call}: ${file} has entries of ${total} bytes in all; at most ${MOST} are read`);
  return new Map(entries.map((entry) => [entry.name, unpacked(call, bytes, entry, file)]));
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The entries that the list at the end of the file names. */
function listed(call: string, bytes: Uint8Array, file: string): readonly Entry[] {
  const view = viewOf(bytes);
  const end = endOf(view);
  check(end >= 0, () => `${call}: ${file} is not a ZIP file, or its end is missing`);
  const entries: Entry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    check(at + 46 <= end && view.getUint32(at, true) === LISTED, () => `${call}: the list of entries of ${file} is damaged`);
    const [name, extra, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true)) as [number, number, number];
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name)),
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      local: view.getUint32(at + 42, true),
    });
    at += 46 + name + extra + comment;
  }
  return entries;
}

/** Where the record at the end starts, or -1. A comment of up to 65,535 bytes may follow it. */
function endOf(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xffff); at--)
    if (view.getUint32(at, true) === END && at + 22 + view.getUint16(at + 20, true) === view.byteLength) return at;
  return -1;
}

function unpacked(call: string, bytes: Uint8Array, { name, flags, method, crc, packed, size, local }: Entry, file: string): Uint8Array {
  const what = `${printable(name)} in ${file}`;
  check((flags & 1) === 0, () => `${call}: ${what} is encrypted`);
  check(method === 0 || method === 8, () => `${call}: ${what} is compressed by method ${method}; 0 (stored) and 8 (deflate) are read`);
  const view = viewOf(bytes);
  check(local + 30 <= bytes.length && view.getUint32(local, true) === LOCAL, () => `${call}: ${what} is not where the list says`);
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  check(start + packed <= bytes.length, () => `${call}: ${what} goes beyond the end of the file`);
  check(size <= packed * RATIO, () => `${call}: ${what} claims ${size} bytes, more than ${packed} compressed bytes can hold`);
  const content = bytes.subarray(start, start + packed);
  const out = method === 0 ? content : inflated(call, content, size, what);
  check(out.length === size && crc32(out) === crc, () => `${call}: ${what} is damaged: its checksum does not fit`);
  return out;
}

function inflated(call: string, content: Uint8Array, size: number, what: string): Uint8Array {
  try {
    return inflateSync(content, { out: new Uint8Array(size) });
  } catch (cause) {
    throw new InputError(`${call}: ${what} is damaged: it cannot be decompressed`, { cause });
  }
}

const table = Int32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

/** The CRC-32 of bytes, as ZIP has it. */
function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (let i = 0; i < bytes.length; i++) crc = table[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
  return (crc ^ -1) >>> 0;
}
