import type { Table } from '@autoencoders/tables';

/** Square pictures, one in each row of a table. */
export interface Pixels {
  /** The names of the columns. */
  readonly columns: readonly string[];
  readonly side: number;
  /** What pixels are divided by: 16 or 255. */
  readonly white: number;
  /** From 0 to 1. */
  readonly values: Float32Array;
}

const LEAST_SIDE = 4;
const [SIXTEEN, BYTE] = [16, 255];

/**
 * The pictures whose pixels are in the columns `names`: as many as a square has, with names that differ in their numbers
 * alone, and whole numbers from 0 to 16, or to 255. Undefined for a table that holds anything else.
 */
export function pixelsOf({ rows, columns }: Table, names: readonly string[]): Pixels | undefined {
  const side = Math.sqrt(names.length);
  const isSquare = Number.isInteger(side) && side >= LEAST_SIDE;
  if (!isSquare || new Set(names.map((name) => name.replaceAll(/\d+/g, '#'))).size > 1) return undefined;
  const values = new Float32Array(rows * names.length);
  let greatest = 0;
  for (const [c, name] of names.entries()) {
    const cells = columns[name]!;
    for (let r = 0; r < rows; r++) {
      const value = Number(cells[r] ?? NaN);
      if (!Number.isInteger(value) || value < 0 || value > BYTE) return undefined;
      greatest = Math.max(greatest, value);
      values[r * names.length + c] = value;
    }
  }
  // Answers from 1 to 5 are no pixels.
  if (greatest < SIXTEEN) return undefined;
  const white = greatest === SIXTEEN ? SIXTEEN : BYTE;
  return { columns: names, side, white, values: values.map((value) => value / white) };
}
