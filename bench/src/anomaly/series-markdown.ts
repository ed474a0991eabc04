import { f1OfCounts } from '@autoencoders/metrics';
import { table } from '../steps/markdown.js';

/** What one method found in one series. */
export interface SeriesRun {
  readonly series: string;
  readonly method: string;
  readonly seed: number;
  readonly vusPr: number | undefined;
  readonly vusRoc: number | undefined;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  /** Processor time to fit and to score. */
  readonly seconds: number;
}

/** What the page shows. */
export interface SeriesResults {
  readonly date: string;
  readonly machine: string;
  readonly methods: readonly { readonly name: string; readonly title: string }[];
  readonly runs: readonly SeriesRun[];
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
const known = (numbers: readonly (number | undefined)[]): number[] => numbers.filter((each): each is number => typeof each === 'number');
const sum = (runs: readonly SeriesRun[], count: 'truePositives' | 'falsePositives' | 'falseNegatives'): number =>
  runs.reduce((all, run) => all + run[count], 0);

/** The page of the results. */
export function seriesMarkdown({ date, machine, methods, runs }: SeriesResults): string {
  const taking = methods.filter(({ name }) => runs.some(({ method }) => method === name));
  const folders = [...new Set(runs.map(({ series }) => series.split('/')[0]!))];
  const f1 = (own: readonly SeriesRun[]): string =>
    f1OfCounts({
      truePositives: sum(own, 'truePositives'),
      falsePositives: sum(own, 'falsePositives'),
      falseNegatives: sum(own, 'falseNegatives'),
    }).f1.toFixed(3);
  const summary = taking.map(({ name, title }) => {
    const own = runs.filter(({ method }) => method === name);
    const areas = (key: 'vusPr' | 'vusRoc'): string => mean(known(own.map((run) => run[key]))).toFixed(3);
    const byFolder = folders.map((folder) => f1(own.filter(({ series }) => series.startsWith(folder))));
    return [title, areas('vusPr'), areas('vusRoc'), ...byFolder, mean(own.map(({ seconds }) => seconds)).toFixed(1)];
  });
  const names = [...new Set(runs.filter(({ vusPr }) => typeof vusPr === 'number').map(({ series }) => series))];
  const each = names.map((series) => [
    series,
    ...taking.map(({ name }) =>
      mean(known(runs.filter((run) => run.series === series && run.method === name).map(({ vusPr }) => vusPr))).toFixed(3),
    ),
  ]);
  return `# Odd stretches of series

The first 15 % of each series are trained on, which NAB calls its probationary period. Windows are whole periods of the series, of 150 to 300 steps. A
step has the mean score of the windows that cover it. One setting serves all series. VUS-PR and VUS-ROC are those of the TSB-AD benchmark. F1 counts
labelled events that an alarm overlaps, over all series of a folder, where the highest 2 % of the scores of a series are alarms: as Orion counts.
The means are over ${names.length} series that have labels.

Made by \`npm run bench:anomaly-series\` on ${machine}, ${date}.

${table(['method', 'VUS-PR', 'VUS-ROC', ...folders.map((folder) => `F1, ${folder}`), 'seconds per series'], summary)}

VUS-PR of each series:

${table(['series', ...taking.map(({ name }) => name)], each)}
`;
}
