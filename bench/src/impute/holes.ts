import { permutation, seeded } from '@autoencoders/core';
import type { ColumnValues, Table } from '@autoencoders/tables';

/** A cell of a table: the name of its column, and its row. */
export type CellAt = readonly [column: string, row: number];

/** A table in which some known cells are hidden, and which these are. */
export interface WithHoles {
  readonly table: Table;
  readonly hidden: readonly CellAt[];
}

export const isMissing = (cells: ColumnValues, row: number): boolean => cells[row] === null || Number.isNaN(cells[row]);

/** Hides a share of the known cells of each column, chosen by `seed`. */
export function withHoles({ rows, columns }: Table, share: number, seed: number): WithHoles {
  const hidden: CellAt[] = [];
  const seeds = seeded(seed);
  const holey = Object.entries(columns).map(([name, cells]) => {
    const known = Array.from({ length: rows }, (_, row) => row).filter((row) => !isMissing(cells, row));
    const order = permutation(known.length, seeds());
    const gone = new Set(Array.from(order.subarray(0, Math.round(share * known.length)), (place) => known[place]!));
    for (const row of gone) hidden.push([name, row]);
    const left =
      cells instanceof Float64Array
        ? cells.map((cell, row) => (gone.has(row) ? NaN : cell))
        : cells.map((cell, row) => (gone.has(row) ? null : cell));
    return [name, left] as const;
  });
  return { table: { rows, columns: Object.fromEntries(holey) }, hidden };
}

/** How well hidden cells were guessed. */
export interface Score {
  /** The root mean square error of each number column over its standard deviation, averaged over these columns. NaN without numbers. */
  readonly error: number;
  /** The share of words that are right in each column, averaged over these columns. */
  readonly accuracy: number;
}

export function scoreOf(truth: Table, guess: Table, hidden: readonly CellAt[]): Score {
  const byColumn = new Map<string, number[]>();
  for (const [column, row] of hidden) {
    const rows = byColumn.get(column);
    if (rows) rows.push(row);
    else byColumn.set(column, [row]);
  }
  const [errors, accuracies]: [number[], number[]] = [[], []];
  for (const [column, rows] of byColumn) {
    const [cells, guesses] = [truth.columns[column]!, guess.columns[column]!];
    if (cells instanceof Float64Array)
      errors.push(rootMeanSquare(rows.map((row) => cells[row]! - Number(guesses[row]))) / deviation(cells));
    else accuracies.push(rows.filter((row) => cells[row] === guesses[row]).length / rows.length);
  }
  return { error: mean(errors), accuracy: mean(accuracies) };
}

/** The mean of some numbers; NaN of none. */
export const mean = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

const rootMeanSquare = (numbers: readonly number[]): number => Math.sqrt(mean(numbers.map((each) => each * each)));

function deviation(cells: Float64Array): number {
  const known = Array.from(cells).filter((cell) => !Number.isNaN(cell));
  const middle = mean(known);
  return rootMeanSquare(known.map((cell) => cell - middle));
}
