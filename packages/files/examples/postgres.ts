import type { Client } from 'pg';
import Cursor from 'pg-cursor';
import { fromRows } from '@autoencoders/files';
import type { Row, TableColumn, TableStream } from '@autoencoders/files';

/**
 * The rows of a query, through a cursor: the server holds the result, and `size` rows are in memory at a time. When the server goes away, the
 * loop throws.
 */
export async function* cursor(client: Client, sql: string, size: number = 10_000): AsyncGenerator<readonly Row[], void> {
  const rows = client.query(new Cursor<Row>(sql));
  // A query that failed is closed already.
  let open = true;
  try {
    for (;;) {
      const some = await rows.read(size);
      if (some.length === 0) return;
      yield some;
    }
  } catch (error) {
    open = false;
    throw error;
  } finally {
    if (open) await rows.close();
  }
}

/** The types of PostgreSQL that are numbers or dates, by their number in the catalogue (`pg_type`). */
const types: Readonly<Record<number, TableColumn['type']>> = {
  16: 'boolean',
  20: 'number',
  21: 'number',
  23: 'number',
  700: 'number',
  701: 'number',
  1082: 'dateTime',
  1114: 'dateTime',
  1184: 'dateTime',
  1700: 'number',
};

/** A query as a table: its columns are asked for first, with no rows. */
export async function postgresTable(client: Client, sql: string): Promise<TableStream> {
  // Otherwise an error between two reads, when nobody waits, would end the process.
  if (client.listenerCount('error') === 0) client.on('error', () => undefined);
  const { fields } = await client.query(`SELECT * FROM (${sql}) AS query LIMIT 0`);
  const columns = fields.map(({ name, dataTypeID }) => ({ name, type: types[dataTypeID] ?? 'string' }));
  return fromRows(() => cursor(client, sql), { columns, name: 'the query' });
}
