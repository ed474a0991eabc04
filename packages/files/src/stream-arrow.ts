import type { Data, DataType, RecordBatchFileWriter as Writer } from 'apache-arrow';
import { check } from '@autoencoders/core/operations';
import { loadArrow } from './load-arrow.js';
import type { ArrowModule } from './arrow-columns.js';
import { checkRows, isVectors } from './written-rows.js';
import type { WrittenColumn, WrittenRows } from './written-rows.js';

/**
 * Rows as the bytes of an Arrow file, in pieces: a record batch for each part. Vectors become lists of a fixed size of float32. The npm package
 * apache-arrow writes; install it beside this package. Throws when it is missing, when no part comes, and when a part has other columns than
 * the first.
 *
 * @param parts The rows, one part after another.
 */
export async function* streamArrow(parts: AsyncIterable<WrittenRows> | Iterable<WrittenRows>): AsyncGenerator<Uint8Array, void> {
  const arrow = await loadArrow('streamArrow');
  const pieces: Uint8Array[] = [];
  let writer: Writer | undefined;
  let first: WrittenRows | undefined;
  for await (const part of parts) {
    first ??= part;
    checkRows('streamArrow', part, first);
    writer ??= writerTo(arrow, pieces);
    const data = Object.entries(part.columns).map(([name, column]) => [name, dataOf(arrow, column)] as const);
    const fields = data.map(([name, { type }]) => new arrow.Field(name, type, false));
    const struct = arrow.makeData({
      type: new arrow.Struct(fields),
      length: part.rows,
      nullCount: 0,
      children: data.map(([, each]) => each),
    });
    writer.write(new arrow.RecordBatch(new arrow.Schema(fields), struct));
    yield* pieces.splice(0);
  }
  check(writer !== undefined, 'streamArrow: no rows came');
  writer.finish();
  yield* pieces.splice(0);
}

/** A writer whose bytes go into `pieces` at once, rather than into a queue that somebody must read. */
function writerTo(arrow: ArrowModule, pieces: Uint8Array[]): Writer {
  const queue = Object.assign(new arrow.AsyncByteQueue(), { write: (bytes: Uint8Array) => void pieces.push(bytes) });
  const writer = new arrow.RecordBatchFileWriter();
  writer.reset(queue as never);
  return writer;
}

function dataOf(arrow: ArrowModule, column: WrittenColumn): Data<DataType> {
  if (isVectors(column)) {
    const child = arrow.makeData({ type: new arrow.Float32(), length: column.values.length, nullCount: 0, data: column.values });
    const type = new arrow.FixedSizeList(column.size, new arrow.Field('item', child.type, false));
    return arrow.makeData({ type, length: column.values.length / column.size, nullCount: 0, child });
  }
  if (column instanceof Float32Array)
    return arrow.makeData({ type: new arrow.Float32(), length: column.length, nullCount: 0, data: column });
  if (column instanceof Float64Array)
    return arrow.makeData({ type: new arrow.Float64(), length: column.length, nullCount: 0, data: column });
  if (column instanceof Int32Array) return arrow.makeData({ type: new arrow.Int32(), length: column.length, nullCount: 0, data: column });
  return arrow.vectorFromArray(column as readonly string[], new arrow.Utf8()).data[0]!;
}
