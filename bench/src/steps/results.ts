import { stepFlops, taskFlops } from './arithmetic.js';
import { BLAS, OURS, limitName } from './contenders.js';
import { LIMIT_FLOPS, kinds } from './multiply-add.js';
import type { Kind } from './multiply-add.js';
import type { Measured } from './rounds.js';
import { difference, median, ratio } from './statistics.js';
import { isExact } from './tasks.js';
import type { ModelTask, ProductTask, StepTask } from './tasks.js';

/** The result of a contender for a model. */
export interface Timing {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  /** The median of a step, in milliseconds, over `steps` of them. */
  readonly ms: number;
  readonly steps: number;
  /** The median of each round. */
  readonly rounds: readonly number[];
  /** How many times as long as ours. */
  readonly ratio: number;
  readonly gflops: number;
  /** The most memory of its process, in MB; NaN where that is not known. */
  readonly peak: number;
  /** The largest relative difference between its losses and ours in the first `COMPARED` steps. */
  readonly difference: number;
  /** Its losses in its first steps, `COMPARED` at most. */
  readonly losses: readonly number[];
}

/** The results of all contenders for one model. */
export interface ModelResult {
  readonly name: string;
  readonly title: string;
  /** Billions of operations in one step. */
  readonly gflop: number;
  /** The largest difference of losses that is allowed. */
  readonly tolerance: number;
  readonly entries: readonly Timing[];
}

/** A figure for each way to multiply and add. */
export type Limits = Readonly<Record<Kind, number>>;

/** A product of matrices: GFLOP/s, and how ours compares. */
export interface ProductResult {
  readonly name: string;
  readonly title: string;
  readonly ours: number;
  readonly stock: number;
  /** The machine's BLAS, on as many threads as there are cores; NaN where there is none. */
  readonly blas: number;
  /** The limits of one thread, measured in the same rounds; NaN for a kind that the engine does not have. */
  readonly limits: Limits;
  /** How many times as fast as stock. */
  readonly ratio: number;
  /** Our speed divided by each of the limits. */
  readonly shares: Limits;
  /** The relative difference of the two products. */
  readonly difference: number;
}

/** How many steps have their losses compared. Later, rounding errors are too large for a comparison. */
export const COMPARED = 20;

/**
 * With the same start and the same batches, losses differ only because a hundred thousand squares are added in another order in float32. With
 * noise of their own, they differ by one or two percent.
 */
export const toleranceOf = (task: StepTask): number => (isExact(task) ? 2e-3 : 0.1);

const times = ({ rounds }: Measured): readonly (readonly number[])[] => rounds.map(({ ms }) => ms);
const lossesOf = ({ ready, rounds }: Measured): readonly number[] => [ready, ...rounds].flatMap(({ losses }) => losses);
const gigaflops = (flops: number, ms: number): number => flops / ms / 1e6;
const named = (all: readonly Measured[], name: string): Measured | undefined => all.find(({ contender }) => contender.name === name);

/** The results for a model, with ours first. */
export function modelResult(task: ModelTask, all: readonly Measured[]): ModelResult {
  const ours = named(all, OURS)!;
  const flops = taskFlops(task);
  const entries = all.map((measured): Timing => {
    const ms = times(measured).flat();
    return {
      name: measured.contender.name,
      title: measured.contender.title,
      version: measured.ready.version,
      ms: median(ms),
      steps: ms.length,
      rounds: times(measured).map(median),
      ratio: ratio(times(measured), times(ours)),
      gflops: gigaflops(flops, median(ms)),
      peak: measured.peak,
      difference: difference(lossesOf(measured), lossesOf(ours), COMPARED),
      losses: lossesOf(measured).slice(0, COMPARED),
    };
  });
  return { name: task.name, title: task.title, gflop: stepFlops(task) / 1e9, tolerance: toleranceOf(task), entries };
}

/** The result for a product. */
export function productResult(task: ProductTask, all: readonly Measured[]): ProductResult {
  const [ours, stock, blas] = [OURS, 'tfjs', BLAS].map((name) => named(all, name));
  const speed = (measured: Measured | undefined, flops: number): number =>
    gigaflops(flops, measured ? median(times(measured).flat()) : NaN);
  // The time of the limit divided by the time of ours, round by round like all ratios.
  const share = (limit: Measured | undefined): number =>
    limit ? (ratio(times(limit), times(ours!)) * taskFlops(task)) / LIMIT_FLOPS : NaN;
  const each = (figure: (limit: Measured | undefined) => number): Limits =>
    Object.fromEntries(kinds.map((kind) => [kind, figure(named(all, limitName(kind)))])) as Limits;
  return {
    name: task.name,
    title: task.title,
    ours: speed(ours, taskFlops(task)),
    stock: speed(stock, taskFlops(task)),
    blas: speed(blas, taskFlops(task)),
    limits: each((limit) => speed(limit, LIMIT_FLOPS)),
    ratio: stock ? ratio(times(stock), times(ours!)) : NaN,
    shares: each(share),
    difference: stock ? difference(lossesOf(stock), lossesOf(ours!), 1) : 0,
  };
}

/** Our speed divided by that of the fastest multiply-adds; NaN when none was measured. `apart` does not count: its additions need no product. */
export const lowestShare = ({ shares: { chained, fused } }: Pick<ProductResult, 'shares'>): number => {
  const known = [chained, fused].filter((share) => Number.isFinite(share));
  return known.length > 0 ? Math.min(...known) : NaN;
};

/** A sentence for each contender whose losses or products differ from ours: it computes something else. */
export function strangers(models: readonly ModelResult[], products: readonly ProductResult[]): readonly string[] {
  const far = (value: number): string => (Number.isFinite(value) ? `${(100 * value).toPrecision(2)} %` : 'not to be compared');
  return [
    ...models.flatMap(({ title, tolerance, entries }) =>
      entries
        .filter((entry) => !(entry.difference <= tolerance))
        .map((entry) => `${title}: the losses of ${entry.title} differ from ours by ${far(entry.difference)}: it computes something else`),
    ),
    ...products
      .filter((product) => !(product.difference <= 1e-4))
      .map(({ title, difference }) => `product ${title}: ours differs from stock tfjs's by ${far(difference)}`),
  ];
}
