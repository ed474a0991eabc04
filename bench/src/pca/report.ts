import { table } from '../steps/markdown.js';
import type { Contender } from '../steps/contenders.js';
import type { Measured } from '../steps/rounds.js';
import { median, ratio } from '../steps/statistics.js';
import type { PcaTask, Task } from '../steps/tasks.js';

/** One contender at one task. */
export interface PcaRow {
  readonly task: Pick<PcaTask, 'title' | 'rows' | 'features' | 'components'>;
  readonly contender: string;
  readonly version: string;
  /** The median of all fits, in milliseconds, and that of each round. */
  readonly ms: number;
  readonly rounds: readonly number[];
  /** How many times as long as ours. */
  readonly ratio: number;
  /** The largest |v / v₆₄ − 1| of the variances, with v₆₄ from NumPy in float64, without variances that are only rounding errors. */
  readonly error: number;
}

export interface Report {
  readonly machine: string;
  readonly date: string;
  readonly versions: readonly string[];
  readonly rows: readonly PcaRow[];
}

const takes = (): boolean => true;
/** ARPACK finds only a part of the spectrum. */
const takesPart = (task: Task): boolean => task.kind === 'pca' && task.components < Math.min(task.rows, task.features);
const EXACT = 'float64';

/** Ours on WebAssembly and on a BLAS, scikit-learn's solvers, and the exact result. */
export function contendersFor(python: string, blas: boolean): readonly Contender[] {
  const ours = (name: string, title: string, setting: string): Contender => ({ name, title, peer: 'pca', setting, takes });
  const peer = (setting: string, title: string): Contender => ({
    name: setting,
    title,
    peer: 'sklearn',
    setting,
    takes: setting === 'arpack' ? takesPart : takes,
    python,
    script: 'sklearn_pca.py',
  });
  return [
    ours('ours', 'ours, WASM', 'ours'),
    ...(blas ? [ours('ours-blas', 'ours, BLAS', 'blas')] : []),
    ...['full', 'arpack', 'randomized'].map((solver) => peer(solver, `scikit-learn, ${solver}`)),
    peer(EXACT, 'NumPy in float64'),
  ];
}

/** A variance below this share of the first is only a rounding error. */
const LEAST = 1e-10;

/** The largest relative difference of variances to the exact ones. */
export function errorOf(variances: readonly number[], exact: readonly number[]): number {
  const exactEnough = exact.filter((value) => value > LEAST * exact[0]!);
  return Math.max(...exactEnough.map((value, i) => Math.abs(variances[i]! / value - 1)));
}

export function rowsOf({ title, rows, features, components }: PcaTask, all: readonly Measured[]): PcaRow[] {
  const times = ({ rounds }: Measured): readonly (readonly number[])[] => rounds.map(({ ms }) => ms);
  const exact = all.find(({ contender }) => contender.name === EXACT)!.rounds[0]!.losses;
  return all.map((measured) => ({
    task: { title, rows, features, components },
    contender: measured.contender.title,
    version: measured.ready.version,
    ms: median(times(measured).flat()),
    rounds: times(measured).map(median),
    ratio: ratio(times(measured), times(all[0]!)),
    error: errorOf(measured.rounds[0]!.losses, exact),
  }));
}

export function markdown({ machine, date, versions, rows }: Report): string {
  const head = ['data', 'rows × features', 'components', 'program', 'ms', 'times ours', 'error'];
  const digits = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2));
  const cells = rows.map(({ task, contender, ms, ratio: times, error }, i) => {
    const first = rows[i - 1]?.task.title !== task.title || rows[i - 1]?.task.rows !== task.rows;
    const { title, components, features } = task;
    return [
      ...(first ? [title, `${task.rows.toLocaleString('en')} × ${features.toLocaleString('en')}`, String(components)] : ['', '', '']),
      contender,
      digits(ms),
      contender.startsWith('ours, WASM') ? '' : digits(times),
      contender.startsWith('NumPy') ? '' : error.toExponential(0),
    ];
  });
  return `# Principal components

Milliseconds of one fit of PCA to float32 data. Each program runs in its own process, and they take turns, one at a time; the figures are
medians. Ours runs on one thread of WebAssembly and on the machine's BLAS, the others on all cores. \`times ours\` is the median of the
rounds' ratios. \`error\` is the largest relative error of the variances, compared with NumPy's eigenvalues of the same data in float64, which
it computes without the components. scikit-learn's \`randomized\` stops after a few iterations; ours and \`arpack\` iterate until they converge.

Made by \`npm run bench:pca\` on ${machine}, ${date}: ${versions.join(', ')}.

${table(head, cells)}
`;
}
