import { rowCount } from '@autoencoders/core/internal';
import type { ArrayDataset } from '@autoencoders/core';
import type { FittedColumn, TableEncoder } from '@autoencoders/tables';
import type { DriftColumn } from './drift-reference.js';

/** The columns of an encoder's table, for `driftReference`. A word that is no level counts as one more. */
export const driftColumns = (encoder: TableEncoder): readonly DriftColumn[] =>
  encoder
    .toJSON()
    .columns.map((column) =>
      'levels' in column
        ? { name: column.name, kind: 'category', levels: [...column.levels, '(other)'] }
        : { name: column.name, kind: 'number' },
    );

/** Rows of features as a table's own numbers, and the places of its words among their levels: `[rows, columns]`. A missing cell is NaN. */
export function driftRows(examples: ArrayDataset, encoder: TableEncoder): ArrayDataset {
  const rows = rowCount(examples);
  const { columns } = encoder.decode(examples.values);
  const fitted: readonly FittedColumn[] = encoder.toJSON().columns;
  const values = new Float64Array(rows * fitted.length);
  for (const [c, column] of fitted.entries()) {
    const { start } = encoder.columns[c]!;
    const cells = columns[column.name]!;
    const levels = 'levels' in column ? new Map(column.levels.map((level, i) => [level, i])) : undefined;
    for (let i = 0; i < rows; i++) {
      const missing = examples.mask?.[i * encoder.width + start] === 0;
      const cell = cells[i];
      values[i * fitted.length + c] = missing ? NaN : levels ? (levels.get(String(cell)) ?? levels.size) : (cell as number);
    }
  }
  return { shape: [fitted.length], values };
}
