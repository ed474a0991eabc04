import { check } from '@autoencoders/core';
import { chart } from '../chart.js';
import { compact, formatNumber } from '../format.js';
import { html } from '../html.js';
import { classColours } from '../palettes.js';
import type { Section, Words } from '../types.js';

/** One line: what was measured after each epoch. */
export interface CurvesRow {
  readonly name: string;
  readonly epochs: readonly number[];
  readonly values: readonly number[];
}

export interface CurvesOptions extends Words {
  /** What is drawn, with its unit: `validation loss, nats`. */
  readonly label: string;
  readonly rows: readonly CurvesRow[];
}

/** The same figure of several runs over the epochs, one line each. */
export function curves({ label, rows, title = 'Learning side by side', caption }: CurvesOptions): Section {
  check(
    rows.length > 0 && rows.every(({ epochs, values }) => epochs.length === values.length),
    'curves: every row needs a value for each epoch',
  );
  const colours = classColours(rows.length);
  const series = rows.map(({ name, epochs, values }, i) => ({ name, epochs, values: values.map(compact), colour: colours[i]! }));
  const ends = rows.map(({ name, values }) => `${name} from ${formatNumber(values[0] ?? NaN)} to ${formatNumber(values.at(-1) ?? NaN)}`);
  const positive = rows.every(({ values }) => values.every((value) => value > 0));
  return {
    title,
    caption: caption ?? `${label} over the epochs, one line for each run. Which falls fastest, which lowest, and do they agree?`,
    body: html`<div class="legend">${series.map(({ name, colour }) => html`<span><i style="background:${colour}"></i>${name}</span>`)}
${positive && html`<label class="toggle"><input type="checkbox" data-logarithmic autocomplete="off">logarithmic scale</label>`}</div>
${chart({ kind: 'lines', label, series }, 340, `Line chart of ${label}: ${ends.join(', ')}.`)}`,
  };
}
