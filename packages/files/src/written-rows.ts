import { check } from '@autoencoders/core/operations';

/** Vectors of one size, one for each row: `values` has them row by row. */
export interface Vectors {
  readonly values: Float32Array;
  readonly size: number;
}

/** A column to write. */
export type WrittenColumn = readonly string[] | Float32Array | Float64Array | Int32Array | Vectors;

/** Rows to write. All parts of a file have the same columns. */
export interface WrittenRows {
  readonly rows: number;
  readonly columns: Readonly<Record<string, WrittenColumn>>;
}

export const isVectors = (column: WrittenColumn): column is Vectors => 'size' in column;

/** Throws where a column has other rows than the others, and where the columns are not those of the part before. */
export function checkRows(call: string, { rows, columns }: WrittenRows, before: WrittenRows): void {
  const names = (of: WrittenRows): string => Object.keys(of.columns).join(', ');
  check(
    names({ rows, columns }) === names(before),
    () => `${call}: a part has the columns ${names({ rows, columns })}, and the first has ${names(before)}`,
  );
  for (const [name, column] of Object.entries(columns)) {
    const found = isVectors(column) ? column.values.length / column.size : column.length;
    check(found === rows, () => `${call}: the column ${name} has ${found} rows, and not ${rows}`);
  }
}
