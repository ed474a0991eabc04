import { median } from '../steps/statistics.js';
import { table } from '../steps/markdown.js';
import type { ProtocolName } from './protocols.js';
import type { Results, Run } from './results.js';

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

/** The standard deviation of a sample; 0 of a single number. */
function spread(numbers: readonly number[]): number {
  const middle = mean(numbers);
  return Math.sqrt(numbers.reduce((sum, each) => sum + (each - middle) ** 2, 0) / Math.max(1, numbers.length - 1));
}

const percent = (share: number): string => (100 * share).toFixed(2);
const seconds = (value: number): string => (value >= 10 ? value.toFixed(0) : value.toFixed(value >= 1 ? 1 : 2));

/** The mean over the sets for each seed, of a measure; undefined where a set is missing. */
function meansOf(runs: readonly Run[], sets: readonly string[], measure: 'auroc' | 'averagePrecision'): number[] | undefined {
  const seeds = [...new Set(runs.map(({ seed }) => seed))];
  const means = seeds.map((seed) => {
    const own = runs.filter((run) => run.seed === seed);
    return own.length === sets.length ? mean(own.map((run) => run[measure])) : NaN;
  });
  return means.length > 0 && means.every(Number.isFinite) ? means : undefined;
}

/** The mean of the published AUROC over the sets, in %. */
const publishedMean = ({ sets }: Results, column: string): number => mean(sets.map(({ published }) => published[column]!));

/** The means of each method over all sets, beside the published rows. */
function summary(results: Results, protocol: ProtocolName): string {
  const names = results.sets.map(({ name }) => name);
  const compares = protocol === 'published';
  const own = results.methods.flatMap(({ name, title, published }) => {
    const runs = results.runs.filter((run) => run.protocol === protocol && run.method === name);
    const [areas, precisions] = [meansOf(runs, names, 'auroc'), meansOf(runs, names, 'averagePrecision')];
    if (!areas || !precisions) return [];
    const shown = (means: readonly number[]): string => `${percent(mean(means))} ± ${percent(spread(means))}`;
    const reference = compares && published !== undefined ? publishedMean(results, published) : undefined;
    const apart = reference === undefined ? '' : (100 * mean(areas) - reference).toFixed(2);
    return [
      { area: mean(areas), cells: [title, shown(areas), shown(precisions), ...(compares ? [reference?.toFixed(2) ?? '', apart] : [])] },
    ];
  });
  const columns = Object.keys(results.sets[0]!.published);
  const theirs = compares
    ? columns.map((column) => ({
        area: publishedMean(results, column) / 100,
        cells: [`published: ${column}`, '', '', publishedMean(results, column).toFixed(2), ''],
      }))
    : [];
  const rows = [...own, ...theirs].sort((a, b) => b.area - a.area).map(({ cells }) => cells);
  return table(['method', 'AUROC', 'average precision', ...(compares ? ['published', 'apart'] : [])], rows);
}

/** One line for each set: the mean of `value` over the seeds, for each method. */
function perSet({ methods, sets, runs }: Results, protocol: ProtocolName, value: (runs: readonly Run[]) => string): string {
  const measured = methods.filter(({ name }) => runs.some((run) => run.protocol === protocol && run.method === name));
  const rows = sets.map(({ name, rows: count, features }) => [
    name,
    count.toLocaleString('en'),
    String(features),
    ...measured.map(({ name: method }) => {
      const own = runs.filter((run) => run.protocol === protocol && run.method === method && run.set === name);
      return own.length === 0 ? '–' : value(own);
    }),
  ]);
  return table(['set', 'rows', 'columns', ...measured.map(({ name }) => name)], rows);
}

const areaOf = (runs: readonly Run[]): string => {
  const areas = runs.map(({ auroc }) => auroc);
  return `${percent(mean(areas))} ± ${percent(spread(areas))}`;
};
const timeOf = (runs: readonly Run[]): string =>
  `${seconds(median(runs.map(({ fit }) => fit)))} + ${seconds(median(runs.map(({ score }) => score)))}`;

/** The results as Markdown. */
export function markdown(results: Results): string {
  const { machine, date, sets, methods, runs } = results;
  const seeds = new Set(runs.map(({ seed }) => seed)).size;
  return `# Anomaly detection on tables

${sets.length} tables of ADBench (Han et al., "ADBench: Anomaly Detection Benchmark", 2022). One half of the normal rows is for training; the other
half and all anomalies are scored. Columns are standardised on the training half. All figures are in %, means over ${seeds} seeds ± the standard
deviation over them. No setting is chosen per set. Made by \`npm run bench:anomaly\` on ${machine}, ${date}.

## Published protocol

The training half is the first half of the normal rows in the order of the file. Sets under 1,000 rows are drawn with replacement to 1,000
before they are divided, so that one row may be on both sides; sets over 50,000 are cut to 50,000. The published rows are the means of
Livernoche et al., "On Diffusion Modeling for Anomaly Detection", 2024, over the same sets.

${summary(results, 'published')}

## Clean protocol

The training half is a random half of the normal rows. No row is taken twice. Sets over 50,000 rows are cut to 50,000.

${summary(results, 'clean')}

## Each set

Names: ${methods.map(({ name, title }) => `\`${name}\` ${title}`).join('; ')}. AUROC, published protocol:

${perSet(results, 'published', areaOf)}

AUROC, clean protocol:

${perSet(results, 'clean', areaOf)}

## Seconds

Seconds to fit + seconds to score, medians over the seeds of the clean protocol: processor time of one thread, which other programs on the
machine change least.

${perSet(results, 'clean', timeOf)}
`;
}
