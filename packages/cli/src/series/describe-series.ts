import { counted, whole } from '../format.js';
import { text } from '../text.js';
import type { Text } from '../text.js';
import type { SeriesTable } from './read-series.js';
import type { SeriesForm } from './series-form.js';
import type { Windows } from '@autoencoders/datasets';

/** Seconds as `5 min`, `1.5 h`, `2 d`. */
export function spanText(seconds: number): string {
  const [size, unit] = (
    [
      [86_400, 'd'],
      [3600, 'h'],
      [60, 'min'],
    ] as const
  ).find(([least]) => seconds >= least) ?? [1, 's'];
  return `${Number((seconds / size).toPrecision(4))} ${unit}`;
}

/** The usual step of a series, which is the median, and how many steps windows do not cross. */
export interface Steps {
  readonly usual: number;
  readonly longest: number;
  /** Steps that are longer than windows may cross: by default, than 1.5 times the usual one. */
  readonly gaps: number;
}

/** The steps of a series. Undefined without times, and for a single row. */
export function stepsOf({ times }: Pick<SeriesTable, 'times'>, { longestStep }: Pick<SeriesForm, 'longestStep'>): Steps | undefined {
  if (!times || times.length < 2) return undefined;
  const steps = Float64Array.from({ length: times.length - 1 }, (_, i) => times[i + 1]! - times[i]!).sort();
  const usual = steps[Math.floor(steps.length / 2)]!;
  const most = longestStep ?? 1.5 * usual;
  return { usual, longest: steps.at(-1)!, gaps: steps.filter((step) => step > most).length };
}

/** What a series is to its model: its rows, steps, gaps and windows, in a few lines. */
export function describeSeries(series: SeriesTable, windows: Windows, form: SeriesForm): Text {
  const { table, merged } = series;
  const cells = Object.values(table.columns) as Float64Array[];
  const unknown = Array.from({ length: table.rows }, (_, row) => cells.some((column) => Number.isNaN(column[row]))).filter(Boolean).length;
  const steps = stepsOf(series, form);
  const order = form.time ? text`in the order of ${form.time.name}` : 'in the order of the file';
  const rules = steps
    ? text`steps of ${spanText(steps.usual)}${steps.gaps > 0 ? `, ${counted(steps.gaps, 'gap')} of up to ${spanText(steps.longest)}, which no window crosses` : ', without gaps'}`
    : 'steps are taken as equal';
  return text`${counted(table.rows, 'step')} of ${counted(Object.keys(table.columns).length, 'column')}, ${order}${merged > 0 && `; ${counted(merged, 'row')} had the same time as another row, so they were averaged`}
${rules}${form.resample !== undefined && ', resampled'}${unknown > 0 && `; ${counted(unknown, 'step')} with missing values, which no window has`}
${counted(windows.count, 'window')} of ${counted(form.window, 'step')}, with a stride of ${whole(form.stride)}
`;
}
