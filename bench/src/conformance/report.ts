import { contenders } from './contenders.js';
import type { ContenderName } from './contenders.js';
import type { SuiteName } from './protocol.js';
import type { Verdicts } from './runs.js';

/** The results of one contender in one suite. */
export interface Row {
  readonly contender: ContenderName;
  readonly passed: number;
  readonly failed: number;
  /** Ended the process, or did not end. */
  readonly lost: number;
  /** Tests that the CPU backend does not pass either. They count here, not as failed or lost: they are for another release, or not for Node. */
  readonly drift: number;
  /** The same for the tests that tfjs itself runs on its WASM backend. */
  readonly chosen?: { readonly passed: number; readonly failed: number };
}

/** How a contender compares with the stock one. */
export interface Comparison {
  readonly contender: ContenderName;
  readonly against: ContenderName;
  /** Tests that stock passes and this one fails: there must be none. */
  readonly lost: readonly { readonly test: string; readonly why: string }[];
  /** How many tests this one passes and stock fails, by subject; and how many both fail and the CPU backend passes. */
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
type Picks = (test: string) => boolean;

const passes = (verdicts: Verdicts | undefined, test: string): boolean => verdicts?.get(test)?.outcome === 'passed';

export function reportOf(suite: SuiteName, results: Results, chosen?: Picks): SuiteReport {
  const tests = Math.max(...[...results.values()].map(({ size }) => size));
  const cpu = results.get('cpu');
  const drifted: Picks = (test) => cpu !== undefined && !passes(cpu, test);
  const rows = [...results].map(([contender, verdicts]): Row => {
    const of = (outcomes: readonly string[], only: Picks = () => true): number =>
      [...verdicts].filter(([test, { outcome }]) => outcomes.includes(outcome) && only(test)).length;
    const bad = ['failed', 'hung', 'crashed'];
    const own: Picks = (test) => !drifted(test);
    const counts = { passed: of(['passed']), failed: of(['failed'], own), lost: of(['hung', 'crashed'], own), drift: of(bad, drifted) };
    return { contender, ...counts, ...(chosen && { chosen: { passed: of(['passed'], chosen), failed: of(bad, chosen) } }) };
  });
  const comparisons = [...results].flatMap(([contender, verdicts]) => {
    const { against } = contenders[contender];
    const stock = against && results.get(against);
    return stock ? [compare(contender, verdicts, against, stock, drifted)] : [];
  });
  return { suite, tests, rows, comparisons };
}

/** Tests that stock passes and a contender does not. */
export const lostBy = (verdicts: Verdicts, stock: Verdicts): Comparison['lost'] =>
  [...stock.keys()]
    .filter((test) => passes(stock, test) && !passes(verdicts, test))
    .map((test) => ({ test, why: verdicts.get(test)?.why ?? verdicts.get(test)?.outcome ?? 'not run' }));

function compare(contender: ContenderName, verdicts: Verdicts, against: ContenderName, stock: Verdicts, drifted: Picks): Comparison {
  const count = (picks: Picks): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const test of verdicts.keys()) if (!passes(stock, test) && picks(test)) counts[kindOf(test)] = (counts[kindOf(test)] ?? 0) + 1;
    return counts;
  };
  const won = count((test) => passes(verdicts, test));
  const neither = count((test) => !passes(verdicts, test) && !drifted(test));
  return { contender, against, lost: lostBy(verdicts, stock), won, neither };
}

/** The subject of a test: the first words of its name. */
const kindOf = (test: string): string => (test.includes(' test-wasm') ? test.split(' test-wasm')[0]! : test.split(' ')[0]!).trim();
