import { check } from '@autoencoders/core/operations';
import { chart } from '../chart.js';
import { compact, formatNumber, plural } from '../format.js';
import { html } from '../html.js';
import type { Html } from '../html.js';
import { classColours } from '../palettes.js';
import type { Section, SectionText } from '../types.js';

/** What is compared, and what its runs have reached. */
export interface Series {
  readonly name: string;
  /** By the name of the measure, one number for each run. */
  readonly measures: Readonly<Record<string, readonly number[]>>;
}

/** Options of `comparison`. */
export interface ComparisonOptions extends SectionText {
  readonly rows: readonly Series[];
  /** The measures of which more is better, such as an accuracy; of all others, less is. */
  readonly higherIsBetter?: readonly string[] | undefined;
  /** The measures of which neither is better, such as a time. */
  readonly unranked?: readonly string[] | undefined;
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
export function comparison({ rows, higherIsBetter = [], unranked = [], title = 'Side by side', caption }: ComparisonOptions): Section {
  check(rows.length > 0, 'comparison: there is nothing to compare');
  const measures = [...new Set(rows.flatMap((row) => Object.keys(row.measures)))];
  const several = rows.some((row) => runsOf(row) > 1);
  const colours = classColours(rows.length);
  const line = (measure: string): Html => {
    const best = bestOf(rows, measure, unranked.includes(measure) ? undefined : higherIsBetter.includes(measure) ? Math.max : Math.min);
    const cell = (row: Series): Html => {
      const values = valuesOf(row, measure);
      if (values.length === 0) return html`<td>–</td>`;
      const isBest = meanAndSpread(values).mean === best;
      return html`<td>${isBest ? html`<strong>${formatRuns(values)}</strong>` : formatRuns(values)}</td>`;
    };
    return html`<tr><th scope="row">${measure}</th>${rows.map(cell)}</tr>`;
  };
  const spread = several ? ', mean ± standard deviation of its runs' : '';
  const dots = several ? ' Below, each run is a dot, and the mean a line.' : '';
  return {
    title,
    caption:
      caption ??
      `${plural(rows.length, 'column')}, each a way to train${spread}; the best of a row is bold. ` +
        `A difference that is not larger than the spreads may be chance.${dots}`,
    body: html`<div class="wide" tabindex="0" role="region" aria-label="Comparison"><table class="comparison">
<thead><tr><td></td>${rows.map(({ name }, i) => html`<th scope="col"><i style="background:${colours[i]!}"></i>${name}</th>`)}</tr></thead>
<tbody><tr><th scope="row">runs</th>${rows.map((row) => html`<td>${runsOf(row)}</td>`)}</tr>${measures.map(line)}</tbody>
</table></div>
${several && html`<div class="terms">${measures.map((measure) => draw(measure, rows, colours))}</div>`}`,
  };
}

/** A measure's own values; `constructor` is a name as any other. */
const valuesOf = ({ measures }: Series, name: string): readonly number[] => (Object.hasOwn(measures, name) ? measures[name]! : []);

const runsOf = ({ measures }: Series): number => Math.max(0, ...Object.values(measures).map((values) => values.length));

/** The best mean of a measure, where there are two to choose from. */
function bestOf(rows: readonly Series[], measure: string, better: ((...means: number[]) => number) | undefined): number | undefined {
  const means = rows.map((row) => valuesOf(row, measure)).flatMap((values) => (values.length > 0 ? [meanAndSpread(values).mean] : []));
  return better && means.length > 1 ? better(...means) : undefined;
}

/** Every run as a dot, and the mean as a line, way by way; nothing where only one way has the measure. */
function draw(measure: string, all: readonly Series[], colours: readonly string[]): Html | false {
  const groups = all.flatMap((row, i) => {
    const values = valuesOf(row, measure);
    return values.length > 0
      ? [{ name: row.name, colour: colours[i]!, mean: compact(meanAndSpread(values).mean), values: values.map(compact) }]
      : [];
  });
  if (groups.length < 2) return false;
  const text = groups
    .map(
      ({ name }) =>
        `${name} ${formatRuns(
          valuesOf(
            all.find((row) => row.name === name)!,
            measure,
          ),
        )}`,
    )
    .join(', ');
  return chart({ kind: 'runs', label: measure, groups }, 76 + 22 * groups.length, `Runs by ${measure}: ${text}.`);
}
