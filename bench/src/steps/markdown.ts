import { BLAS, OURS } from './contenders.js';
import { comparisonsOf, peakOf } from './machines.js';
import type { Machine } from './machines.js';
import { kinds } from './multiply-add.js';
import { COMPARED } from './results.js';
import type { Limits, ModelResult, ProductResult } from './results.js';
import { median } from './statistics.js';
import type { TargetResult } from './targets.js';

/** All results of a run. */
export interface Report {
  readonly machine: string;
  readonly date: string;
  /** The libraries and their versions. */
  readonly versions: readonly string[];
  /** The limit of one thread, in GFLOP/s. */
  readonly limits: Limits;
  readonly models: readonly ModelResult[];
  readonly products: readonly ProductResult[];
  readonly targets: readonly TargetResult[];
  /** How we compared on other machines. */
  readonly others?: readonly Machine[];
}

/** A Markdown table with aligned columns, so that it is readable as text; columns of numbers are aligned to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) => Math.max(3, title.length, ...rows.map((row) => row[i]!.length)));
  const right = head.map((_, i) => rows.length > 0 && rows.every((row) => /^[\d.,–-]*( %)?$/.test(row[i]!)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => (right[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (right[i] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

const number = (value: number, digits: number): string => (Number.isFinite(value) ? value.toFixed(digits) : '–');
/** Milliseconds with three significant digits. */
const ms = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2));
/** A relative difference in percent. */
const apart = (value: number): string => (Number.isFinite(value) ? `${(100 * value).toPrecision(1)} %` : '–');

function modelTable(models: readonly ModelResult[], peak: number): string {
  // Older runs did not measure it.
  const hasPeak = models.some(({ entries }) => entries.some(({ peak }) => Number.isFinite(peak)));
  const rows = models.flatMap(({ title, gflop, entries }) =>
    entries.map((entry, i) => [
      i === 0 ? title : '',
      entry.title,
      ms(entry.ms),
      entry.name === OURS ? '' : ms(entry.ratio),
      number(entry.gflops, entry.gflops < 1 ? 2 : 1),
      entry.name === BLAS ? `${number((100 * entry.gflops) / peak, 0)} %` : '',
      i === 0 ? gflop.toFixed(3) : '',
      String(entry.steps),
      ...(hasPeak ? [number(entry.peak, 0)] : []),
      entry.name === OURS ? '' : apart(entry.difference),
    ]),
  );
  return table(
    ['model', 'program', 'ms', 'times ours', 'GFLOP/s', 'of peak', 'GFLOP', 'steps', ...(hasPeak ? ['peak, MB'] : []), 'losses apart'],
    rows,
  );
}

function productTable(products: readonly ProductResult[]): string {
  const shown = kinds.filter((kind) => products.some(({ shares }) => Number.isFinite(shares[kind])));
  const rows = products.map(({ title, ours, stock, ratio, blas, shares }) => [
    title,
    number(ours, 1),
    number(stock, 1),
    number(ratio, 2),
    number(blas, 1),
    ...shown.map((kind) => `${number(100 * shares[kind], 0)} %`),
  ]);
  return table(
    ['product', 'ours, GFLOP/s', 'stock, GFLOP/s', 'times as fast', 'BLAS, GFLOP/s', ...shown.map((kind) => `of ${kind}`)],
    rows,
  );
}

function targetTable(targets: readonly TargetResult[]): string {
  return table(
    ['what', 'asked for', 'reached', ''],
    targets.map(({ what, asked, reached, met }) => [what, asked, reached, met ? 'reached' : 'MISSED']),
  );
}

/** The same comparisons of several machines, model by model. */
function machinesTable(machines: readonly Machine[]): string {
  const percent = (value: number): string => `${number(100 * value, 0)} %`;
  const titles = machines[0]!.comparisons.map(({ title }) => title);
  const rows = titles.flatMap((title) =>
    machines.flatMap(({ machine, date, comparisons }, i) =>
      comparisons
        .filter((each) => each.title === title)
        .map(({ ofPytorch, ofPeak, ofLimit, overJax, twoThreads }) => [
          i === 0 ? title : '',
          `${machine.split(',')[0]}, ${date}`,
          number(ofPytorch, 2),
          percent(ofPeak),
          percent(ofLimit),
          number(overJax, 2),
          number(twoThreads, 2),
        ]),
    ),
  );
  const heads = ["BLAS, of PyTorch's time", 'BLAS, of peak', 'WASM, of the limit', 'WASM over jax-js', '2 threads over 1'];
  return table(['model', 'machine', ...heads], rows);
}

const machinesText = `All ratios are from one run on one machine. \`of PyTorch's time\` is that of PyTorch's faster setting, and \`of the limit\` is the speed of
one thread divided by \`chained\`, or by \`fused\` where there is such a limit.`;

function verdict(targets: readonly TargetResult[]): string {
  const missed = targets.filter(({ met }) => !met);
  return missed.length === 0 ? `All ${targets.length} targets are reached.` : `${missed.length} of ${targets.length} targets are missed.`;
}

function limitsText({ chained, apart, fused }: Limits): string {
  return `The limit of one thread in 128-bit SIMD registers was measured in the same rounds, in GFLOP/s. It is ${number(chained, 1)} when each addition needs the
product before it (\`chained\`). It is ${number(apart, 1)} when multiplications and additions do not depend on each other (\`apart\`). ${Number.isFinite(fused) ? `Fused multiply-adds reach ${number(fused, 1)} (\`fused\`)` : 'This Node has no fused multiply-add'}.`;
}

/** The report in Markdown; sections without results are left out. */
export function markdown(report: Report): string {
  const { machine, date, versions, models, products, targets, others = [] } = report;
  const sections = [
    `# Training steps

Milliseconds of one training step on MNIST, with batch 128, Adam 1e-3, and the loss read at each step. All programs start from the same
weights and see the same batches. Each runs in its own process, and they take turns, one at a time. \`ms\` is the median of all steps,
and \`times ours\` the median of the rounds' ratios. \`GFLOP\` is the arithmetic of the matrix products and convolutions of a step: forward,
gradient to the weights, and gradient to the input of all layers except the first. \`losses apart\` is the largest difference between a
program's losses and ours in the first ${COMPARED} steps; each program makes its own noise. \`of peak\` is the speed of a step divided by the
best speed of the BLAS in the products below.

Made by \`npm run bench\` on ${machine}, ${date}: ${versions.join(', ')}.`,
    models.length > 0 && modelTable(models, peakOf(products)),
    products.length > 0 && `## Products of matrices\n\n${limitsText(report.limits)}\n\n${productTable(products)}`,
    others.length > 0 && `## Other machines\n\n${machinesText}\n\n${machinesTable([comparisonsOf(report), ...others])}`,
    targets.length > 0 && `## Targets\n\n${verdict(targets)}\n\n${targetTable(targets)}`,
  ];
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}

/** The medians of the limits that were measured together with the products. */
export const limitsOf = (products: readonly ProductResult[]): Limits =>
  Object.fromEntries(kinds.map((kind) => [kind, median(products.map(({ limits }) => limits[kind]))])) as Limits;
