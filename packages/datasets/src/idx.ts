import { check, show, showShape } from '@autoencoders/core';
import type { Shape } from '@autoencoders/core';
import { checkBytes, firstBytes, gunzip, isGzip } from './gzip.js';

/*
 * IDX, the format of the MNIST files (LeCun, Cortes & Burges, "The MNIST database"): two zero bytes, a type code, the
 * rank, one 32-bit size per axis, and the values in row-major order. Everything is big-endian.
 */

/** The values of an IDX file, in the array that fits their type. */
export type IdxData = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** What an IDX file holds; `name` is what error messages call it. */
export interface Idx {
  readonly name: string;
  readonly shape: Shape;
  readonly data: IdxData;
}

const types = [
  { code: 0x08, name: 'ubyte', Data: Uint8Array, get: 'getUint8', set: 'setUint8' },
  { code: 0x09, name: 'byte', Data: Int8Array, get: 'getInt8', set: 'setInt8' },
  { code: 0x0b, name: 'short', Data: Int16Array, get: 'getInt16', set: 'setInt16' },
  { code: 0x0c, name: 'int', Data: Int32Array, get: 'getInt32', set: 'setInt32' },
  { code: 0x0d, name: 'float', Data: Float32Array, get: 'getFloat32', set: 'setFloat32' },
  { code: 0x0e, name: 'double', Data: Float64Array, get: 'getFloat64', set: 'setFloat64' },
] as const;
type Type = (typeof types)[number];

const hex = (code: number): string => `0x${code.toString(16).padStart(2, '0')}`;
const product = (shape: Shape): number => shape.reduce((a, b) => a * b, 1);
/** Where the values start. */
const startOf = (rank: number): number => 4 + 4 * rank;
const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * The shape and the values of an IDX file; values of one byte are a view of `bytes`, not a copy. Throws when it is
 * gzipped, starts otherwise than IDX does, has an unknown type, or holds more or less than its header says.
 */
export function parseIdx(bytes: Uint8Array, name: string = 'IDX data'): Idx {
  checkBytes('parseIdx', bytes);
  check(!isGzip(bytes), () => `parseIdx: ${name} is gzipped; readIdx unzips it`);
  check(bytes.length >= 4, () => `parseIdx: ${name} holds ${bytes.length} bytes, and an IDX header takes at least 4`);
  check(bytes[0] === 0 && bytes[1] === 0, () => `parseIdx: ${name} starts with ${firstBytes(bytes)}, and IDX starts with 00 00`);
  const type = types.find(({ code }) => code === bytes[2]);
  check(
    type !== undefined,
    () =>
      `parseIdx: ${name} has type code ${hex(bytes[2]!)}, and IDX knows ${types.map(({ code, name }) => `${hex(code)} (${name})`).join(', ')}`,
  );
  const shape = parseShape(type, bytes, name);
  return { name, shape, data: decode(type, bytes, product(shape)) };
}

/** The sizes of the axes; their values must fill the rest of the file exactly. */
function parseShape({ Data }: Type, bytes: Uint8Array, name: string): Shape {
  const rank = bytes[3]!;
  const start = startOf(rank);
  check(
    bytes.length >= start,
    () => `parseIdx: ${name} ends within its header: it holds ${bytes.length} bytes, and rank ${rank} takes ${start}`,
  );
  const view = viewOf(bytes);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const need = start + product(shape) * Data.BYTES_PER_ELEMENT;
  check(Number.isSafeInteger(need), () => `parseIdx: ${name} has shape ${showShape(shape)}, which is more than a file can hold`);
  check(
    bytes.length >= need,
    () => `parseIdx: ${name} is cut short: it holds ${bytes.length} bytes, and shape ${showShape(shape)} takes ${need}`,
  );
  check(
    bytes.length <= need,
    () => `parseIdx: ${name} goes on after its end: it holds ${bytes.length} bytes, and shape ${showShape(shape)} takes ${need}`,
  );
  return shape;
}

function decode({ Data, get }: Type, bytes: Uint8Array, count: number): IdxData {
  const start = startOf(bytes[3]!);
  const size = Data.BYTES_PER_ELEMENT;
  if (size === 1) return new Data(bytes.buffer as ArrayBuffer, bytes.byteOffset + start, count);
  const view = viewOf(bytes);
  const data = new Data(count);
  for (let i = 0; i < count; i++) data[i] = view[get](start + size * i);
  return data;
}

/** `parseIdx` of bytes that may be gzipped. */
export async function readIdx(bytes: Uint8Array, name: string = 'IDX data'): Promise<Idx> {
  return parseIdx(isGzip(bytes) ? await gunzip(bytes, name) : bytes, name);
}

const shown = (data: unknown): string => (ArrayBuffer.isView(data) ? data.constructor.name : show(data));

/** The bytes of an IDX file, which `parseIdx` turns back. Throws when `data` are of no IDX type or do not fill `shape`. */
export function toIdx({ shape, data }: { readonly shape: Shape; readonly data: IdxData }): Uint8Array {
  const type = types.find(({ Data }) => data instanceof Data);
  check(type !== undefined, () => `toIdx: data must be one of ${types.map(({ Data }) => Data.name).join(', ')}, not ${shown(data)}`);
  check(
    shape.length < 256 && shape.every((size) => Number.isInteger(size) && size >= 0 && size < 2 ** 32),
    () => `toIdx: shape must be at most 255 whole numbers from 0 to 4294967295, not ${showShape(shape)}`,
  );
  check(product(shape) === data.length, () => `toIdx: shape ${showShape(shape)} takes ${product(shape)} values, not ${data.length}`);
  const start = startOf(shape.length);
  const size = type.Data.BYTES_PER_ELEMENT;
  const bytes = new Uint8Array(start + size * data.length);
  const view = viewOf(bytes);
  bytes.set([0, 0, type.code, shape.length]);
  shape.forEach((length, axis) => view.setUint32(4 + 4 * axis, length));
  data.forEach((value, i) => view[type.set](start + size * i, value));
  return bytes;
}
