import { check } from '@autoencoders/core/operations';
import { chart } from '../chart.js';
import { compact, formatNumber } from '../format.js';
import { html } from '../html.js';
import { axisChoice, legend } from '../legend.js';
import { classColours } from '../palettes.js';
import { curveRange } from '../ranges.js';
import type { Section, SectionText } from '../types.js';

/** One line: a figure after each epoch. */
export interface CurvesRow {
  readonly name: string;
  /** Lines of the same group have the same colour (default: each line is its own group). */
  readonly group?: string | undefined;
  readonly epochs: readonly number[];
  readonly values: readonly number[];
}

/** Options of `curves`. */
export interface CurvesOptions extends SectionText {
  /** The name of the figure, with its unit: `validation loss, nats`. */
  readonly label: string;
  readonly rows: readonly CurvesRow[];
}

/** The same figure of several runs over the epochs, one line per run. */
export function curves({ label, rows, title = 'Learning side by side', caption }: CurvesOptions): Section {
  check(
    rows.length > 0 && rows.every(({ epochs, values }) => epochs.length === values.length),
    'curves: every row needs a value for each epoch',
  );
  const groups = [...new Set(rows.map(({ name, group = name }) => group))];
  const colours = classColours(groups.length);
  const groupOf = ({ name, group = name }: CurvesRow): number => groups.indexOf(group);
  const series = rows.map((row) => {
    const style = lineStyles[Math.floor(groupOf(row) / DISTINCT) % lineStyles.length]!;
    return { name: row.name, epochs: row.epochs, values: row.values.map(compact), colour: colours[groupOf(row)]!, style };
  });
  const data = { kind: 'lines', label, series, range: curveRange(series.map(({ values }) => values)) } as const;
  const entries = groups.map((name, group) => ({ name, series: rows.flatMap((row, i) => (groupOf(row) === group ? [i] : [])) }));
  const ends = rows.map(({ name, values }) => `${name} from ${formatNumber(values[0] ?? NaN)} to ${formatNumber(values.at(-1) ?? NaN)}`);
  return {
    title,
    caption: caption ?? `The ${label}, after each epoch of each run.`,
    body: html`${axisChoice([data])}<div class="plot"><h3>${label}</h3>${legend(data, entries)}${chart(data, 340, `Line chart of ${label}: ${ends.join(', ')}.`)}</div>`,
  };
}

/** Lines of more groups than there are colours that differ well have other styles. */
const DISTINCT = 10;
const lineStyles = ['solid', 'dashed', 'dotted'] as const;
