import { rowCount, sizeOf, sliceRows } from '@autoencoders/core/internal';
import type { ArrayDataset } from '@autoencoders/core';
import type { Scorer, Scores } from './types.js';

/** The features of one column, and what they are where its cell is missing. */
export interface HideableColumn {
  readonly start: number;
  readonly fill: ArrayLike<number>;
}

/** Scores with contributions. */
interface Hidden {
  readonly values: Float64Array;
  readonly contributions: Float64Array;
}

/** Examples that are explained together. Each is scored once for each column. */
const ROWS = 2000;

/**
 * Scores, and what each number adds to them, by hiding one column after the other: dropⱼ = max(0, s − s₋ⱼ), where s₋ⱼ is the score of the example
 * without column j, and column j adds s · dropⱼ / Σ drop. A column that is odd by itself makes the errors of its neighbours large, too; only
 * hiding it makes them small again. Where no column lowers the score, the scorer's own contributions stay. The features of a column share
 * evenly. Zeiler & Fergus, "Visualizing and understanding convolutional networks", 2014 (occlusion); Lei et al. 2018 (LOCO).
 */
export async function scoresByHiding(scorer: Scorer, examples: ArrayDataset, columns: readonly HideableColumn[]): Promise<Scores> {
  const size = sizeOf(scorer.shape);
  const count = rowCount(examples);
  const [values, contributions] = [new Float64Array(count), new Float64Array(count * size)];
  for (let at = 0; at < count; at += ROWS) {
    const part = await partByHiding(scorer, sliceRows(examples, at, Math.min(count, at + ROWS)), columns);
    values.set(part.values, at);
    contributions.set(part.contributions, at * size);
  }
  return { values, contributions };
}

async function partByHiding(scorer: Scorer, part: ArrayDataset, columns: readonly HideableColumn[]): Promise<Hidden> {
  const size = sizeOf(scorer.shape);
  const rows = rowCount(part);
  const { values: scores, contributions: own } = await scorer.score(part, { contributions: true });
  const drops = new Float64Array(columns.length * rows);
  for (const [c, column] of columns.entries()) {
    const { values } = await scorer.score(withoutColumn(part, size, column));
    for (let i = 0; i < rows; i++) drops[c * rows + i] = Math.max(0, scores[i]! - values[i]!);
  }
  const contributions = own ? own.slice() : new Float64Array(rows * size);
  for (let i = 0; i < rows; i++) {
    const all = columns.reduce((sum, _, c) => sum + drops[c * rows + i]!, 0);
    if (!(all > 0)) continue;
    for (const [c, { start, fill }] of columns.entries())
      contributions.fill((scores[i]! * drops[c * rows + i]!) / all / fill.length, i * size + start, i * size + start + fill.length);
  }
  return { values: scores, contributions };
}

/** The examples with one column as if it were missing. */
export function withoutColumn(examples: ArrayDataset, size: number, { start, fill }: HideableColumn): ArrayDataset {
  const values = Float32Array.from(examples.values);
  const mask = examples.mask ? Uint8Array.from(examples.mask) : new Uint8Array(values.length).fill(1);
  for (let at = start; at < values.length; at += size) {
    values.set(Array.from(fill), at);
    mask.fill(0, at, at + fill.length);
  }
  return { ...examples, values, mask };
}
