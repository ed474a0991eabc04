import { check, checkInteger } from '@autoencoders/core/operations';
import type { ColumnSpan } from '@autoencoders/tables';
import type { Expected } from './expected.js';
import type { Scores } from './types.js';

/** What one column adds to the score of an example. */
export interface Blame {
  readonly column: string;
  /** What it adds, in units of the score. */
  readonly contribution: number;
  /** The same as a share of the score. */
  readonly share: number;
  /** What the column would be expected to be: a number in its own unit, or a word. Undefined unless `expected` was given. */
  readonly expected?: number | string | null | undefined;
}

/** The name of a column, and the features that it has become. `encoder.columns` of `@autoencoders/tables` is a list of them. */
export type NamedSpan = Pick<ColumnSpan, 'name' | 'start' | 'width'>;

/**
 * Which columns make an example odd: what each adds to its score, the largest first. They add up to the score. `columns` are those of the
 * table's encoder, or the name of each number. `expected` is what `detector.expected` gave for the same examples. Throws where the scores came without contributions.
 *
 * ```ts
 * const scores = await detector.score(examples, { contributions: true });
 * const [worst] = explain(scores, 0, encoder.columns, await detector.expected(examples)); // income, expected about 41,000
 * ```
 */
export function explain(
  { values, contributions }: Scores,
  example: number,
  columns: readonly (NamedSpan | string)[],
  expected?: Expected,
): readonly Blame[] {
  check(contributions !== undefined, 'explain: the scores have no contributions; ask for them with { contributions: true }');
  checkInteger('explain', 'example', example, 0, values.length - 1);
  const size = contributions.length / values.length;
  const spans = columns.map((column, i): NamedSpan => (typeof column === 'string' ? { name: column, start: i, width: 1 } : column));
  const covered = spans.reduce((sum, { width }) => sum + width, 0);
  check(covered === size, () => `explain: the columns have ${covered} features, and an example has ${size}`);
  const own = contributions.subarray(example * size, (example + 1) * size);
  const score = own.reduce((sum, value) => sum + value, 0);
  return spans
    .map(({ name, start, width }): Blame => {
      const contribution = own.subarray(start, start + width).reduce((sum, value) => sum + value, 0);
      const cell = expected?.table
        ? expected.table.columns[name]?.[example]
        : width === 1
          ? expected?.values[example * size + start]
          : undefined;
      return { column: name, contribution, share: score === 0 ? 0 : contribution / score, ...(expected && { expected: cell }) };
    })
    .sort((a, b) => b.contribution - a.contribution);
}
