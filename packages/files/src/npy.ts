import { check, showShape } from '@autoencoders/core/operations';
import { checkBytes, printable, show, sizeOf } from '@autoencoders/core/internal';
import type { Shape } from '@autoencoders/core';
import { latin1 } from './latin1.js';
import { byDescr, byData, typeNames } from './npy-types.js';
import type { NpyData } from './npy-types.js';

/*
 * NPY, NumPy's format for one array: the bytes 93 "NUMPY", a version, the length of the header, a Python dictionary with the type, the
 * order and the shape, and the values. Source: numpy.lib.format, "Format specification".
 */

/** An array of NumPy. Its values are in row-major order, whatever the order in the file. */
export interface NpyArray {
  /** What messages call it: the name of the file, or of the array in an NPZ file. */
  readonly name: string;
  readonly shape: Shape;
  readonly data: NpyData;
}

const MAGIC = '\x93NUMPY';
/** NumPy aligns the values to this many bytes. */
const ALIGN = 64;

/**
 * The array in an NPY file, of version 1, 2 or 3. Values of one byte, and those that need no conversion, are a view of `bytes`. Booleans are
 * 0 and 1. Whole numbers of 64 bits become float64. Throws when the file is not NPY, is longer or shorter than its header says, has values
 * that are not numbers, or has whole numbers beyond ±2⁵³.
 *
 * @param name The name of the file, for messages.
 */
export function parseNpy(bytes: Uint8Array, name: string = 'NPY data'): NpyArray {
  checkBytes('parseNpy', bytes);
  const file = printable(name);
  const { descr, fortran, shape, start } = headerOf(bytes, file);
  const type = byDescr(descr);
  check(type !== undefined, () =>
    descr.includes('O')
      ? `parseNpy: ${file} has Python objects, which are not read because they can run code; save numbers, with dtype=float`
      : `parseNpy: ${file} has the type ${show(descr)}; the types that are read are ${typeNames}`,
  );
  const end = start + sizeOf(shape) * type.size;
  check(Number.isSafeInteger(end), () => `parseNpy: ${file} has shape ${showShape(shape)}, which is too large for a file`);
  check(
    bytes.length === end,
    () =>
      `parseNpy: ${file} is too ${bytes.length < end ? 'short' : 'long'}: it has ${bytes.length} bytes; shape ${showShape(shape)} of ${descr} needs ${end}`,
  );
  const data = type.decode(bytes.subarray(start), descr[0] === '>', file);
  return { name: file, shape, data: fortran && shape.length > 1 ? toRowMajor(data, shape) : data };
}

interface Header {
  readonly descr: string;
  readonly fortran: boolean;
  readonly shape: Shape;
  /** Where the values start, in bytes. */
  readonly start: number;
}

function headerOf(bytes: Uint8Array, file: string): Header {
  const magic = latin1(bytes.subarray(0, MAGIC.length));
  check(magic === MAGIC, () => `parseNpy: ${file} is not NPY: it starts with ${show(magic)}; NPY starts with 93 "NUMPY"`);
  const version = bytes[6] ?? 0;
  check(version >= 1 && version <= 3, () => `parseNpy: ${file} has version ${version} of NPY; versions 1, 2 and 3 are read`);
  const first = version === 1 ? 10 : 12;
  check(bytes.length >= first, () => `parseNpy: ${file} ends within its header, after ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = first + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  check(
    bytes.length >= start,
    () => `parseNpy: ${file} ends within its header: it has ${bytes.length} bytes, and the header ends at ${start}`,
  );
  const text = latin1(bytes.subarray(first, start));
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const sizes = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(text)?.[1];
  check(
    descr !== undefined || !/'descr'\s*:\s*\[/.test(text),
    () => `parseNpy: ${file} has records with named fields; save each field as an array of its own`,
  );
  check(
    descr !== undefined && order !== undefined && sizes !== undefined,
    () => `parseNpy: ${file} has the header ${show(text.trim())}, which names no type, order or shape`,
  );
  return { descr, fortran: order === 'True', shape: (sizes.match(/\d+/g) ?? []).map(Number), start };
}

/** Values in column-major order, put in row-major order. */
function toRowMajor(data: NpyData, shape: Shape): NpyData {
  const out = data.slice();
  const at = shape.map(() => 0);
  const strides = shape.map((_, axis) => sizeOf(shape.slice(0, axis)));
  for (let i = 0, from = 0; i < out.length; i++) {
    out[i] = data[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++at[axis]! < shape[axis]!) break;
      from -= strides[axis]! * shape[axis]!;
      at[axis] = 0;
    }
  }
  return out;
}

/** The bytes of an NPY file, version 1. `parseNpy` is the inverse. Throws when `data` has no type of NumPy or does not fit `shape`. */
export function toNpy({ shape, data }: Pick<NpyArray, 'shape' | 'data'>): Uint8Array {
  const descr = byData(data);
  check(descr !== undefined, () => `toNpy: data must be a typed array, not ${show(data)}`);
  check(sizeOf(shape) === data.length, () => `toNpy: shape ${showShape(shape)} needs ${sizeOf(shape)} values, not ${data.length}`);
  const header = headerFor(descr, shape);
  const bytes = new Uint8Array(header.length + data.byteLength);
  bytes.set(header);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), header.length);
  return bytes;
}

/**
 * The bytes of an NPY file in pieces: an array `[count, …shape]` of float32 from its rows, which come some at a time. Throws when they are more or
 * fewer than `count`.
 */
export async function* streamNpy(
  rows: AsyncIterable<Float32Array> | Iterable<Float32Array>,
  { count, shape }: { readonly count: number; readonly shape: Shape },
): AsyncGenerator<Uint8Array, void> {
  yield headerFor('<f4', [count, ...shape]);
  let left = count * sizeOf(shape);
  for await (const some of rows) {
    left -= some.length;
    check(left >= 0, () => `streamNpy: more than ${count} rows came`);
    yield new Uint8Array(some.buffer, some.byteOffset, some.byteLength);
  }
  check(left === 0, () => `streamNpy: ${count} rows were announced, and ${left / sizeOf(shape)} of them did not come`);
}

/** The header for values of a type and a shape. */
function headerFor(descr: string, shape: Shape): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const start = Math.ceil((10 + text.length + 1) / ALIGN) * ALIGN;
  check(start - 10 < 2 ** 16, () => `toNpy: shape ${showShape(shape)} has too many sizes for a header of version 1`);
  const bytes = new Uint8Array(start);
  bytes.set(Array.from(`${MAGIC}\x01\x00`, (character) => character.charCodeAt(0)));
  new DataView(bytes.buffer).setUint16(8, start - 10, true);
  bytes.set(new TextEncoder().encode(`${text.padEnd(start - 11)}\n`), 10);
  return bytes;
}
