import { sizeOf } from '@autoencoders/core/internal';
import { arithmetic } from './arithmetic.js';
import type { Graph } from './graph.js';
import type { ValueInfo } from './proto.js';
import type { Examples, Scored, ScorerGraph } from './scorers/scorer.js';

/** Of a score, relative to it. */
const ROUNDING = 1e-7;

/** The features of one column, and what they are where its cell is missing. */
export interface ColumnFeatures {
  readonly start: number;
  readonly fill: ArrayLike<number>;
}

/** 1 for the features of each column: `[columns, size]`, row-major. */
function membersOf(columns: readonly ColumnFeatures[], size: number): Float32Array {
  const members = new Float32Array(columns.length * size);
  for (const [i, { start, fill }] of columns.entries()) members.fill(1, i * size + start, i * size + start + fill.length);
  return members;
}

/** The contributions of features, `[batch, size]`, as those of columns, `[batch, columns]`. */
export function byColumn(g: Graph, contributions: string, columns: readonly ColumnFeatures[], size: number): string {
  if (columns.length === size) return contributions;
  const members = g.constant('members', membersOf(columns, size), [columns.length, size]);
  return g.node('Gemm', [contributions, members], { transB: 1 });
}

/**
 * What each column adds to the score, `[batch, columns]`, by hiding one after the other: dropⱼ = max(0, s − s₋ⱼ), and column j adds
 * s·dropⱼ / Σ drop. Where no column lowers the score, the scorer's own contributions stay. As `scoresByHiding` of @autoencoders/anomaly. A Scan
 * scores without each column in turn, so that it needs memory for one at a time.
 */
export function byHiding(
  g: Graph,
  examples: Examples,
  scorer: ScorerGraph,
  { score, contributions }: Scored,
  columns: readonly ColumnFeatures[],
): string {
  const { shape } = examples;
  const size = sizeOf(shape);
  g.at('hiding');
  const fill = new Float32Array(size);
  for (const column of columns) fill.set(Array.from(column.fill), column.start);
  const filled = g.constant('fill', fill, shape);
  const hides: ValueInfo = { name: 'hides', shape, axis: 'none', about: '1 for each number of the column that is hidden' };
  const body = g.body([hides], { shape: [1], type: 'double', about: 'the score without the column' }, (inner, [hidden]) => {
    const m = arithmetic(inner, 'float');
    inner.at('hiding/without');
    const isHidden = m.cast(hidden!, 'bool');
    const [x, mask] = [m.where(isHidden, filled, examples.x), m.where(isHidden, 0, examples.mask)];
    return scorer(inner, { shape, x, mask, allPartial: true }).score;
  });
  const own = byColumn(g, contributions(), columns, size);
  g.at('hiding');
  const each = g.constant('columns', membersOf(columns, size), [columns.length, ...shape]);
  const without = g.node('Scan', [each], { body: { body }, num_scan_inputs: 1 });
  const m = arithmetic(g, 'double');
  const scores = g.node('Transpose', [g.node('Squeeze', [without, g.ints([2])])], { perm: [1, 0] });
  const drop = m.sub(score, scores);
  // A smaller drop is rounding in 32 bits. Where all are, the scorer's own contributions stay.
  const drops = m.where(m.less(m.mul(m.abs(score), ROUNDING), drop), drop, 0);
  const all = m.sum(drops);
  const lowered = m.less(0, all);
  const shares = m.div(m.mul(score, drops), m.where(lowered, all, 1));
  return m.where(lowered, shares, m.cast(own, 'double'));
}
