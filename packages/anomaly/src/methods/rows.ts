import { check, showShape } from '@autoencoders/core/operations';
import { checkDataset, isArrayDataset, rowCount, show, sizeOf } from '@autoencoders/core/internal';
import type { ArrayDataset, Shape } from '@autoencoders/core';

/** Examples as rows of float32 numbers. */
export interface Rows {
  readonly count: number;
  /** The numbers of one row. */
  readonly width: number;
  readonly values: Float32Array;
  /** 1 for each known cell, 0 for each hidden one. Undefined where all are known. */
  readonly mask: Uint8Array | undefined;
}

/** The rows of a dataset in memory. A hidden cell gets the number `fill` of its column. Throws when a known cell is not finite. */
function rowsOf(call: string, name: string, dataset: ArrayDataset, fill: ArrayLike<number>): Rows {
  const { shape, values: given, mask } = dataset;
  const width = sizeOf(shape);
  const hides = mask?.includes(0) ? mask : undefined;
  const values = new Float32Array(given);
  for (let i = 0; i < values.length; i++) {
    if (hides && hides[i] === 0) values[i] = fill[i % width]!;
    else if (!Number.isFinite(values[i]!))
      check(
        false,
        `${call}: number ${i % width} of example ${Math.floor(i / width)} of ${name} is ${show(given[i])}; numbers must be finite in float32`,
      );
  }
  return { count: rowCount(dataset), width, values, mask: hides };
}

function checkExamples(call: string, name: string, dataset: ArrayDataset): void {
  checkDataset(call, name, dataset);
  check(isArrayDataset(dataset), () => `${call}: ${name} must be in memory; use cache of @autoencoders/datasets`);
}

/**
 * The rows that a method learns from. A hidden cell gets the mean of the known cells of its column. Throws when there are fewer than `least`
 * examples, when a known cell is not finite, and when a column has no known cell.
 */
export function usualRows(call: string, usual: ArrayDataset, least: number): Rows {
  checkExamples(call, 'the usual examples', usual);
  const count = rowCount(usual);
  check(count >= least, () => `${call}: ${count} usual examples are too few, at least ${least} are needed`);
  return rowsOf(call, 'the usual examples', usual, usual.mask ? knownMeans(call, usual, usual.mask) : []);
}

function knownMeans(call: string, { shape, values }: ArrayDataset, mask: Uint8Array): Float64Array {
  const width = sizeOf(shape);
  const sums = new Float64Array(width);
  const known = new Uint32Array(width);
  for (let i = 0; i < values.length; i++) {
    if (mask[i] === 0) continue;
    sums[i % width]! += values[i]!;
    known[i % width]!++;
  }
  const none = known.indexOf(0);
  check(none < 0, () => `${call}: number ${none} is hidden in all usual examples; leave it out`);
  return sums.map((sum, i) => sum / known[i]!);
}

/** The rows to be scored. A hidden cell gets the number `fill` of its column. Throws unless examples have `shape` and known cells are finite. */
export function scoredRows(call: string, shape: Shape, examples: ArrayDataset, fill: ArrayLike<number>): Rows {
  checkExamples(call, 'the examples', examples);
  check(
    String(examples.shape) === String(shape),
    () => `${call}: examples of shape ${showShape(examples.shape)} do not fit, those that were learned from have ${showShape(shape)}`,
  );
  return rowsOf(call, 'the examples', examples, fill);
}

/** A copy of the rows at `places`, in that order. */
export function pickFloats(values: Float32Array, width: number, places: Int32Array): Float32Array {
  const picked = new Float32Array(places.length * width);
  for (let to = 0; to < places.length; to++) picked.set(values.subarray(places[to]! * width, (places[to]! + 1) * width), to * width);
  return picked;
}
