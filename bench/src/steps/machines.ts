import { BLAS, OURS, TWO_THREADS } from './contenders.js';
import type { Limits, ModelResult, ProductResult, Timing } from './results.js';
import { ratio } from './statistics.js';

/** How we compare for one model on one machine. NaN for what did not take part. */
export interface Comparison {
  readonly title: string;
  /** Our time with the BLAS, of PyTorch's with one thread or with two, whichever is faster. */
  readonly ofPytorch: number;
  /** Our speed with the BLAS, of the best speed of its products. */
  readonly ofPeak: number;
  /** Our speed with one thread of WASM, of the limit of its registers. */
  readonly ofLimit: number;
  /** How many times as fast as jax-js we are with one thread. */
  readonly overJax: number;
  /** How many times as fast as one thread two are. */
  readonly twoThreads: number;
}

/** What is kept of a run on another machine. */
export interface Machine {
  readonly machine: string;
  readonly date: string;
  readonly comparisons: readonly Comparison[];
}

/** The results of a run, with those of other machines that it keeps. */
interface Run {
  readonly machine: string;
  readonly date: string;
  readonly limits: Limits;
  readonly models: readonly ModelResult[];
  readonly products: readonly ProductResult[];
  readonly others?: readonly Machine[];
}

/** How many other machines are kept. */
const KEPT = 3;

/** The best speed of the machine's BLAS, in GFLOP/s. NaN where there is none. */
export function peakOf(products: readonly ProductResult[]): number {
  const known = products.map(({ blas }) => blas).filter(Number.isFinite);
  return known.length > 0 ? Math.max(...known) : NaN;
}

/** How we compare on the machine of a run. */
export function comparisonsOf({ machine, date, limits, models, products }: Run): Machine {
  const limit = Math.max(...[limits.chained, limits.fused].filter(Number.isFinite));
  const peak = peakOf(products);
  return { machine, date, comparisons: models.map((model) => comparison(model, peak, limit)) };
}

function comparison({ title, entries }: ModelResult, peak: number, limit: number): Comparison {
  const named = (name: string): Timing | undefined => entries.find((entry) => entry.name === name);
  const over = (slow: Timing | undefined, fast: Timing | undefined): number =>
    slow && fast
      ? ratio(
          slow.rounds.map((ms) => [ms]),
          fast.rounds.map((ms) => [ms]),
        )
      : NaN;
  const torch = entries.filter(({ name }) => name.startsWith('torch-')).sort((a, b) => a.ms - b.ms);
  const [ours, blas] = [named(OURS), named(BLAS)];
  return {
    title,
    ofPytorch: over(blas, torch[0]),
    ofPeak: (blas?.gflops ?? NaN) / peak,
    ofLimit: (ours?.gflops ?? NaN) / limit,
    overJax: over(named('jax-js'), ours),
    twoThreads: over(ours, named(TWO_THREADS)),
  };
}

/** The other machines that results on `machine` keep from the results before them, the last run first. */
export function othersOf(machine: string, before: Run | undefined): readonly Machine[] {
  if (!before) return [];
  return [comparisonsOf(before), ...(before.others ?? [])].filter((other) => other.machine !== machine).slice(0, KEPT);
}
