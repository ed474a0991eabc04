import { named } from './file-access.js';
import type { NodeSource } from './file-access.js';
import { openParquet as openSource } from './parquet.js';
import type { OpenParquetOptions } from './parquet.js';
import type { TableStream } from './table.js';

export type { NodeSource } from './file-access.js';
export { fromNpy, parseNpy, parseNpz, toNpy, toNpz } from './index.js';
export type { FromNpyOptions, NpyArray, NpyData } from './index.js';
export type { OpenParquetOptions } from './parquet.js';

/** `openParquet` of the browser's entry, which takes a path, too. */
export async function openParquet(source: NodeSource, options?: OpenParquetOptions): Promise<TableStream> {
  return openSource(await named('openParquet', source), options);
}
