import type { ArrayDataset } from '@autoencoders/core';
import type { ColumnSpan, ColumnValues, Table, TableEncoder } from '@autoencoders/tables';

/** How well a column is reconstructed. */
export interface ColumnMeasure {
  readonly name: string;
  readonly kind: ColumnSpan['kind'];
  /** `R²` of numbers and date-times, `accuracy` of words. */
  readonly measure: 'R²' | 'accuracy';
  readonly value: number;
  /** The same of the best constant: 0 for R², the share of the most frequent word. */
  readonly constant: number;
}

/** How well each column of `data` is reconstructed by features `[rows, width]`. Cells that are missing do not count. */
export function columnMeasures(encoder: TableEncoder, data: ArrayDataset, reconstructed: Float32Array): readonly ColumnMeasure[] {
  const [truth, found] = [encoder.decode(data.values), encoder.decode(reconstructed)];
  return encoder.columns.flatMap((column) => {
    const rows = knownRows(encoder, data, column);
    const measured = rows.length === 0 ? undefined : measureOf(column, truth, found, rows);
    return measured && Number.isFinite(measured.value) ? [{ name: column.name, kind: column.kind, ...measured }] : [];
  });
}

/** The rows in which a column is known. */
export function knownRows({ width }: TableEncoder, { values, mask }: ArrayDataset, { start }: ColumnSpan): readonly number[] {
  const rows = Array.from({ length: values.length / width }, (_, row) => row);
  return mask ? rows.filter((row) => mask[row * width + start] === 1) : rows;
}

function measureOf(
  { name }: ColumnSpan,
  truth: Table,
  found: Table,
  rows: readonly number[],
): Pick<ColumnMeasure, 'measure' | 'value' | 'constant'> {
  const cells = truth.columns[name]!;
  const { errors, constant } = cellErrors(cells, found.columns[name]!, rows);
  const left = errors.reduce((sum, error) => sum + error, 0);
  if (cells instanceof Float64Array) return { measure: 'R²', value: constant === 0 ? NaN : 1 - left / constant, constant: 0 };
  return { measure: 'accuracy', value: (rows.length - left) / rows.length, constant: (rows.length - constant) / rows.length };
}

/** The errors of the cells of a column, and the sum of those of the best constant. */
export interface CellErrors {
  /** Squared for numbers; 1 for another word, 0 for the same. */
  readonly errors: readonly number[];
  /** Of the mean of numbers, of the most frequent word. */
  readonly constant: number;
}

/** The errors of `guesses` for the cells in these rows of a column. */
export function cellErrors(cells: ColumnValues, guesses: ColumnValues, rows: readonly number[]): CellErrors {
  if (cells instanceof Float64Array) {
    const mean = rows.reduce((sum, row) => sum + cells[row]!, 0) / rows.length;
    return {
      errors: rows.map((row) => (cells[row]! - Number(guesses[row])) ** 2),
      constant: rows.reduce((sum, row) => sum + (cells[row]! - mean) ** 2, 0),
    };
  }
  const counts = new Map<string | null, number>();
  for (const row of rows) counts.set(cells[row]!, (counts.get(cells[row]!) ?? 0) + 1);
  return { errors: rows.map((row) => Number(cells[row] !== guesses[row])), constant: rows.length - Math.max(...counts.values()) };
}
