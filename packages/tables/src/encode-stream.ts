import type { StreamDataset } from '@autoencoders/core';
import type { TableEncoder } from './encoder.js';
import { streamTable } from './read.js';
import type { TableSource } from './sources/source.js';

/** The rows of a source as features, some at a time. They are read anew in every loop. */
export function encodedStream(source: TableSource, encoder: TableEncoder, optional: readonly string[]): StreamDataset {
  const { schema, classes, width } = encoder;
  return {
    name: source.name,
    shape: [width],
    ...(classes && { classes }),
    async *chunks() {
      const { chunks } = await streamTable(source, { schema, optional });
      for await (const table of chunks()) yield encoder.encode(table);
    },
  };
}
