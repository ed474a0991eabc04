import { leaves } from '@autoencoders/core';
import { showShape } from '@autoencoders/core/operations';
import type { Shape } from '@autoencoders/core';
import type { Row } from './build.js';

const thousands = (n: number): string => n.toLocaleString('en-US');

/** A table of a model's layers: part, layer, output shape, parameters. Shared kernels count where they first stand. */
export function summarize(input: Shape, rows: readonly Row[]): string {
  const seen = new Set<unknown>();
  const fresh = (weights: Row['weights']): number => {
    const own = Object.values(leaves(weights)).filter((leaf) => !seen.has(leaf));
    for (const leaf of own) seen.add(leaf);
    return own.reduce((sum, leaf) => sum + leaf.size, 0);
  };
  const counts = rows.map(({ weights }) => fresh(weights));
  const cells = rows.map(({ group, name, shape }, i) => [
    group === rows[i - 1]?.group ? '' : group,
    name,
    showShape(shape),
    thousands(counts[i]!),
  ]);
  const table = [['part', 'layer', 'output', 'parameters'], ['input', '', showShape(input), ''], ...cells];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]!.length)));
  const lines = table.map((row) =>
    row
      .map((cell, i) => (i === 3 ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
  return [...lines, `${thousands(counts.reduce((a, b) => a + b, 0))} parameters`].join('\n');
}
