import { openArrow as openArrowSource } from './arrow.js';
import type { ArrowTable, OpenArrowOptions } from './arrow.js';
import { named } from './file-access.js';
import type { NodeSource } from './file-access.js';
import { openParquet as openParquetSource } from './parquet.js';
import type { OpenParquetOptions } from './parquet.js';
import type { TableStream } from './table.js';

export type { ArrowTable, OpenArrowOptions } from './arrow.js';
export { cifar10, cifar10Archive } from './cifar10.js';
export type { Cifar10Options } from './cifar10.js';
export { download } from './download-file.js';
export type { DownloadFileOptions } from './download-file.js';
export type { NodeSource } from './file-access.js';
export { openPictures } from './open-pictures.js';
// Everything of the browser's entry but what is here by the same name.
export * from './index.js';

/** `openParquet` of the browser's entry, which takes a path, too. */
export async function openParquet(source: NodeSource, options?: OpenParquetOptions): Promise<TableStream> {
  return openParquetSource(await named('openParquet', source), options);
}

/** `openArrow` of the entry `arrow`, which takes a path, too. */
export async function openArrow(source: NodeSource | ArrowTable, options?: OpenArrowOptions): Promise<TableStream> {
  return openArrowSource(typeof source === 'string' ? await named('openArrow', source) : source, options);
}
