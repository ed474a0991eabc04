// Series of the Numenta Anomaly Benchmark (NAB), and scores of their time steps by any method. It reads a folder with `windows.json` and the
// files that it names, `timestamp,value`, as NAB publishes them: `combined_windows.json` and `data`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seriesScores } from '@autoencoders/anomaly';
import type { FitSeriesOptions, Method, StepScores } from '@autoencoders/anomaly';

/** A series with the steps that people called odd. */
export interface LabelledSeries {
  readonly name: string;
  readonly values: Float64Array;
  /** 1 for each step in a labelled window. */
  readonly labels: Uint8Array;
  /** The labelled windows as steps: `end` is not part of them. */
  readonly odd: readonly { readonly start: number; readonly end: number }[];
}

/** The folder of the series: `--data folder`, or the environment variable NAB. */
export function nabFolder(args: readonly string[] = process.argv.slice(2), env: NodeJS.ProcessEnv = process.env): string {
  const at = args.indexOf('--data');
  const folder = at < 0 ? env.NAB : args[at + 1];
  if (!folder) throw new Error('the series of NAB are needed: give their folder with --data, or in the environment variable NAB');
  return folder;
}

/** All series of a folder. `kinds`: only those whose name contains one of these. */
export function readNab(folder: string, kinds: readonly string[] = ['']): LabelledSeries[] {
  const windows = JSON.parse(readFileSync(join(folder, 'windows.json'), 'utf8')) as Record<string, readonly (readonly [string, string])[]>;
  return Object.entries(windows)
    .filter(([name]) => kinds.some((kind) => name.includes(kind)))
    .map(([name, odd]) => labelled(name, readFileSync(join(folder, name), 'utf8'), odd));
}

/** The times of some files go back, as clocks do in autumn, so a step is odd by its own time, and the series has no times: its steps are equal. */
function labelled(name: string, csv: string, windows: readonly (readonly [string, string])[]): LabelledSeries {
  const rows = csv.trim().split(/\r?\n/).slice(1);
  const values = Float64Array.from(rows, (row) => Number(row.slice(row.indexOf(',') + 1)));
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) throw new Error(`${name}: line ${wrong + 2} has no number: ${rows[wrong]}`);
  const spans = windows.map(([from, to]) => [milliseconds(from), milliseconds(to)] as const);
  const labels = Uint8Array.from(rows, (row) => {
    const time = milliseconds(row.slice(0, row.indexOf(',')));
    return Number(spans.some(([from, to]) => time >= from && time <= to));
  });
  return { name, values, labels, odd: spansOf(labels) };
}

const milliseconds = (time: string): number => Date.parse(`${time.replace(' ', 'T')}Z`);

function spansOf(labels: Uint8Array): { start: number; end: number }[] {
  const spans: { start: number; end: number }[] = [];
  labels.forEach((label, step) => {
    if (label === 0) return;
    if (step > 0 && labels[step - 1] === 1) spans[spans.length - 1]!.end = step + 1;
    else spans.push({ start: step, end: step + 1 });
  });
  return spans;
}

/**
 * What all series of the benchmark are scored with: the first 15 % of a series, which NAB calls its probationary period, are trained on. No
 * option is chosen by series.
 */
export const NAB_OPTIONS: FitSeriesOptions = { train: 0.15 };

/** The scores of all steps of a series by each method. */
export async function nabScores(
  methods: Readonly<Record<string, Method>>,
  { values }: LabelledSeries,
  options: FitSeriesOptions = NAB_OPTIONS,
): Promise<Record<string, StepScores>> {
  const scores: Record<string, StepScores> = {};
  for (const [name, method] of Object.entries(methods)) scores[name] = await seriesScores(method, { values }, options);
  return scores;
}
