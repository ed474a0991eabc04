import type { Shape } from '@autoencoders/core';
import { areMaps } from './links.js';
import type { Layout } from './layout.js';
import type { Numbers } from './pass.js';
import type { Station } from './stations.js';

/** Weights as pictures, one after the other. */
export interface WeightPictures {
  readonly caption: string;
  readonly shape: Shape;
  readonly values: Float32Array;
  readonly count: number;
  /** Whether a picture has the numbers of one example, so that a table can name them. */
  readonly areExamples: boolean;
}

/** How the numbers of a station are arranged in a picture. */
interface Arrangement {
  readonly shape: Shape;
  /** The place of a number in the picture. */
  readonly placeOf: (number: number) => number;
}

const MOST = 12;

/** A station and its layout, and the one before it. */
export interface Pair {
  readonly before: readonly [Station, Layout];
  readonly after: readonly [Station, Layout];
}

/** The weights between two stations as pictures; undefined where there are none. */
export function weightPictures({ before, after }: Pair): WeightPictures | undefined {
  const [station] = after;
  const { main, reads } = station;
  if (!main?.kernel || !reads) return undefined;
  if (main.kernel.shape.length === 4) return filters(main.kernel, station.shown, main.config?.name === 'conv2dTranspose');
  if (main.kernel.shape.length !== 2) return undefined;
  const { inputs, outputs, weight } = matrixOf(main.kernel, reads.values.length);
  const isFirst = before[0].main === undefined;
  // Each unit that reads as a picture of what it reads, or each number that is read as a picture of what it adds.
  if (isFirst || (inputs >= outputs && station.role !== 'output')) {
    const units = areMaps(station) ? strongest(main.values) : strongest(station.shown.values);
    return {
      ...pictures(units, inputs, (unit, i) => weight(i, unit), arrangementOf(...before)),
      areExamples: isFirst,
      caption: `What the ${units.length === outputs ? outputs : `${units.length} strongest`} units look for: their weights, in the order of what they read. Red adds, blue takes away.`,
    };
  }
  const units = strongest(reads.values);
  const isLast = station.role === 'output';
  return {
    ...pictures(units, outputs, (unit, j) => weight(unit, j), arrangementOf(...after)),
    areExamples: isLast,
    caption: `What the ${units.length === inputs ? inputs : `${units.length} strongest`} numbers before this layer add to it: their weights. Red adds, blue takes away.`,
  };
}

/** A kernel as a matrix from what a layer reads to what it makes. That of a tied layer is transposed. */
function matrixOf({ shape, values }: Numbers, inputs: number) {
  const [first, second] = shape as [number, number];
  const isTransposed = first !== inputs;
  return {
    inputs,
    outputs: isTransposed ? first : second,
    weight: (i: number, j: number): number => (isTransposed ? values[j * second + i]! : values[i * second + j]!),
  };
}

/** The order of a station's numbers in its picture; feature maps stand beside each other. */
function arrangementOf(station: Station, { kind, columns }: Layout): Arrangement {
  const { shape, values } = station.shown;
  if (!areMaps(station)) {
    if (kind === 'picture' && shape.length > 1) return { shape, placeOf: (i) => i };
    const rows = Math.ceil(values.length / columns);
    return { shape: [rows, columns], placeOf: (i) => i };
  }
  const [height, width, maps] = shape as [number, number, number];
  const across = columns * width;
  return {
    shape: [Math.ceil(maps / columns) * height, across],
    placeOf(i) {
      const [map, p] = [i % maps, Math.floor(i / maps)];
      const [y, x] = [Math.floor(map / columns) * height + Math.floor(p / width), (map % columns) * width + (p % width)];
      return y * across + x;
    },
  };
}

function pictures(
  units: readonly number[],
  count: number,
  weight: (unit: number, at: number) => number,
  { shape, placeOf }: Arrangement,
): Pick<WeightPictures, 'shape' | 'values' | 'count'> {
  const size = shape.reduce((product, side) => product * side, 1);
  const values = new Float32Array(units.length * size);
  units.forEach((unit, picture) => {
    for (let at = 0; at < count; at++) values[picture * size + placeOf(at)] = weight(unit, at);
  });
  return { shape, values, count: units.length };
}

/** The units with the largest numbers, the largest first. */
const strongest = (values: ArrayLike<number>): readonly number[] =>
  Array.from(values, (value, unit) => ({ unit, size: Math.abs(value) }))
    .sort((a, b) => b.size - a.size)
    .slice(0, MOST)
    .map(({ unit }) => unit);

/** The filters of a convolution: all of them where it reads or makes one map, or those into the map that responds most. */
function filters({ shape, values }: Numbers, shown: Numbers, isTransposed: boolean): WeightPictures {
  const [height, width, third, fourth] = shape as [number, number, number, number];
  const [inputs, outputs] = isTransposed ? [fourth, third] : [third, fourth];
  const weight = (p: number, from: number, to: number): number =>
    values[(p * third + (isTransposed ? to : from)) * fourth + (isTransposed ? from : to)]!;
  const maps = new Float32Array(outputs);
  shown.values.forEach((value, i) => (maps[i % outputs]! += Math.abs(value)));
  const best = strongest(maps)[0] ?? 0;
  const isFirst = inputs <= 3;
  const count = isFirst ? outputs : inputs;
  const size = height * width;
  const into = outputs <= 3 ? '' : ` into map ${best + 1}, which responds most`;
  return {
    caption: isFirst
      ? `Its ${outputs} filters, ${height} × ${width} weights each. Red looks for bright, blue for dark.`
      : `The filters${into}: one for each of the ${inputs} maps that the layer reads. Red adds, blue takes away.`,
    shape: [height, width],
    values: Float32Array.from({ length: count * size }, (_, k) => {
      const [one, p] = [Math.floor(k / size), k % size];
      return isFirst ? weight(p, 0, one) : weight(p, one, best);
    }),
    count,
    areExamples: false,
  };
}
