import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { h } from './dom.js';
import { figure } from './format.js';

/** One line of a chart. */
export interface Line {
  readonly name: string;
  /** A custom property of the theme: `--training`. */
  readonly colour: string;
  readonly dashed?: boolean;
  /** Whether points stand alone. */
  readonly dots?: boolean;
}

/** Values of one line, undefined or null where it has none. */
export type Values = readonly (number | null | undefined)[];

/** A chart of lines over numbers. */
export interface Chart {
  readonly element: HTMLElement;
  /** Draws these lines over `x`, which rises. */
  readonly draw: (lines: readonly Line[], x: readonly number[], values: readonly Values[]) => void;
}

export interface ChartOptions {
  /** What is drawn, and in what unit, for who does not see it. */
  readonly label: string;
  /** What the numbers at the bottom are. */
  readonly x: string;
  /** Where the bottom is on a logarithmic scale: the numbers to write there. */
  readonly logarithmic?: readonly number[];
  /** Whether values stand on a logarithmic scale, where a share less is a step down wherever it is. */
  readonly ratios?: boolean;
}

const HEIGHT = 220;
const FONT = '12px system-ui, sans-serif';

export function chart({ label, x: below, logarithmic, ratios = false }: ChartOptions): Chart {
  const plot = h('div', { class: 'plot' });
  const element = h('figure', { class: 'chart', 'aria-label': label, role: 'group' }, plot);
  let made: uPlot | undefined;
  let lines: readonly Line[] = [];
  let data: uPlot.AlignedData = [[]];
  const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const axis = (): uPlot.Axis => ({
    stroke: colour('--muted'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
    font: FONT,
  });
  const make = (): void => {
    made?.destroy();
    const written = (value: number | null): string => (value === null ? '–' : figure(value, 4));
    made = new uPlot(
      {
        width: Math.max(240, plot.clientWidth),
        height: HEIGHT,
        scales: {
          x: { time: false, ...(logarithmic && { distr: 3, log: 2 }) },
          y: ratios ? { distr: 3, range: (_, least, greatest) => uPlot.rangeLog(least, greatest, 10, false) } : {},
        },
        cursor: { drag: { x: false, y: false } },
        axes: [
          {
            ...axis(),
            label: below,
            labelSize: 18,
            size: 34,
            labelFont: FONT,
            ...(logarithmic && {
              splits: () => [...logarithmic],
              values: (_: uPlot, ticks: number[]) => ticks.map((tick) => (tick === null ? '' : String(tick))),
            }),
          },
          { ...axis(), size: 54, values: (_, ticks) => ticks.map((tick) => (tick === null ? '' : figure(tick, 4))) },
        ],
        series: [
          { label: below, value: (_, value) => (value === null ? '–' : figure(value, 4)) },
          ...lines.map(({ name, colour: property, dashed, dots }): uPlot.Series => ({
            label: name,
            stroke: colour(property),
            width: dots ? 0 : 2,
            spanGaps: true,
            points: dots ? { show: true, size: 8, fill: colour(property) } : { show: false },
            ...(dashed && { dash: [6, 4] }),
            value: (_, value) => written(value),
          })),
        ],
      },
      data,
      plot,
    );
  };
  new ResizeObserver(() => made?.setSize({ width: Math.max(240, plot.clientWidth), height: HEIGHT })).observe(plot);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', make);
  return {
    element,
    draw(next, x, values) {
      data = [[...x], ...values.map((line) => line.map((value) => value ?? null))];
      if (made && next === lines) made.setData(data);
      else {
        lines = next;
        make();
      }
      const last = lines.map(({ name }, i) => `${name} ${figure((data[i + 1] as Values).findLast((value) => value !== null) ?? NaN, 4)}`);
      element.setAttribute('aria-label', `${label}: ${last.join(', ')}`);
    },
  };
}

/** Curves that grow as training goes on. */
export interface LiveChart {
  readonly element: HTMLElement;
  /** Begins anew, with these lines. */
  readonly reset: (lines: readonly Line[]) => void;
  /** Adds a point for each line, at the given epoch. */
  readonly add: (epoch: number, values: Values) => void;
}

/** Redrawn at most so often, in milliseconds. */
const PACE = 120;

export function liveChart(label: string, options: Pick<ChartOptions, 'ratios'> = {}): LiveChart {
  const inner = chart({ label, x: 'epoch', ...options });
  let lines: readonly Line[] = [];
  let epochs: number[] = [];
  let values: (number | null | undefined)[][] = [];
  let due = 0;
  const draw = (): void => {
    due = 0;
    inner.element.classList.toggle('empty', epochs.length === 0);
    inner.draw(lines, epochs, values);
  };
  return {
    element: inner.element,
    reset(next) {
      [lines, epochs, values] = [next, [], next.map(() => [])];
      draw();
    },
    add(epoch, point) {
      epochs.push(epoch);
      values.forEach((line, i) => line.push(point[i]));
      due ||= window.setTimeout(draw, PACE);
    },
  };
}
