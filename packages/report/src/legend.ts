import type { LineStyle, LinesChart } from './chart.js';
import { formatNumber } from './format.js';
import { html } from './html.js';
import type { Html } from './html.js';

/** A piece of a line as a legend shows it: its colour and whether it is solid, dashed or dotted. */
export const lineSample = (colour: string, style: LineStyle): Html =>
  html`<i class="line" style="border-top-style:${style};border-color:${colour}"></i>`;

/** Lines of one colour and style, with their places among the series of a chart. */
export interface LegendEntry {
  readonly name: string;
  readonly series: readonly number[];
}

/**
 * The legend of curves, above their chart: each line as it is drawn, with its latest value. While the pointer is on the chart, the page's
 * script shows the values there. An entry of several series shows their mean.
 */
export function legend(
  { series, baseline }: LinesChart,
  entries: readonly LegendEntry[] = series.map(({ name }, i) => ({ name, series: [i] })),
): Html {
  const last = Math.max(...series.flatMap(({ epochs }) => epochs));
  return html`<div class="legend"><span data-epoch="${last}">epoch ${last}</span>${entries.map(({ name, series: own }) => {
    const { colour, style } = series[own[0]!]!;
    return html`<span>${lineSample(colour, style)}${name} <b data-series="${own.join(' ')}">${latestText(own.map((i) => series[i]!.values))}</b></span>`;
  })}${baseline && html`<span>${lineSample('var(--muted)', 'dotted')}${baseline.name} <b>${formatNumber(baseline.value)}</b></span>`}</div>`;
}

/** The mean of the latest values that are finite. */
function latestText(all: readonly (readonly (number | null)[])[]): string {
  const latest = all.flatMap((values) => values.findLast((value) => value !== null) ?? []);
  return formatNumber(latest.reduce((a, b) => a + b, 0) / latest.length);
}

const scaleNames = { cut: 'without the first peak', whole: 'linear', logarithmic: 'logarithmic' } as const;

/** What chooses the vertical axis of the charts of a section. Nothing where there is no choice. */
export function axisChoice(charts: readonly LinesChart[]): Html | false {
  const scales = [...new Set(charts.map(({ range }) => range.scale))];
  const positive = charts.some(
    ({ series }) =>
      series.some(({ values }) => values.some((value) => value !== null)) &&
      series.every(({ values }) => values.every((value) => value === null || value > 0)),
  );
  const [only] = scales.length === 1 ? scales : [];
  const options: readonly (readonly [value: string, name: string])[] = [
    ['best', only ? scaleNames[only] : 'what shows most'],
    ...(only === 'whole' ? [] : [['whole', scaleNames.whole] as const]),
    ...(positive && only !== 'logarithmic' ? [['logarithmic', scaleNames.logarithmic] as const] : []),
  ];
  if (options.length < 2) return false;
  return html`<label class="toggle">vertical axis <select data-axis autocomplete="off">${options.map(([value, name]) => html`<option value="${value}">${name}</option>`)}</select></label>`;
}
