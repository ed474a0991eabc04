import { rowCount, sizeOf, sliceRows } from '@autoencoders/core/internal';
import type { ArrayDataset } from '@autoencoders/core';
import type { Table, TableEncoder } from '@autoencoders/tables';
import { withoutColumn } from './hide-columns.js';
import type { HideableColumn } from './hide-columns.js';
import { columnsOf } from './scaling.js';
import type { Scaling } from './scaling.js';
import type { Scorer } from './types.js';

/** What a detector expects of each column of some examples from all other columns. */
export interface Expected {
  /** Each number as it is expected where its column is hidden, `[examples, …shape]`, in its own unit; the features of a table's encoder. */
  readonly values: Float64Array;
  /** The same as cells of the table, in the units and words of its columns. Undefined where the examples are no rows of a table. */
  readonly table?: Table | undefined;
}

/** Examples that are restored together. Each is once for each column. */
const ROWS = 2000;

/** What a scorer expects of each column of examples, scaled as it sees them. Undefined where it predicts nothing. */
export async function expectedOf(
  { restore, shape }: Scorer,
  examples: ArrayDataset,
  columns: readonly HideableColumn[],
  { encoder, scaling }: { readonly encoder?: TableEncoder | undefined; readonly scaling?: Scaling | undefined },
): Promise<Expected | undefined> {
  if (!restore) return undefined;
  const [size, count] = [sizeOf(shape), rowCount(examples)];
  const values = new Float64Array(count * size);
  for (let from = 0; from < count; from += ROWS) {
    const part = sliceRows(examples, from, Math.min(count, from + ROWS));
    for (const column of columns) {
      const restored = await restore(withoutColumn(part, size, column));
      for (let at = column.start; at < restored.length; at += size)
        values.set(restored.subarray(at, at + column.fill.length), from * size + at);
    }
  }
  if (encoder) return { values, table: encoder.decode(values) };
  const groups = columnsOf(shape);
  return { values: scaling ? values.map((value, i) => value * scaling.scale[i % groups]! + scaling.center[i % groups]!) : values };
}
