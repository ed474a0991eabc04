import { check, showShape } from '@autoencoders/core/operations';
import { checkBytes, isGzip, show, sizeOf } from '@autoencoders/core/internal';
import type { Shape } from '@autoencoders/core';
import { firstBytes } from './gzip.js';

/*
 * IDX, the format of the MNIST files (LeCun, Cortes & Burges, "The MNIST database"): two zero bytes, a type code, the rank, a 32-bit size
 * for each axis, and the values in row-major order. All numbers are big-endian.
 */

/** The values of an IDX file, in an array of their type. */
export type IdxData = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** The content of an IDX file. Errors call it `name`. */
export interface Idx {
  readonly name: string;
  readonly shape: Shape;
  readonly data: IdxData;
}

/** A type of values. */
export interface Type {
  readonly code: number;
  readonly name: string;
  readonly Data: { readonly BYTES_PER_ELEMENT: number } & (new (buffer: ArrayBuffer, start: number, count: number) => IdxData) &
    (new (count: number) => IdxData);
  readonly get: 'getUint8' | 'getInt8' | 'getInt16' | 'getInt32' | 'getFloat32' | 'getFloat64';
  readonly set: 'setUint8' | 'setInt8' | 'setInt16' | 'setInt32' | 'setFloat32' | 'setFloat64';
}

const types: readonly Type[] = [
  { code: 0x08, name: 'ubyte', Data: Uint8Array, get: 'getUint8', set: 'setUint8' },
  { code: 0x09, name: 'byte', Data: Int8Array, get: 'getInt8', set: 'setInt8' },
  { code: 0x0b, name: 'short', Data: Int16Array, get: 'getInt16', set: 'setInt16' },
  { code: 0x0c, name: 'int', Data: Int32Array, get: 'getInt32', set: 'setInt32' },
  { code: 0x0d, name: 'float', Data: Float32Array, get: 'getFloat32', set: 'setFloat32' },
  { code: 0x0e, name: 'double', Data: Float64Array, get: 'getFloat64', set: 'setFloat64' },
];

const hex = (code: number): string => `0x${code.toString(16).padStart(2, '0')}`;
/** Where the values start. */
const startOf = (rank: number): number => 4 + 4 * rank;
const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The header of an IDX file: the type of its values, the sizes of the axes, and the length of the file. */
export interface IdxHeader {
  readonly type: Type;
  readonly shape: Shape;
  /** Where the values start, in bytes, and where they end. */
  readonly start: number;
  readonly end: number;
}

/** The length in bytes of a header that starts with `bytes`. Throws for fewer than four bytes, and when IDX does not start so. */
export function headerLength(bytes: Uint8Array, name: string): number {
  check(bytes.length >= 4, () => `parseIdx: ${name} has ${bytes.length} bytes; an IDX header has at least 4`);
  check(bytes[0] === 0 && bytes[1] === 0, () => `parseIdx: ${name} starts with ${firstBytes(bytes)}; IDX starts with 00 00`);
  return startOf(bytes[3]!);
}

/** The header of a file that starts with `bytes`. Throws when it is not an IDX header, or is incomplete. */
export function parseHeader(bytes: Uint8Array, name: string): IdxHeader {
  const start = headerLength(bytes, name);
  const type = types.find(({ code }) => code === bytes[2]);
  check(
    type !== undefined,
    () =>
      `parseIdx: ${name} has type code ${hex(bytes[2]!)}; IDX has ${types.map(({ code, name }) => `${hex(code)} (${name})`).join(', ')}`,
  );
  check(
    bytes.length >= start,
    () => `parseIdx: ${name} ends within its header: it has ${bytes.length} bytes, and a header of rank ${bytes[3]} has ${start}`,
  );
  const view = viewOf(bytes);
  const shape = Array.from({ length: bytes[3]! }, (_, axis) => view.getUint32(4 + 4 * axis));
  const end = start + sizeOf(shape) * type.Data.BYTES_PER_ELEMENT;
  check(Number.isSafeInteger(end), () => `parseIdx: ${name} has shape ${showShape(shape)}, which is too large for a file`);
  return { type, shape, start, end };
}

/** Throws unless a file of `length` bytes ends where its header says. */
export function checkLength({ shape, end }: IdxHeader, length: number, name: string): void {
  check(length >= end, () => `parseIdx: ${name} is incomplete: it has ${length} bytes; shape ${showShape(shape)} needs ${end}`);
  check(length <= end, () => `parseIdx: ${name} is too long: it has ${length} bytes; shape ${showShape(shape)} needs ${end}`);
}

/**
 * The shape and the values of an IDX file. Values of one byte are a view of `bytes`, not a copy. Throws when the file is gzipped, is not
 * IDX, has an unknown type, or is longer or shorter than its header says.
 *
 * @param name The name of the file, for messages.
 */
export function parseIdx(bytes: Uint8Array, name: string = 'IDX data'): Idx {
  checkBytes('parseIdx', bytes);
  check(!isGzip(bytes), () => `parseIdx: ${name} is gzipped; use readIdx, which decompresses it`);
  const header = parseHeader(bytes, name);
  checkLength(header, bytes.length, name);
  return { name, shape: header.shape, data: decode(header.type, bytes.subarray(header.start)) };
}

/** Values of a type from their bytes, big-endian. Values of one byte are a view. */
export function decode({ Data, get }: Type, bytes: Uint8Array): IdxData {
  const size = Data.BYTES_PER_ELEMENT;
  const count = bytes.length / size;
  if (size === 1) return new Data(bytes.buffer as ArrayBuffer, bytes.byteOffset, count);
  const view = viewOf(bytes);
  const data = new Data(count);
  for (let i = 0; i < count; i++) data[i] = view[get](size * i);
  return data;
}

const shown = (data: unknown): string => (ArrayBuffer.isView(data) ? data.constructor.name : show(data));

/** The bytes of an IDX file, the inverse of `parseIdx`. Throws when `data` has no IDX type or does not fit `shape`. */
export function toIdx({ shape, data }: { readonly shape: Shape; readonly data: IdxData }): Uint8Array {
  const type = types.find(({ Data }) => data instanceof Data);
  check(type !== undefined, () => `toIdx: data must be one of ${types.map(({ Data }) => Data.name).join(', ')}, not ${shown(data)}`);
  check(
    shape.length < 256 && shape.every((size) => Number.isInteger(size) && size >= 0 && size < 2 ** 32),
    () => `toIdx: shape must be at most 255 whole numbers from 0 to 4294967295, not ${showShape(shape)}`,
  );
  check(sizeOf(shape) === data.length, () => `toIdx: shape ${showShape(shape)} needs ${sizeOf(shape)} values, not ${data.length}`);
  const start = startOf(shape.length);
  const size = type.Data.BYTES_PER_ELEMENT;
  const bytes = new Uint8Array(start + size * data.length);
  const view = viewOf(bytes);
  bytes.set([0, 0, type.code, shape.length]);
  shape.forEach((length, axis) => view.setUint32(4 + 4 * axis, length));
  data.forEach((value, i) => view[type.set](start + size * i, value));
  return bytes;
}
