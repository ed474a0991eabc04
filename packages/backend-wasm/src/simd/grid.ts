import { ranges } from './simd-heap.js';

type Range = ReturnType<typeof ranges>[number];

/** A part of a product C [m, n]: some rows of it by some columns. */
export interface Part {
  readonly rows: Range;
  readonly columns: Range;
}

/** Ranges of rows and of columns are multiples of these, so that a tile is not divided. */
const ROWS = 4;
const COLUMNS = 16;
/** To read and pack a number of A or B takes as long as so many multiply-adds. */
const READING = 16;

/**
 * Divides C [m, n] among so many threads at most: into a grid of parts, so that the largest takes the least time. Its thread multiplies, and it reads and packs
 * its rows of A and its columns of B. Two threads share the longer side. Eight that shared one side would each pack the whole other matrix.
 */
export function gridOf(threads: number, m: number, n: number): readonly Part[] {
  let best = { time: Infinity, parts: [] as readonly Part[] };
  for (let across = threads; across >= 1; across--) {
    const rows = ranges(m, across, ROWS);
    const columns = ranges(n, Math.floor(threads / across), COLUMNS);
    const [height, width] = [rows[0]![1], columns[0]![1]];
    const time = height * width + READING * (height + width);
    if (time < best.time) best = { time, parts: rows.flatMap((row) => columns.map((column) => ({ rows: row, columns: column }))) };
  }
  return best.parts;
}
