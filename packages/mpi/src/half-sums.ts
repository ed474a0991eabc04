import { fromHalf, toHalf } from './half.js';
import { forEach, packed } from './packed.js';

/*
 * Sums whose numbers have 16 bits on their way: half the bytes. Each rank adds up one part of all numbers and gives the sums to the others, as in a ring.
 * It adds in float32, in the order of the ranks. So a number is rounded twice: on its way to the rank that adds, and as a sum on its way back.
 */

/** What a sum of halves calls. The arrays are float32, but nothing is computed with them: a number of 32 bits holds two of 16. */
export interface Exchange {
  readonly size: number;
  readonly allReduce: (values: Float32Array) => void;
  /** Sends a part of `from` with `part` numbers to each rank, and gets one from each, in their order. */
  readonly allToAll: (from: Float32Array, to: Float32Array, part: number) => void;
  /** Sends `from` to each rank, and gets its own from each, in their order. */
  readonly allGather: (from: Float32Array, to: Float32Array) => void;
}

/** The largest that a sum may become, so that rounding does not make it infinite. */
const LARGEST = 2 ** 15;

/**
 * Every number becomes the sum of the numbers at its place in all ranks, in place, with an error of about 2⁻¹⁰ of the numbers that are added. Every rank
 * has the same sums, to the last bit. Each array has a scale of its own, a power of two, so that its largest number uses the range of a half. What is less than 2⁻³⁹ of that
 * becomes 0. Arrays with numbers that are not finite are summed as float32.
 */
export function sumHalves(exchange: Exchange, arrays: readonly Float32Array[]): void {
  // The sum of the largest numbers is no less than the largest sum. All ranks have the same.
  const largest = Float32Array.from(arrays, largestOf);
  exchange.allReduce(largest);
  const [halves, floats] = [true, false].map((finite) => arrays.filter((_, i) => Number.isFinite(largest[i]) === finite));
  packed(floats!, exchange.allReduce);
  const scales = [...largest].filter(Number.isFinite).map(scaleFor);
  const room = roomFor(
    exchange.size,
    halves!.reduce((sum, { length }) => sum + length, 0),
  );
  forEach(halves!, (array, first, i) => toHalf(array, scales[i]!, room.own.subarray(first, first + array.length)));
  exchange.allToAll(floatsOf(room.own), floatsOf(room.parts), room.part.length / 2);
  addUp(room, exchange.size);
  exchange.allGather(floatsOf(room.part), floatsOf(room.own));
  forEach(halves!, (array, first, i) => fromHalf(room.own.subarray(first, first + array.length), 1 / scales[i]!, array));
}

/** The largest size of a number. NaN if one is. */
function largestOf(array: Float32Array): number {
  let largest = 0;
  for (const value of array) {
    const size = Math.abs(value);
    if (Number.isNaN(size)) return size;
    if (size > largest) largest = size;
  }
  return largest;
}

/** A power of two that float32 has, as has its reciprocal. */
const scaleFor = (largest: number): number =>
  2 ** Math.max(-126, Math.min(126, Math.floor(Math.log2(LARGEST / Math.max(largest, 2 ** -149)))));

interface Room {
  /** The numbers of all parts, of this rank or summed. */
  readonly own: Uint16Array;
  /** This rank's part, from all ranks. */
  readonly parts: Uint16Array;
  /** The sums of that part. */
  readonly part: Uint16Array;
}

/** Kept, so that not every step allocates memory. */
let kept: Room = { own: new Uint16Array(0), parts: new Uint16Array(0), part: new Uint16Array(0) };

/** Parts of an even number of halves, so that float32 holds them. */
function roomFor(size: number, count: number): Room {
  const part = 2 * Math.ceil(count / size / 2);
  if (kept.part.length !== part || kept.own.length !== size * part)
    kept = { own: new Uint16Array(size * part), parts: new Uint16Array(size * part), part: new Uint16Array(part) };
  return kept;
}

function addUp({ parts, part }: Room, size: number): void {
  const [sums, values] = [new Float32Array(part.length), new Float32Array(part.length)];
  for (let rank = 0; rank < size; rank++) {
    fromHalf(parts.subarray(rank * part.length, (rank + 1) * part.length), 1, values);
    for (let i = 0; i < sums.length; i++) sums[i]! += values[i]!;
  }
  toHalf(sums, 1, part);
}

/** The same memory as float32. */
const floatsOf = ({ buffer, byteOffset, length }: Uint16Array): Float32Array => new Float32Array(buffer, byteOffset, length / 2);
