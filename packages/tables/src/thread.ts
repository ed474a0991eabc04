// The script of the thread that reads a table and encodes its rows, in Node.
import { serveDataset } from '@autoencoders/core/internal';
import { check } from '@autoencoders/core/operations';
import type { ModuleCall } from '@autoencoders/core/internal';
import { encodedStream } from './encode-stream.js';
import { tableEncoder } from './encoder.js';
import type { TableEncoderJson } from './encoder.js';
import { fromColumns } from './sources/columns.js';
import type { TableStream } from './sources/columns.js';
import type { TableSource } from './sources/source.js';

/** What the thread is to read. */
export interface ThreadJob {
  /** What messages call the table. */
  readonly name: string;
  readonly openedBy: ModuleCall;
  readonly encoder: TableEncoderJson;
  /** How many bytes the table has at least. If the file has fewer, the worker fails, and the other thread reports that the file became shorter. */
  readonly bytes: number;
  /** The columns that the table may lack. */
  readonly optional: readonly string[];
}

serveDataset(async ({ name, openedBy: { module, call, args }, encoder, bytes, optional }: ThreadJob) => {
  const opened = (await ((await import(module)) as Record<string, (...args: unknown[]) => unknown>)[call]!(...args)) as
    | TableSource
    | TableStream;
  const source = 'rows' in opened ? opened : fromColumns(opened);
  check((source.bytes ?? 0) >= bytes, () => `${name} became shorter while it was in use`);
  return encodedStream({ ...source, name }, tableEncoder(encoder), optional);
});
