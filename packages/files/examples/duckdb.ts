import type { DuckDBConnection } from '@duckdb/node-api';
import { fromRows } from '@autoencoders/files';
import type { TableColumn, TableStream } from '@autoencoders/files';

/** The type of a column by DuckDB's name for its type, such as `DECIMAL(18,2)`. */
function typeOf(type: string): TableColumn['type'] {
  if (/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL)/.test(type)) return 'number';
  if (type === 'BOOLEAN') return 'boolean';
  return /^(DATE|TIMESTAMP)/.test(type) ? 'dateTime' : 'string';
}

/** A query as a table. DuckDB gives about 2,000 rows at a time; it can also read CSV, Parquet and JSON files, and other databases. */
export async function duckdbTable(connection: DuckDBConnection, sql: string): Promise<TableStream> {
  const described = await (await connection.run(`DESCRIBE ${sql}`)).getRowObjectsJS();
  const columns = described.map(({ column_name, column_type }) => ({ name: String(column_name), type: typeOf(String(column_type)) }));
  const rows = async function* () {
    const result = await connection.stream(sql);
    yield* result.yieldRowObjectJs();
  };
  return fromRows(rows, { columns, name: 'the query' });
}
