import { openArrow as openArrowSource } from './arrow.js';
import type { ArrowTable, OpenArrowOptions } from './arrow.js';
import { named } from './file-access.js';
import type { NodeSource } from './file-access.js';
import { openParquet as openParquetSource } from './parquet.js';
import type { OpenParquetOptions } from './parquet.js';
import type { TableStream } from './table.js';

/**
 * `openParquet` of the browser's entry, which takes a path, too.
 *
 * @param source The file: its bytes, a `File`, or an address.
 */
export async function openParquet(source: NodeSource, options?: OpenParquetOptions): Promise<TableStream> {
  const table = await openParquetSource(await named('openParquet', source), options);
  const { shard } = options ?? {};
  // The functions of a group cannot be sent to another thread.
  return withOrigin(table, 'openParquet', source, shard ? { ...options, shard: { rank: shard.rank, size: shard.size } } : options);
}

/**
 * `openArrow` of the entry `arrow`, which takes a path, too.
 *
 * @param source The file, or a table.
 */
export async function openArrow(source: NodeSource | ArrowTable, options?: OpenArrowOptions): Promise<TableStream> {
  const table = await openArrowSource(typeof source === 'string' ? await named('openArrow', source) : source, options);
  return withOrigin(table, 'openArrow', source, options);
}

/** The table of a file on disk, with how another thread opens it. */
function withOrigin(table: TableStream, call: string, source: unknown, options: object | undefined): TableStream {
  if (typeof source !== 'string') return table;
  // Not `import.meta.url`, which in a bundle is the whole program.
  const module = new URL('./open-paths.js', import.meta.url).href;
  return { ...table, openedBy: { module, call, args: [source, options] } };
}
