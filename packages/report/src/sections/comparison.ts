import { check } from '@autoencoders/core/operations';
import { formatNumber } from '../format.js';
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
  /** What a measure says, in a sentence, by its name. */
  readonly about?: Readonly<Record<string, string>> | undefined;
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

type Direction = 'higher' | 'lower';

/**
 * A table for each measure, with a row for each series: mean and standard deviation of its runs, and each run as a dot. The best mean is
 * bold.
 */
export function comparison(options: ComparisonOptions): Section {
  const { series, higherIsBetter = [], unranked = [], about = {}, title = 'Side by side', caption } = options;
  check(series.length > 0, 'comparison: there is nothing to compare');
  const measures = [...new Set(series.flatMap((row) => Object.keys(row.measures)))];
  const several = series.some((row) => runsOf(row) > 1);
  const colours = classColours(series.length);
  const tables = measures.map((measure) => {
    const better = unranked.includes(measure) ? undefined : higherIsBetter.includes(measure) ? 'higher' : 'lower';
    return table(measure, Object.hasOwn(about, measure) ? about[measure] : undefined, better, series, colours);
  });
  return {
    title,
    caption:
      caption ??
      `Each row is a configuration${several ? ': mean ± standard deviation of its runs' : ''}. Each run is a dot${several ? ', and the mean is a line' : ''}. The best value is bold.${several ? spreads : ''}`,
    body: html`<div class="measures">${tables}</div>`,
  };
}

/** The part of the caption for series of several runs. */
const spreads = ' A difference that is smaller than the standard deviations may be chance.';

const directions: Readonly<Record<Direction, string>> = { higher: '↑ higher is better', lower: '↓ lower is better' };

function table(
  measure: string,
  about: string | undefined,
  better: Direction | undefined,
  series: readonly Series[],
  colours: readonly string[],
): Html {
  const all = series.flatMap((row) => valuesOf(row, measure)).filter(Number.isFinite);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const place = (value: number): string => `${(high > low ? (100 * (value - low)) / (high - low) : 50).toFixed(1)}%`;
  const best = better && bestOf(series, measure, better === 'higher' ? Math.max : Math.min);
  const lines = series.map((row, i) => {
    const values = valuesOf(row, measure);
    if (values.length === 0) return false;
    const { mean } = meanAndSpread(values);
    const text = formatRuns(values);
    const dots = values.filter(Number.isFinite).map((value) => html`<i style="left:${place(value)};background:${colours[i]!}"></i>`);
    const line = values.length > 1 && Number.isFinite(mean) && html`<b style="left:${place(mean)}"></b>`;
    return html`<tr><th scope="row"><i style="background:${colours[i]!}"></i>${row.name}</th><td>${mean === best ? html`<strong>${text}</strong>` : text}</td><td class="strip-of-runs" aria-hidden="true"><span>${dots}${line}</span></td></tr>`;
  });
  return html`<table class="measure"><caption><b>${measure}</b>${better && html` <small>${directions[better]}</small>`}${about !== undefined && html`<span>${about}</span>`}</caption><tbody>${lines}</tbody></table>`;
}

/** The values of a measure. Only own properties count, so that `constructor` is a name like any other. */
const valuesOf = ({ measures }: Series, name: string): readonly number[] => (Object.hasOwn(measures, name) ? measures[name]! : []);

const runsOf = ({ measures }: Series): number => Math.max(0, ...Object.values(measures).map((values) => values.length));

/** The best mean of a measure, where there are at least two. */
function bestOf(rows: readonly Series[], measure: string, better: ((...means: number[]) => number) | undefined): number | undefined {
  const means = rows.map((row) => valuesOf(row, measure)).flatMap((values) => (values.length > 0 ? [meanAndSpread(values).mean] : []));
  return better && means.length > 1 ? better(...means) : undefined;
}
