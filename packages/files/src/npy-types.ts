import { check } from '@autoencoders/core/operations';

/** The values of an array of NumPy. */
export type NpyData = Float32Array | Float64Array | Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array;

/** How the values of a type are read. */
interface NpyType {
  /** Bytes of one value. */
  readonly size: number;
  readonly decode: (bytes: Uint8Array, bigEndian: boolean, file: string) => NpyData;
}

type ArrayType = { readonly BYTES_PER_ELEMENT: number } & (new (buffer: ArrayBufferLike, start: number, count: number) => NpyData);

/** Types that an array of JavaScript holds as they are. */
const plain = (Data: ArrayType): NpyType => ({
  size: Data.BYTES_PER_ELEMENT,
  decode(bytes, bigEndian) {
    const { buffer, byteOffset, length } = aligned(bigEndian ? reversed(bytes, Data.BYTES_PER_ELEMENT) : bytes, Data.BYTES_PER_ELEMENT);
    return new Data(buffer, byteOffset, length / Data.BYTES_PER_ELEMENT);
  },
});

/** Types that are converted value by value. */
const converted = (
  size: number,
  make: (count: number) => NpyData,
  get: (view: DataView, at: number, littleEndian: boolean, file: string) => number,
): NpyType => ({
  size,
  decode(bytes, bigEndian, file) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const data = make(bytes.length / size);
    for (let i = 0; i < data.length; i++) data[i] = get(view, size * i, !bigEndian, file);
    return data;
  },
});

const float64 = (count: number): Float64Array => new Float64Array(count);

const types: Readonly<Record<string, NpyType>> = {
  f2: converted(
    2,
    (count) => new Float32Array(count),
    (view, at, little) => fromHalf(view.getUint16(at, little)),
  ),
  f4: plain(Float32Array),
  f8: plain(Float64Array),
  i1: plain(Int8Array),
  i2: plain(Int16Array),
  i4: plain(Int32Array),
  i8: converted(8, float64, (view, at, little, file) =>
    whole(view.getInt32(at + (little ? 4 : 0), little), view.getUint32(at + (little ? 0 : 4), little), file),
  ),
  u1: plain(Uint8Array),
  u2: plain(Uint16Array),
  u4: plain(Uint32Array),
  u8: converted(8, float64, (view, at, little, file) =>
    whole(view.getUint32(at + (little ? 4 : 0), little), view.getUint32(at + (little ? 0 : 4), little), file),
  ),
  b1: plain(Uint8Array),
};

/** The types that are read, for messages. */
export const typeNames: string = Object.keys(types).join(', ');

/** The type of a description such as `<f4`. */
export const byDescr = (descr: string): NpyType | undefined => (/^[<>=|]?[a-z]\d$/.test(descr) ? types[descr.slice(-2)] : undefined);

const written = [
  [Float32Array, '<f4'],
  [Float64Array, '<f8'],
  [Int8Array, '|i1'],
  [Int16Array, '<i2'],
  [Int32Array, '<i4'],
  [Uint8Array, '|u1'],
  [Uint16Array, '<u2'],
  [Uint32Array, '<u4'],
] as const;

/** The description of the values of an array, such as `<f4`. */
export const byData = (data: NpyData): string | undefined => written.find(([Data]) => data instanceof Data)?.[1];

/** A whole number of 64 bits as float64, by its halves: faster than by BigInt. Throws where float64 would round. */
function whole(high: number, low: number, file: string): number {
  const number = high * 2 ** 32 + low;
  check(
    Number.isSafeInteger(number),
    () =>
      `parseNpy: ${file} has the whole number ${(BigInt(high) << 32n) + BigInt(low)}; float64 is exact only from -(2^53 - 1) to 2^53 - 1`,
  );
  return number;
}

/** A float16 by its bits. IEEE 754 binary16: 1 bit sign, 5 bits exponent, 10 bits fraction. */
function fromHalf(bits: number): number {
  const sign = bits >> 15 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** The bytes where a typed array can view them: themselves, or a copy, which `slice` of Node's `Buffer` would not be. */
const aligned = (bytes: Uint8Array, size: number): Uint8Array => (bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes));

/** A copy with the bytes of each value in the opposite order. */
function reversed(bytes: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) out[i] = bytes[i - (i % size) + (size - 1 - (i % size))]!;
  return out;
}
