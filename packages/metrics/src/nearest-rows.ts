import { tensor2d } from '@tensorflow/tfjs-core';
import { precision } from '@autoencoders/core/internal';
import { blocks, read, rowsOf } from './blocks.js';
import { NARROW, squaredDifference } from './distances.js';
import { depthOf, errorOf, factorOf, LARGEST, leastProducts, leftOf, seenFrom, squaresOf } from './least-products.js';
import type { Seen } from './least-products.js';

/** Products in one block, 512 KiB of float32, which stay in the cache, and the least number of rows in one. */
const NUMBERS = 2 ** 17;
const LEAST_ROWS = 32;

/** Rows whose neighbours are wanted. */
export interface GivenRows {
  readonly count: number;
  /** `[count, width]`. Hidden cells may have any finite number. */
  readonly values: Float32Array;
  /** 1 for each known cell, 0 for each hidden one. Undefined where all are known. */
  readonly mask?: Uint8Array | undefined;
}

type UseNearest = (row: number, place: number, squared: number, rank: number) => void;

/** Searches the nearest rows of given ones. */
export type NearestRows = (given: GivenRows, use: UseNearest) => Promise<void>;

/**
 * A search for the `k` nearest of `rows`, `[count, width]`. It gives `use` each of them for each given row, and the squared distance in float64.
 * Rank 0 is the nearest; on a tie, the first row comes first. Hidden cells are left out, and the squared distance of the others is scaled up by the
 * share that they are.
 *
 * A matrix product gives ‖b‖² − 2·a·b of all rows b in float32, with a bound of its rounding error. Of some rows b together, only the least is
 * kept; those that may be among the nearest by this bound are then compared exactly. Takes copies of the rows and blocks of about 1 MiB.
 */
export function nearestRows(rows: Float32Array, width: number, k: number): NearestRows {
  const seen = seenFrom(rows, width);
  const parts = partsFor(rows.length / width, k);
  const factors: { whole?: readonly Float32Array[]; masked?: readonly Float32Array[] } = {};
  return async (given, use) => {
    const whole = wholeRows(given, width);
    for (const kind of ['whole', 'masked'] as const) {
      const masked = kind === 'masked';
      const places = Int32Array.from(whole.keys()).filter((row) => whole[row] === (masked ? 0 : 1));
      if (places.length === 0) continue;
      const factor = (factors[kind] ??= factorOf(rows, seen, parts, masked));
      await inBlocks({ given, places, masked, rows, seen, factor }, k, use);
    }
  };
}

/** How many rows are compared together first, so that both comparisons take about as long. There are `k` groups of them at least. */
const partsFor = (count: number, k: number): number => Math.max(1, Math.min(32, Math.round(Math.sqrt(count / 32)), Math.floor(count / k)));

/** 1 for each row without a hidden cell. */
function wholeRows({ count, mask }: GivenRows, width: number): Uint8Array {
  const whole = new Uint8Array(count).fill(1);
  if (mask) for (let row = 0, i = 0; row < count; row++) for (const end = i + width; i < end; i++) if (mask[i] === 0) whole[row] = 0;
  return whole;
}

interface Search {
  readonly given: GivenRows;
  /** The rows to search for. All have hidden cells, or none has. */
  readonly places: Int32Array;
  readonly masked: boolean;
  readonly rows: Float32Array;
  readonly seen: Seen;
  readonly factor: readonly Float32Array[];
}

async function inBlocks(search: Search, k: number, use: UseNearest): Promise<void> {
  const { given, places, masked, rows, seen, factor } = search;
  const width = seen.middle.length;
  const count = rows.length / width;
  const size = Math.ceil(count / factor.length);
  const depth = depthOf(width, masked);
  const right = factor.map((part) => tensor2d(part, [depth, size]));
  const [likely, best] = [smallest(k), smallest(k)];
  const isExact = precision() === 32;
  try {
    for await (const block of blocks(places.length, Math.max(LEAST_ROWS, rowsOf(size, NUMBERS)))) {
      const some = places.subarray(block.at, block.at + block.size);
      const left = leftOf(given, some, seen, masked);
      const least = await read(() => leastProducts(tensor2d(left, [some.length, depth]), right));
      for (let i = 0; i < some.length; i++) {
        const row = some[i]!;
        const { scale, squaredTo } = measureOf(given, row, rows, width, masked);
        const compare = (group: number): void => {
          for (let place = group; place < count; place += size) best.add(squaredTo(place), place);
        };
        likely.clear();
        for (let group = 0; group < size; group++) likely.add(least[i * size + group]!, group);
        best.clear();
        likely.places.forEach(compare);
        const norm = squaresOf(left, i * depth, width);
        const farthest = best.greatest() / (scale || 1) / seen.unit ** 2;
        const limit = isExact && norm < LARGEST ? farthest - norm + errorOf(norm, farthest, depth) : Infinity;
        best.clear();
        for (let group = 0; group < size; group++) if (!(least[i * size + group]! > limit)) compare(group);
        best.places.forEach((place, rank) => use(row, place, squaredTo(place), rank));
      }
    }
  } finally {
    for (const part of right) part.dispose();
  }
}

/** The squared distance of a row to others, and how much it was scaled up for hidden cells. */
interface Measure {
  readonly scale: number;
  readonly squaredTo: (place: number) => number;
}

function measureOf({ values, mask }: GivenRows, row: number, others: Float32Array, width: number, masked: boolean): Measure {
  const at = row * width;
  if (!masked && width > NARROW) return { scale: 1, squaredTo: (place) => squaredDifference(values, at, others, place * width, width) };
  const known = Array.from({ length: width }, (_, i) => i).filter((i) => mask?.[at + i] !== 0);
  // As scikit-learn's `nan_euclidean_distances`.
  const scale = known.length === 0 ? 0 : width / known.length;
  const squaredTo = (place: number): number => {
    let sum = 0;
    for (const i of known) {
      const difference = values[at + i]! - others[place * width + i]!;
      sum += difference * difference;
    }
    return sum * scale;
  };
  return { scale, squaredTo };
}

/** The places of the `k` smallest numbers: smallest first, on a tie the first place first. */
function smallest(k: number) {
  const [places, found] = [new Int32Array(k), new Float64Array(k)];
  const isBefore = (number: number, place: number, at: number): boolean =>
    number < found[at]! || (number === found[at]! && place < places[at]!);
  return {
    places,
    greatest: (): number => found[k - 1]!,
    clear(): void {
      found.fill(Infinity);
      places.fill(0);
    },
    add(number: number, place: number): void {
      if (!isBefore(number, place, k - 1)) return;
      let to = k - 1;
      for (; to > 0 && isBefore(number, place, to - 1); to--) {
        found[to] = found[to - 1]!;
        places[to] = places[to - 1]!;
      }
      found[to] = number;
      places[to] = place;
    },
  };
}
