import { areMaps } from './links.js';
import type { Station } from './stations.js';

/** Where the cells of a station stand on its canvas, in CSS pixels. */
export interface Layout {
  readonly kind: 'picture' | 'columns' | 'maps' | 'units' | 'bars' | 'posterior';
  readonly width: number;
  readonly height: number;
  /** Cells in a row. */
  readonly columns: number;
  /** Width and height of a cell, with the gap after it. */
  readonly cell: readonly [width: number, height: number];
  /** What a row of a picture, or a bar, is called. */
  readonly names?: readonly string[];
}

/** The sizes of what stations show, in CSS pixels: of a network of few stations, and of one of many. */
const roomy = { picture: 112, tall: 168, units: 96, code: 160, map: 28, bars: 112 };
const narrow = { picture: 92, tall: 168, units: 84, code: 128, map: 24, bars: 100 };
type Sizes = typeof roomy;
/** A network of more stations is drawn narrower. */
const ROOMY = 6;
/** Codes of at most so many numbers are bars with their numbers. */
const BARS = 12;
/** How many columns of a table are shown. */
const FIELDS = 12;

/** The layouts of all stations. `names` are those of the columns of a table. */
export const layoutsOf = (stations: readonly Station[], names?: readonly string[]): readonly Layout[] =>
  stations.map((station) => layoutOf(station, names, stations.length > ROOMY ? narrow : roomy));

/** The layout of a station. */
export function layoutOf(station: Station, names?: readonly string[], sizes: Sizes = roomy): Layout {
  const { role, shown, main } = station;
  const [first = 1, second = 1] = shown.shape;
  if (role === 'input' || role === 'corrupted' || role === 'output') {
    if (names) return bars('columns', Math.min(FIELDS, names.length), 15, sizes.bars + 20, names);
    const [height, width] = shown.shape.length > 1 ? [first, second] : [Math.ceil(Math.sqrt(first)), Math.ceil(Math.sqrt(first))];
    const pixel = sizes.picture / Math.max(height, width);
    return { kind: 'picture', width: width * pixel, height: height * pixel, columns: width, cell: [pixel, pixel] };
  }
  if (areMaps(station)) return mapsLayout(shown.shape[2]!, sizes);
  const count = shown.values.length;
  if (role === 'code' && count <= BARS) {
    const height = Math.min(64, Math.max(16, Math.floor(sizes.tall / count)));
    return bars(main?.posterior ? 'posterior' : 'bars', count, height, main?.posterior ? sizes.code - 32 : sizes.bars);
  }
  return unitsLayout(count, role === 'code', sizes);
}

const bars = (kind: Layout['kind'], count: number, height: number, width: number, names?: readonly string[]): Layout => ({
  kind,
  width,
  height: height * count,
  columns: 1,
  cell: [width, height],
  ...(names && { names: names.slice(0, count) }),
});

function mapsLayout(count: number, { picture, map, tall }: Sizes): Layout {
  const columns = Math.min(4, count);
  const rows = Math.ceil(count / columns);
  const cell = Math.min(count === 1 ? picture : map, Math.floor((tall + 8) / rows));
  return { kind: 'maps', width: columns * cell, height: rows * cell, columns, cell: [cell, cell] };
}

function unitsLayout(count: number, isCode: boolean, { tall, units, code }: Sizes): Layout {
  // About twice as tall as wide. Powers of 2 divide most sizes, 10 divides those that people choose.
  const ideal = Math.sqrt(count / (isCode ? 1.3 : 2));
  const columns = count % 10 === 0 && count <= 200 ? 10 : 2 ** Math.round(Math.log2(Math.max(1, ideal)));
  const rows = Math.ceil(count / columns);
  const cell = Math.max(1, Math.min(isCode ? 16 : 9, Math.floor(tall / rows), Math.floor((isCode ? code : units) / columns)));
  return { kind: 'units', width: columns * cell, height: rows * cell, columns, cell: [cell, cell] };
}

/** The middle of a cell on the canvas; of one that is not shown, the end of the canvas. */
export function placeOf({ columns, cell: [width, height], ...whole }: Layout, cell: number): readonly [x: number, y: number] {
  const y = (Math.floor(cell / columns) + 0.5) * height;
  return [((cell % columns) + 0.5) * width, Math.min(y, whole.height)];
}
