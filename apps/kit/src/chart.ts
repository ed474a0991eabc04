import type uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { curveRange } from '@autoencoders/report/ranges';
import type { CurveRange } from '@autoencoders/report/ranges';
import { chartLegend } from './chart-legend.js';
import { h } from './dom.js';
import { figure } from './format.js';
import { loadUplot } from './load-uplot.js';

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
  /** Whether the ticks of the horizontal axis are whole numbers. Default: if all values are. */
  readonly wholeTicks?: boolean;
  /** Whether the vertical axis is chosen so that an early peak does not flatten the rest (default false). */
  readonly fitted?: boolean;
  /** What the page says in its place while there is nothing to draw (default: 'Drawn once training has started.'). */
  readonly waiting?: string;
}

const HEIGHT = 220;
const LEAST_WIDTH = 240;
const FONT = '12px system-ui, sans-serif';
const POINT = 8;

const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export function chart(options: ChartOptions): Chart {
  const { label, fitted = false, waiting = 'Drawn once training has started.' } = options;
  const plot = h('div', { class: 'plot' });
  const legend = chartLegend(options.x);
  const note = h('p', { class: 'caption', hidden: true });
  const drawing = h('div', { class: 'chart-drawing', hidden: true }, plot, legend.element, note);
  const calm = h('p', { class: 'figures' }, waiting);
  const element = h('figure', { class: 'chart', 'aria-label': label, role: 'group' }, drawing, calm);
  let Plot: typeof uPlot | undefined;
  let drawn: uPlot | undefined;
  let lines: readonly Line[] = [];
  let data: uPlot.AlignedData = [[]];
  let range: CurveRange | undefined;
  const width = (): number => Math.max(LEAST_WIDTH, plot.clientWidth);
  const make = (): void => {
    drawn?.destroy();
    const hooks = { setCursor: [({ cursor: { idx } }: uPlot) => legend.showAt(idx ?? undefined)] };
    const scaled = { ...options, logScale: options.logScale === true || range?.scale === 'logarithmic' };
    drawn = Plot && new Plot({ ...plotOptions(Plot, scaled, lines, width(), () => range, isWhole(options, data)), hooks }, data, plot);
  };
  // Loaded for the first points, once they can be seen.
  let loading: Promise<void> | undefined;
  const load = (): Promise<void> =>
    (loading ??= loadUplot(plot).then((loaded) => {
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
      const isEmpty = !values.some((line) => line.some((value) => typeof value === 'number'));
      drawing.hidden = isEmpty;
      calm.hidden = !isEmpty;
      // An empty frame tells nothing.
      if (isEmpty) return;
      data = [[...x], ...values.map((line) => line.map((value) => value ?? null))];
      const before = range?.scale;
      range = fitted && !options.logScale ? curveRange(values) : undefined;
      legend.draw(next, x, values);
      showCut(note, range, values);
      const isOther = (before === 'logarithmic') !== (range?.scale === 'logarithmic');
      if (drawn && next === lines && !isOther) drawn.setData(data);
      else {
        lines = next;
        if (Plot) make();
        else void load();
      }
      element.setAttribute('aria-label', `${label}: ${legend.latest()}`);
    },
  };
}

/** Says that the first values are cut off, if they are. */
function showCut(note: HTMLElement, range: CurveRange | undefined, values: readonly Values[]): void {
  note.hidden = range?.scale !== 'cut';
  if (note.hidden) return;
  const greatest = values.flat().reduce<number>((a, b) => Math.max(a, b ?? -Infinity), -Infinity);
  note.textContent = `The first values go up to ${figure(greatest, 3)} and are cut off.`;
}

const isWhole = ({ wholeTicks }: ChartOptions, [x]: uPlot.AlignedData): boolean => wholeTicks ?? Array.from(x).every(Number.isInteger);

/** Distances of ticks that are whole numbers. */
const wholeSteps: number[] = Array.from({ length: 7 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();

function plotOptions(
  Plot: typeof uPlot,
  { x, logTicks, logScale }: ChartOptions,
  lines: readonly Line[],
  width: number,
  range: () => CurveRange | undefined,
  whole: boolean,
): uPlot.Options {
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
      y: logScale
        ? { distr: 3, range: (_, least, greatest) => Plot.rangeLog(least, greatest, 10, false) }
        : { range: (_, least, greatest) => cutRange(range()) ?? Plot.rangeNum(least, greatest, 0.1, true) },
    },
    legend: { show: false },
    cursor: { drag: { x: false, y: false } },
    axes: [
      { ...axis, label: x, labelSize: 18, size: 34, labelFont: FONT, ...(whole && { incrs: wholeSteps }), ...(logTicks && fixedTicks) },
      { ...axis, size: 54, values: (_, ticks) => ticks.map((tick) => (tick === null ? '' : figure(tick, 4))) },
    ],
    series: [{ label: x }, ...lines.map((line) => seriesOf(line))],
  };
}

/** The range of an axis that is cut above, with a little room below. */
const cutRange = (range: CurveRange | undefined): [number, number] | undefined =>
  range?.scale === 'cut' ? [range.low - 0.05 * (range.high - range.low), range.high] : undefined;

function seriesOf({ name, colour: property, dashed, dots = false }: Line): uPlot.Series {
  return {
    label: name,
    stroke: colour(property),
    width: dots ? 0 : 2,
    spanGaps: true,
    // A line through a single point cannot be seen.
    points: { show: (plot, series) => dots || hasOnePoint(plot.data[series]!), size: POINT, fill: colour(property) },
    ...(dashed && { dash: [6, 4] }),
  };
}

const hasOnePoint = (values: ArrayLike<number | null | undefined>): boolean =>
  Array.from(values).filter((value) => value !== null && value !== undefined).length === 1;
