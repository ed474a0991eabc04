import { check } from '@autoencoders/core';
import { chart } from '../chart.js';
import { compact, formatNumber, plural } from '../format.js';
import { html } from '../html.js';
import type { Html } from '../html.js';
import { classColours } from '../palettes.js';
import type { Section, Words } from '../types.js';

/** What is compared, and what its runs have reached. */
export interface Contender {
  readonly name: string;
  /** By the name of the measure, one number for each run. */
  readonly measures: Readonly<Record<string, readonly number[]>>;
}

export interface ComparisonOptions extends Words {
  readonly rows: readonly Contender[];
  /** The measures of which more is better, such as an accuracy; of all others, less is. */
  readonly more?: readonly string[] | undefined;
  /** The measures of which neither is better, such as a time. */
  readonly neither?: readonly string[] | undefined;
}

/** The mean of some runs, and their standard deviation: of a sample, 0 for a single run. */
export function meanAndSpread(values: readonly number[]): { readonly mean: number; readonly spread: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, spread: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
}

/** `3.25 ± 0.12`, or the number alone where there is one run. */
export function formatRuns(values: readonly number[]): string {
  const { mean, spread } = meanAndSpread(values);
  return values.length > 1 ? `${formatNumber(mean)} ± ${formatNumber(spread, 2)}` : formatNumber(mean);
}

/** Several ways side by side, each by its runs: the mean and the spread of every measure, the best mean marked. */
export function comparison({ rows, more = [], neither = [], title = 'Side by side', caption }: ComparisonOptions): Section {
  check(rows.length > 0, 'comparison: there is nothing to compare');
  const measures = [...new Set(rows.flatMap((row) => Object.keys(row.measures)))];
  const runs = Math.max(...rows.flatMap((row) => Object.values(row.measures).map((values) => values.length)));
  const bestOf = (measure: string): number | undefined => {
    const means = rows.flatMap((row) => (row.measures[measure]?.length ? [meanAndSpread(row.measures[measure]).mean] : []));
    if (means.length < 2 || neither.includes(measure)) return undefined;
    return more.includes(measure) ? Math.max(...means) : Math.min(...means);
  };
  const best = new Map(measures.map((measure) => [measure, bestOf(measure)]));
  const cell = (row: Contender, measure: string): Html => {
    const values = row.measures[measure] ?? [];
    if (values.length === 0) return html`<td>–</td>`;
    const text = formatRuns(values);
    return meanAndSpread(values).mean === best.get(measure) ? html`<td><strong>${text}</strong></td>` : html`<td>${text}</td>`;
  };
  const spread = runs > 1 ? ', mean ± standard deviation of its runs' : '';
  return {
    title,
    caption:
      caption ??
      `${plural(rows.length, 'row')}, each a way to train${spread}; the best of a column is bold. ` +
        'A difference that is not larger than the spreads may be chance.',
    body: html`<div class="wide" tabindex="0" role="region" aria-label="Comparison"><table>
<thead><tr><td></td><th scope="col">runs</th>${measures.map((measure) => html`<th scope="col">${measure}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr><th scope="row">${row.name}</th><td>${runsOf(row)}</td>${measures.map((measure) => cell(row, measure))}</tr>`)}</tbody>
</table></div>
${runs > 1 && html`<div class="terms">${measures.map((measure) => draw(measure, rows))}</div>`}`,
  };
}

const runsOf = ({ measures }: Contender): number => Math.max(0, ...Object.values(measures).map((values) => values.length));

/** Every run as a dot, and the mean as a line, row by row. */
function draw(measure: string, all: readonly Contender[]): Html {
  const rows = all.filter(({ measures }) => measures[measure]?.length);
  const colours = classColours(all.length);
  const groups = rows.map(({ name, measures }) => ({
    name,
    colour: colours[all.findIndex((row) => row.name === name)]!,
    mean: compact(meanAndSpread(measures[measure]!).mean),
    values: measures[measure]!.map(compact),
  }));
  const text = rows.map(({ name, measures }) => `${name} ${formatRuns(measures[measure]!)}`).join(', ');
  return chart({ kind: 'runs', label: measure, groups }, 70 + 26 * groups.length, `Runs by ${measure}: ${text}.`);
}
