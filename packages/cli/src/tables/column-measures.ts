import type { ArrayDataset } from '@autoencoders/core';
import type { ColumnSpan, Table, TableEncoder } from '@autoencoders/tables';

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
  const [cells, guesses] = [truth.columns[name]!, found.columns[name]!];
  if (cells instanceof Float64Array) {
    const mean = rows.reduce((sum, row) => sum + cells[row]!, 0) / rows.length;
    const total = rows.reduce((sum, row) => sum + (cells[row]! - mean) ** 2, 0);
    const left = rows.reduce((sum, row) => sum + (cells[row]! - Number(guesses[row])) ** 2, 0);
    return { measure: 'R²', value: total === 0 ? NaN : 1 - left / total, constant: 0 };
  }
  const counts = new Map<string | null, number>();
  for (const row of rows) counts.set(cells[row]!, (counts.get(cells[row]!) ?? 0) + 1);
  const right = rows.filter((row) => cells[row] === guesses[row]).length;
  return { measure: 'accuracy', value: right / rows.length, constant: Math.max(...counts.values()) / rows.length };
}
