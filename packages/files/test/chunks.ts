import type { TableChunk, TableStream } from '../src/index.js';

/** All chunks of a table. */
export async function chunksOf(table: TableStream): Promise<readonly TableChunk[]> {
  const chunks: TableChunk[] = [];
  for await (const chunk of table) chunks.push(chunk);
  return chunks;
}
