import type uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Progress } from '@autoencoders/training';
import type { LossLine } from './definition.js';
import { h } from './dom.js';
import { figure } from './format.js';
import { loadUplot } from './load-uplot.js';
import { epochOf } from './measures.js';

/** One line of a chart. */
export interface Line {
  readonly name: string;
  /** The name of a colour of the theme: `--training`. */
  readonly colour: string;
  readonly dashed?: boolean;
  /** Whether to draw points instead of a line (default false). */
  readonly dots?: boolean;
}

/** The values of one line, undefined or null where it has none. */
export type Values = readonly (number | null | undefined)[];

/** A chart of lines over numbers. */
export interface Chart {
  readonly element: HTMLElement;
  /** Draws the lines over `x`, which must rise. */
  readonly draw: (lines: readonly Line[], x: readonly number[], values: readonly Values[]) => void;
}

export interface ChartOptions {
  /** What the chart shows, and in what unit, for screen readers. */
  readonly label: string;
  /** The name of the horizontal axis. */
  readonly x: string;
  /** Ticks of the horizontal axis, which is then logarithmic. */
  readonly logTicks?: readonly number[];
  /** Whether the vertical axis is logarithmic (default false). */
  readonly logScale?: boolean;
}

const HEIGHT = 220;
const LEAST_WIDTH = 240;
const FONT = '12px system-ui, sans-serif';
const POINT = 8;

const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const text = (value: number | null): string => (value === null ? '–' : figure(value, 4));

export function chart(options: ChartOptions): Chart {
  const { label } = options;
  const plot = h('div', { class: 'plot' });
  const element = h('figure', { class: 'chart', 'aria-label': label, role: 'group' }, plot);
  let Plot: typeof uPlot | undefined;
  let drawn: uPlot | undefined;
  let lines: readonly Line[] = [];
  let data: uPlot.AlignedData = [[]];
  const width = (): number => Math.max(LEAST_WIDTH, plot.clientWidth);
  const make = (): void => {
    drawn?.destroy();
    drawn = Plot && new Plot(plotOptions(Plot, options, lines, width()), data, plot);
  };
  // Loaded for the first points: a page that has just opened has none.
  let loading: Promise<void> | undefined;
  const load = (): Promise<void> =>
    (loading ??= loadUplot().then((loaded) => {
      Plot = loaded;
      make();
    }));
  new ResizeObserver(() => drawn?.setSize({ width: width(), height: HEIGHT })).observe(plot);
  const changeColours = (): void => {
    if (drawn && plot.isConnected) make();
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changeColours);
  // Some pages have a class for their scheme.
  new MutationObserver(changeColours).observe(document.documentElement, { attributeFilter: ['class'] });
  return {
    element,
    draw(next, x, values) {
      data = [[...x], ...values.map((line) => line.map((value) => value ?? null))];
      if (drawn && next === lines) drawn.setData(data);
      else {
        lines = next;
        if (Plot) make();
        else if (x.length > 0) void load();
      }
      const latest = lines.map(
        ({ name }, i) => `${name} ${text((data[i + 1] as (number | null)[]).findLast((value) => value !== null) ?? null)}`,
      );
      element.setAttribute('aria-label', `${label}: ${latest.join(', ')}`);
    },
  };
}

function plotOptions(Plot: typeof uPlot, { x, logTicks, logScale }: ChartOptions, lines: readonly Line[], width: number): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: colour('--muted'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
    font: FONT,
  };
  const fixedTicks: uPlot.Axis = {
    splits: () => [...logTicks!],
    values: (_, ticks) => ticks.map((tick) => (tick === null ? '' : String(tick))),
  };
  return {
    width,
    height: HEIGHT,
    scales: {
      x: { time: false, ...(logTicks && { distr: 3, log: 2 }) },
      y: logScale ? { distr: 3, range: (_, least, greatest) => Plot.rangeLog(least, greatest, 10, false) } : {},
    },
    cursor: { drag: { x: false, y: false } },
    axes: [
      { ...axis, label: x, labelSize: 18, size: 34, labelFont: FONT, ...(logTicks && fixedTicks) },
      { ...axis, size: 54, values: (_, ticks) => ticks.map((tick) => (tick === null ? '' : text(tick))) },
    ],
    series: [{ label: x, value: (_, value) => text(value) }, ...lines.map((line) => seriesOf(line))],
  };
}

function seriesOf({ name, colour: property, dashed, dots = false }: Line): uPlot.Series {
  return {
    label: name,
    stroke: colour(property),
    width: dots ? 0 : 2,
    spanGaps: true,
    // A line through a single point cannot be seen.
    points: { show: (plot, series) => dots || hasOnePoint(plot.data[series]!), size: POINT, fill: colour(property) },
    ...(dashed && { dash: [6, 4] }),
    value: (_, value) => text(value),
  };
}

const hasOnePoint = (values: ArrayLike<number | null | undefined>): boolean =>
  Array.from(values).filter((value) => value !== null && value !== undefined).length === 1;

/** The loss of a training, by epoch. */
export interface LossChart {
  readonly element: HTMLElement;
  /** Draws a training so far, at most every 120 ms. */
  readonly draw: (history: readonly Progress[]) => void;
}

const PACE = 120;

export function lossChart(label: string, lines: readonly LossLine[], options: Pick<ChartOptions, 'logScale'> = {}): LossChart {
  const { element, draw } = chart({ label, x: 'epoch', ...options });
  let shown: readonly Progress[] | undefined;
  let due = 0;
  const drawShown = (): void => {
    due = 0;
    const points = shown!
      .map((progress) => ({ epoch: epochOf(progress), values: lines.map(({ value }) => value(progress)) }))
      // Some phases of a training have no value for this chart.
      .filter(({ values }) => values.some((value) => value !== undefined));
    element.classList.toggle('empty', points.length === 0);
    draw(
      lines,
      points.map(({ epoch }) => epoch),
      lines.map((_, i) => points.map(({ values }) => values[i])),
    );
  };
  return {
    element,
    draw(history) {
      if (history === shown) return;
      shown = history;
      due ||= window.setTimeout(drawShown, history.length === 0 ? 0 : PACE);
    },
  };
}
