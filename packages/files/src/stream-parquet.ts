import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { check } from '@autoencoders/core/operations';
import { checkRows, isVectors } from './written-rows.js';
import type { WrittenColumn, WrittenRows } from './written-rows.js';

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

/**
 * Rows as the bytes of a Parquet file, in pieces: a row group for each part, compressed with Snappy. Vectors become lists of float32. Throws when no part
 * comes, and when a part has other columns than the first.
 *
 * @param parts The rows, one part after another.
 */
export async function* streamParquet(parts: AsyncIterable<WrittenRows> | Iterable<WrittenRows>): AsyncGenerator<Uint8Array, void> {
  const pieces: Uint8Array[] = [];
  const sink = writerTo(pieces);
  let writer: ParquetWriter | undefined;
  let first: WrittenRows | undefined;
  for await (const part of parts) {
    first ??= part;
    checkRows('streamParquet', part, first);
    writer ??= new ParquetWriter({ writer: sink, schema: schemaOf(part.columns) });
    const columnData = Object.entries(part.columns).map(([name, column]) => ({ name, data: valuesOf(column) }));
    await writer.write({ columnData, rowGroupSize: part.rows });
    yield* pieces.splice(0);
  }
  check(writer !== undefined, 'streamParquet: no rows came');
  await writer.finish();
  yield* pieces.splice(0);
}

/** A writer that hands on what it has after each row group. Its offset counts all bytes. */
function writerTo(pieces: Uint8Array[]): ByteWriter {
  const writer = new ByteWriter();
  const handOn = (): void => {
    pieces.push(writer.getBytes().slice());
    writer.index = 0;
  };
  return Object.assign(writer, { flush: handOn, finish: handOn });
}

function schemaOf(columns: WrittenRows['columns']): SchemaElement[] {
  const entries = Object.entries(columns);
  return [{ name: 'root', num_children: entries.length }, ...entries.flatMap(([name, column]) => elementsOf(name, column))];
}

function elementsOf(name: string, column: WrittenColumn): SchemaElement[] {
  const repetition_type = 'REQUIRED';
  if (isVectors(column))
    return [
      { name, repetition_type, num_children: 1, converted_type: 'LIST' },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      { name: 'element', type: 'FLOAT', repetition_type },
    ];
  if (column instanceof Int32Array) return [{ name, type: 'INT32', repetition_type }];
  if (column instanceof Float32Array) return [{ name, type: 'FLOAT', repetition_type }];
  if (column instanceof Float64Array) return [{ name, type: 'DOUBLE', repetition_type }];
  return [{ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type }];
}

const valuesOf = (column: WrittenColumn): any[] | Float32Array | Float64Array | Int32Array =>
  isVectors(column)
    ? Array.from({ length: column.values.length / column.size }, (_, row) =>
        Array.from(column.values.subarray(row * column.size, (row + 1) * column.size)),
      )
    : ArrayBuffer.isView(column)
      ? column
      : [...(column as readonly string[])];
