import type { Numbers } from './pass.js';
import type { Station } from './stations.js';

/** A link between a cell of one station and a cell of the next: a unit, a pixel or a feature map each. */
export interface Link {
  readonly from: number;
  readonly to: number;
  /** What the first adds to the second: above 0 it drives it up, below 0 down. */
  readonly strength: number;
}

/** How a station's numbers form cells: `count` cells, and the numbers of each. */
interface Cells {
  readonly count: number;
  readonly numbersOf: (cell: number) => readonly number[];
}

/** Whether the numbers of a shape are shown as feature maps, of which each is one cell. */
export const areMaps = ({ role, shown: { shape } }: Pick<Station, 'role' | 'shown'>): boolean =>
  shape.length === 3 && (role === 'layer' || role === 'code');

/** The cells of a station: its feature maps, its pixels, or its units. */
export function cellsOf(station: Pick<Station, 'role' | 'shown'>): Cells {
  const { shape, values } = station.shown;
  const channels = shape.length === 3 ? shape[2]! : 1;
  const places = values.length / channels;
  if (areMaps(station)) return { count: channels, numbersOf: (map) => Array.from({ length: places }, (_, p) => p * channels + map) };
  return { count: places, numbersOf: (pixel) => Array.from({ length: channels }, (_, c) => pixel * channels + c) };
}

/**
 * The strongest links into some cells of a station, at most `each` into one cell. For a dense layer, the strength of the link from i to j
 * is xᵢ·Wᵢⱼ, added up over the numbers of the cells. A layer without a kernel has none.
 */
export function strongestLinks(before: Station, after: Station, targets: readonly number[], each: number): readonly Link[] {
  const strength = strengthOf(before, after);
  if (!strength) return [];
  const { count } = cellsOf(before);
  return targets.flatMap((to) =>
    Array.from({ length: count }, (_, from) => ({ from, to, strength: strength(from, to) }))
      .sort((a, b) => Math.abs(b.strength) - Math.abs(a.strength))
      .slice(0, each)
      .filter(({ strength: found }) => Number.isFinite(found) && found !== 0),
  );
}

type Strength = (from: number, to: number) => number;

function strengthOf(before: Station, after: Station): Strength | undefined {
  const { main, reads } = after;
  if (!main?.kernel || !reads) return undefined;
  if (main.kernel.shape.length === 2) return denseStrength(before, after, reads.values, main.kernel);
  if (main.kernel.shape.length === 4 && main.config)
    return convolutionStrength(before, after, main.kernel, main.config.name === 'conv2dTranspose');
  return undefined;
}

function denseStrength(before: Station, after: Station, x: Float32Array, { shape, values }: Numbers): Strength | undefined {
  const [rows, columns] = shape as [number, number];
  const isTransposed = rows !== x.length;
  if (isTransposed && columns !== x.length) return undefined;
  const outputs = isTransposed ? rows : columns;
  const weight = (i: number, j: number): number => (isTransposed ? values[j * columns + i]! : values[i * columns + j]!);
  const [sources, targets] = [cellsOf(before), cellsOf(after)];
  const numbers = Array.from({ length: sources.count }, (_, cell) => sources.numbersOf(cell));
  return (from, to) => {
    let sum = 0;
    for (const j of targets.numbersOf(to)) if (j < outputs) for (const i of numbers[from]!) sum += x[i]! * weight(i, j);
    return sum;
  };
}

/**
 * Of maps into maps: the mean of the map that is read times the length of the filter between them. Of a picture into a map: what the
 * map has at its brightest place, from the pixel there. Of maps into a picture: what each map has at the place of the pixel, times the
 * length of its filter.
 */
function convolutionStrength(before: Station, after: Station, kernel: Numbers, isTransposed: boolean): Strength {
  const [source, target] = [mapsIn(before.shown), mapsIn(after.shown)];
  const lengthOf = filterLengths(kernel, isTransposed);
  if (!areMaps(before)) {
    const brightest = Array.from({ length: target.count }, (_, map) => target.brightest(map));
    return (from, to) => (from === source.nearest(brightest[to]!, target) ? target.at(brightest[to]!, to) : 0);
  }
  if (!areMaps(after)) return (from, to) => source.at(source.nearest(to, target), from) * lengthOf(from, 0);
  return (from, to) => source.mean(from) * lengthOf(from, to);
}

/** Feature maps, or the channels of a picture. */
function mapsIn({ shape, values }: Numbers) {
  const [height = 1, width = 1, count = 1] = shape;
  const at = (place: number, map: number): number => values[place * count + map]!;
  const places = Array.from({ length: height * width }, (_, place) => place);
  return {
    count,
    width,
    height,
    at,
    mean: (map: number): number => places.reduce((sum, place) => sum + Math.abs(at(place, map)), 0) / places.length,
    brightest: (map: number): number => places.reduce((best, place) => (at(place, map) > at(best, map) ? place : best), 0),
    /** The place that lies where `place` of maps of another size lies. */
    nearest(place: number, other: { readonly width: number; readonly height: number }): number {
      const [y, x] = [Math.floor(place / other.width), place % other.width];
      return Math.floor(((y + 0.5) * height) / other.height) * width + Math.floor(((x + 0.5) * width) / other.width);
    },
  };
}

/** The lengths of the filters between two maps, with the sign of their sum. */
function filterLengths({ shape, values }: Numbers, isTransposed: boolean): Strength {
  const [height, width, third, fourth] = shape as [number, number, number, number];
  return (from, to) => {
    let [squares, sum] = [0, 0];
    for (let p = 0; p < height * width; p++) {
      const value = values[(p * third + (isTransposed ? to : from)) * fourth + (isTransposed ? from : to)]!;
      squares += value * value;
      sum += value;
    }
    return Math.sign(sum) * Math.sqrt(squares);
  };
}

/** Which cells are shown with links. */
export interface Striking {
  readonly most: number;
  /** The least difference in height between two of them. */
  readonly apart: number;
  readonly heightOf: (cell: number) => number;
  /** What the number of a cell must be above (default: all cells count that are not 0). */
  readonly above?: number | undefined;
}

/** The cells with the largest numbers. */
export function strikingCells(station: Station, { most, apart, heightOf, above }: Striking): readonly number[] {
  const cells = cellsOf(station);
  const { values } = station.shown;
  const sizeOf = (cell: number): number => cells.numbersOf(cell).reduce((sum, i) => sum + Math.abs(values[i]!), 0);
  const ranked = Array.from({ length: cells.count }, (_, cell) => ({ cell, size: sizeOf(cell) })).sort((a, b) => b.size - a.size);
  const chosen: number[] = [];
  for (const { cell, size } of ranked) {
    if (chosen.length >= most || size <= (above ?? 0)) break;
    if (chosen.every((other) => Math.abs(heightOf(other) - heightOf(cell)) >= apart)) chosen.push(cell);
  }
  return chosen;
}
