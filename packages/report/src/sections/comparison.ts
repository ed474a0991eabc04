import { check } from '@autoencoders/core/operations';
import { chart } from '../chart.js';
import { compact, formatNumber } from '../format.js';
import { html } from '../html.js';
import type { Html } from '../html.js';
import { classColours } from '../palettes.js';
import type { Section, SectionText } from '../types.js';

/** Runs of one kind: a name, and the measures of each run. */
export interface Series {
  readonly name: string;
  /** By the name of the measure, a number for each run. */
  readonly measures: Readonly<Record<string, readonly number[]>>;
}

/** Options of `comparison`. */
export interface ComparisonOptions extends SectionText {
  readonly series: readonly Series[];
  /** Names of the measures of which more is better, such as an accuracy. Of the others, less is better. */
  readonly higherIsBetter?: readonly string[] | undefined;
  /** Names of the measures of which neither is better, such as a time. */
  readonly unranked?: readonly string[] | undefined;
}

/**
 * The mean of some runs, and their sample standard deviation (divisor n − 1), which is 0 for a single run.
 *
 * @param values The figure of each run.
 */
export function meanAndSpread(values: readonly number[]): { readonly mean: number; readonly spread: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, spread: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
}

/**
 * Mean and standard deviation as text: `3.25 ± 0.12`, or the number alone for a single run.
 *
 * @param values The figure of each run.
 */
export function formatRuns(values: readonly number[]): string {
  const { mean, spread } = meanAndSpread(values);
  return values.length > 1 ? `${formatNumber(mean)} ± ${formatNumber(spread, 2)}` : formatNumber(mean);
}

/** A table with a row for each measure and a column for each series: mean and standard deviation of its runs. The best mean is bold. */
export function comparison({ series, higherIsBetter = [], unranked = [], title = 'Side by side', caption }: ComparisonOptions): Section {
  check(series.length > 0, 'comparison: there is nothing to compare');
  const measures = [...new Set(series.flatMap((row) => Object.keys(row.measures)))];
  const several = series.some((row) => runsOf(row) > 1);
  const colours = classColours(series.length);
  const line = (measure: string): Html => {
    const best = bestOf(series, measure, unranked.includes(measure) ? undefined : higherIsBetter.includes(measure) ? Math.max : Math.min);
    const cell = (row: Series): Html => {
      const values = valuesOf(row, measure);
      if (values.length === 0) return html`<td>–</td>`;
      const isBest = meanAndSpread(values).mean === best;
      return html`<td>${isBest ? html`<strong>${formatRuns(values)}</strong>` : formatRuns(values)}</td>`;
    };
    return html`<tr><th scope="row">${measure}</th>${series.map(cell)}</tr>`;
  };
  return {
    title,
    caption:
      caption ??
      `Each column is a configuration${several ? ', mean ± standard deviation of its runs' : ''}. The best value of a row is bold.${several ? spreads : ''}`,
    body: html`<div class="wide" tabindex="0" role="region" aria-label="Comparison"><table class="comparison">
<thead><tr><td></td>${series.map(({ name }, i) => html`<th scope="col"><i style="background:${colours[i]!}"></i>${name}</th>`)}</tr></thead>
<tbody><tr><th scope="row">runs</th>${series.map((row) => html`<td>${runsOf(row)}</td>`)}</tr>${measures.map(line)}</tbody>
</table></div>
${several && html`<div class="terms">${measures.map((measure) => draw(measure, series, colours))}</div>`}`,
  };
}

/** The part of the caption for columns with several runs. */
const spreads =
  ' A difference that is smaller than the standard deviations may be chance. In the charts below, each run is a dot, and the mean is a line.';

/** The values of a measure. Only own properties count, so that `constructor` is a name like any other. */
const valuesOf = ({ measures }: Series, name: string): readonly number[] => (Object.hasOwn(measures, name) ? measures[name]! : []);

const runsOf = ({ measures }: Series): number => Math.max(0, ...Object.values(measures).map((values) => values.length));

/** The best mean of a measure, where there are at least two. */
function bestOf(rows: readonly Series[], measure: string, better: ((...means: number[]) => number) | undefined): number | undefined {
  const means = rows.map((row) => valuesOf(row, measure)).flatMap((values) => (values.length > 0 ? [meanAndSpread(values).mean] : []));
  return better && means.length > 1 ? better(...means) : undefined;
}

/** A chart of every run as a dot and the mean as a line. False where fewer than two series have the measure. */
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
