import { check } from '@autoencoders/core/operations';
import { chart } from '../chart.js';
import { compact, formatNumber } from '../format.js';
import { html } from '../html.js';
import { classColours } from '../palettes.js';
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
  const colourOf = ({ name, group = name }: CurvesRow): string => colours[groups.indexOf(group)]!;
  const series = rows.map((row) => ({ name: row.name, epochs: row.epochs, values: row.values.map(compact), colour: colourOf(row) }));
  const ends = rows.map(({ name, values }) => `${name} from ${formatNumber(values[0] ?? NaN)} to ${formatNumber(values.at(-1) ?? NaN)}`);
  const positive = rows.every(({ values }) => values.every((value) => value > 0));
  return {
    title,
    caption: caption ?? `The ${label}, after each epoch of each run.`,
    body: html`<div class="legend">${groups.map((group, i) => html`<span><i style="background:${colours[i]!}"></i>${group}</span>`)}
${positive && html`<label class="toggle"><input type="checkbox" data-logarithmic autocomplete="off">logarithmic scale</label>`}</div>
${chart({ kind: 'lines', label, series }, 340, `Line chart of ${label}: ${ends.join(', ')}.`)}`,
  };
}
