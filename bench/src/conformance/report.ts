import { contenders } from './contenders.js';
import type { ContenderName } from './contenders.js';
import type { SuiteName } from './protocol.js';
import type { Verdicts } from './runs.js';

/** What one contender reached on one suite. */
export interface Row {
  readonly contender: ContenderName;
  readonly passed: number;
  readonly failed: number;
  /** Ended the process, or did not end. */
  readonly lost: number;
  /** The same of tests that tfjs itself runs on its WASM backend. */
  readonly chosen?: { readonly passed: number; readonly failed: number };
}

/** How a contender compares with the stock one. */
export interface Comparison {
  readonly contender: ContenderName;
  readonly against: ContenderName;
  /** Tests that stock passes and this one fails: there must be none. */
  readonly lost: readonly { readonly test: string; readonly why: string }[];
  /** How many tests this one passes and stock fails, by what they test; and both fail. */
  readonly won: Readonly<Record<string, number>>;
  readonly neither: Readonly<Record<string, number>>;
}

export interface SuiteReport {
  readonly suite: SuiteName;
  readonly tests: number;
  readonly rows: readonly Row[];
  readonly comparisons: readonly Comparison[];
}

export type Results = ReadonlyMap<ContenderName, Verdicts>;

export function reportOf(suite: SuiteName, results: Results, chosen?: (name: string) => boolean): SuiteReport {
  const tests = Math.max(...[...results.values()].map(({ size }) => size));
  const rows = [...results].map(([contender, verdicts]): Row => {
    const of = (outcomes: readonly string[], only: (name: string) => boolean = () => true): number =>
      [...verdicts].filter(([name, { outcome }]) => outcomes.includes(outcome) && only(name)).length;
    const counts = { passed: of(['passed']), failed: of(['failed']), lost: of(['hung', 'crashed']) };
    const within = chosen && { chosen: { passed: of(['passed'], chosen), failed: of(['failed', 'hung', 'crashed'], chosen) } };
    return { contender, ...counts, ...within };
  });
  const comparisons = [...results].flatMap(([contender, verdicts]) => {
    const { against } = contenders[contender];
    const stock = against && results.get(against);
    return stock ? [compare(contender, verdicts, against, stock)] : [];
  });
  return { suite, tests, rows, comparisons };
}

/** Tests that stock passes and a contender does not. */
export const lostBy = (verdicts: Verdicts, stock: Verdicts): Comparison['lost'] =>
  [...stock]
    .filter(([test, { outcome }]) => outcome === 'passed' && verdicts.get(test)?.outcome !== 'passed')
    .map(([test]) => ({ test, why: verdicts.get(test)?.why ?? verdicts.get(test)?.outcome ?? 'not run' }));

function compare(contender: ContenderName, verdicts: Verdicts, against: ContenderName, stock: Verdicts): Comparison {
  const count = (wins: boolean): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const [test, { outcome }] of verdicts)
      if ((outcome === 'passed') === wins && stock.get(test)?.outcome !== 'passed') counts[kindOf(test)] = (counts[kindOf(test)] ?? 0) + 1;
    return counts;
  };
  return { contender, against, lost: lostBy(verdicts, stock), won: count(true), neither: count(false) };
}

/** What a test tests: the first words of its name. */
const kindOf = (test: string): string => (test.includes(' test-wasm') ? test.split(' test-wasm')[0]! : test.split(' ')[0]!).trim();
