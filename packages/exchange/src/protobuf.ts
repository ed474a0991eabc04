/*
 * Protocol buffers, as far as ONNX files and the events of TensorBoard need them. A message is a list of pieces, so that the numbers of a
 * model are not copied while the messages around them are written. https://protobuf.dev/programming-guides/encoding
 */

/**
 * Bytes whose buffer is no shared memory, as `Blob` and `Response` want them. Written without a generic array, which TypeScript 5.6
 * does not know.
 */
export type Bytes = Uint8Array & { readonly buffer: ArrayBuffer };

/** The bytes of a field or of a message, in pieces. */
export type Pieces = readonly Uint8Array[];

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** How many bytes the pieces have. */
export const lengthOf = (pieces: Pieces): number => pieces.reduce((sum, piece) => sum + piece.length, 0);

/** The pieces in one array. */
export function joined(pieces: Pieces): Bytes {
  const bytes = new Uint8Array(lengthOf(pieces));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** A whole number in groups of seven bits. Negative numbers have 64 bits. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  if (value < 0) {
    const bits = BigInt.asUintN(64, BigInt(value));
    bytes.push(...Array.from({ length: 8 }, (_, i) => Number((bits >> BigInt(7 * i)) & 0x7fn) | 0x80));
    rest = Number(bits >> 56n);
  }
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  bytes.push(rest);
  return bytes;
}

const tag = (field: number, type: number): number[] => varint(field * 8 + type);

/** A whole number. */
export const int = (field: number, value: number): Pieces => [Uint8Array.from([...tag(field, VARINT), ...varint(value)])];

/** Many whole numbers, packed. */
export const ints = (field: number, values: readonly number[]): Pieces => message(field, [Uint8Array.from(values.flatMap(varint))]);

/** A 32-bit float. */
export function float(field: number, value: number): Pieces {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return [Uint8Array.from(tag(field, FIXED32)), bytes];
}

/** A 64-bit float. */
export const double = (field: number, value: number): Pieces => [Uint8Array.from(tag(field, FIXED64)), float64s([value])];

/** Many 64-bit floats, packed. */
export const doubles = (field: number, values: readonly number[]): Pieces => message(field, [float64s(values)]);

function float64s(values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 * values.length));
  values.forEach((value, i) => view.setFloat64(8 * i, value, true));
  return new Uint8Array(view.buffer);
}

/** A message within a message, or bytes. */
export const message = (field: number, pieces: Pieces): Pieces => [
  Uint8Array.from([...tag(field, BYTES), ...varint(lengthOf(pieces))]),
  ...pieces,
];

/** A text in UTF-8. */
export const text = (field: number, value: string): Pieces => message(field, [new TextEncoder().encode(value)]);
