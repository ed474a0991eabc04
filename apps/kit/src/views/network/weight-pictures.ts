import type { Shape } from '@autoencoders/core';
import { sizeOf } from '../../measures.js';
import { areMaps } from './links.js';
import type { Numbers } from './pass.js';
import type { Station } from './stations.js';

/** What a layer has learned as pictures, one after the other. */
export interface LayerPictures {
  readonly caption: string;
  readonly shape: Shape;
  readonly values: Float32Array;
  readonly count: number;
  /** The caption where examples are rows of a table, and only the first is shown. Undefined where a picture has not the numbers of an example. */
  readonly forRows?: string;
}

const MOST = 12;

/**
 * The weights of a station as pictures. Undefined where there are none, and where they do not stand for pixels: those of a dense layer
 * between two others tell nothing to look at.
 */
export function weightPictures(before: Station, station: Station): LayerPictures | undefined {
  const { main, reads } = station;
  if (!main?.kernel || !reads) return undefined;
  if (main.kernel.shape.length === 4) return filters(main.kernel, station.shown, main.config?.name === 'conv2dTranspose');
  if (main.kernel.shape.length !== 2) return undefined;
  const { inputs, outputs, weight } = matrixOf(main.kernel, reads.values.length);
  if (before.main === undefined) {
    const units = strongest(areMaps(station) ? main.values : station.shown.values);
    return {
      ...pictures(units, before.shown.shape, (unit, i) => weight(i, unit)),
      caption: `What the ${units.length === outputs ? outputs : `${units.length} strongest`} units look for: their weights. Red adds, blue takes away.`,
    };
  }
  if (station.role !== 'output') return undefined;
  const units = strongest(reads.values);
  return {
    ...pictures(units, station.shown.shape, (unit, j) => weight(unit, j)),
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

/** A picture of each unit, of the shape of an example. */
function pictures(units: readonly number[], shape: Shape, weight: (unit: number, at: number) => number): Omit<LayerPictures, 'caption'> {
  const size = sizeOf(shape);
  const values = Float32Array.from({ length: units.length * size }, (_, i) => weight(units[Math.floor(i / size)]!, i % size));
  return { shape, values, count: units.length, forRows: 'The largest weights of the unit that matters most, by column.' };
}

/** The units with the largest numbers, the largest first. */
export const strongest = (values: ArrayLike<number>): readonly number[] =>
  Array.from(values, (value, unit) => ({ unit, size: Math.abs(value) }))
    .sort((a, b) => b.size - a.size)
    .slice(0, MOST)
    .map(({ unit }) => unit);

/** The filters of a convolution: all of them where it reads or makes one map, or those into the map that responds most. */
function filters({ shape, values }: Numbers, shown: Numbers, isTransposed: boolean): LayerPictures {
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
  };
}
