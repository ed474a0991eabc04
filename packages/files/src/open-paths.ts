import { openArrow as openArrowSource } from './arrow.js';
import type { ArrowTable, OpenArrowOptions } from './arrow.js';
import { named } from './file-access.js';
import type { NodeSource } from './file-access.js';
import { openParquet as openParquetSource } from './parquet.js';
import type { OpenParquetOptions } from './parquet.js';
import type { TableStream } from './table.js';

/** `openParquet` of the browser's entry, which takes a path, too. */
export async function openParquet(source: NodeSource, options?: OpenParquetOptions): Promise<TableStream> {
  return openParquetSource(await named('openParquet', source), options);
}

/** `openArrow` of the entry `arrow`, which takes a path, too. */
export async function openArrow(source: NodeSource | ArrowTable, options?: OpenArrowOptions): Promise<TableStream> {
  return openArrowSource(typeof source === 'string' ? await named('openArrow', source) : source, options);
}
