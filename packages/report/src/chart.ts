import { html, json } from './html.js';
import type { Html } from './html.js';
import type { CurveRange } from './ranges.js';
import type { Sprite } from './sprite.js';

type Numbers = readonly (number | null)[];

/** How a line is drawn. */
export type LineStyle = 'solid' | 'dashed' | 'dotted';

/** Curves over epochs. A series may leave out epochs; `null` leaves a gap. */
export interface LinesChart {
  readonly kind: 'lines';
  readonly label: string;
  readonly series: readonly {
    readonly name: string;
    readonly epochs: readonly number[];
    readonly values: Numbers;
    readonly colour: string;
    readonly style: LineStyle;
  }[];
  /** A horizontal line, dotted. */
  readonly baseline?: { readonly name: string; readonly value: number };
  /** The axis that shows the curves best. The reader can choose another one. */
  readonly range: CurveRange;
}

/** Points in a plane. With classes, each has a class; with a sprite, each has a picture. */
export interface PointsChart {
  readonly kind: 'points';
  readonly x: Numbers;
  readonly y: Numbers;
  readonly axes: readonly [x: string, y: string];
  readonly classes: readonly { readonly name: string; readonly colour: string }[];
  readonly labels: readonly number[];
  readonly sprite?: Sprite;
}

/** A histogram of values, with a line at `target`. */
export interface HistogramChart {
  readonly kind: 'histogram';
  readonly label: string;
  readonly values: readonly number[];
  readonly target?: { readonly value: number; readonly name: string };
}

/** Distributions on one axis: for each, the share of its values in each bin, and how far bins reach. */
export interface DistributionsChart {
  readonly kind: 'distributions';
  readonly label: string;
  readonly logarithmic: boolean;
  /** The limits of the bins, one more than there are bins. */
  readonly edges: readonly number[];
  readonly groups: readonly { readonly name: string; readonly colour: string; readonly shares: readonly number[] }[];
  readonly threshold: { readonly value: number; readonly name: string };
}

/** Curves of points, each axis from 0 to 1. */
export interface CurvesChart {
  readonly kind: 'curves';
  readonly axes: readonly [x: string, y: string];
  readonly curves: readonly {
    readonly name: string;
    readonly colour: string;
    readonly style: LineStyle;
    readonly x: Numbers;
    readonly y: Numbers;
  }[];
}

/** A value at each step of a series, with a threshold, and the steps of events. */
export interface StepsChart {
  readonly kind: 'steps';
  readonly label: string;
  /** The place of each value on the axis: a number of a step, or milliseconds since 1970. */
  readonly at: readonly number[];
  readonly isTime: boolean;
  readonly values: Numbers;
  readonly threshold?: { readonly value: number; readonly name: string };
  readonly events: readonly { readonly start: number; readonly end: number }[];
  /** Steps that are labelled as anomalies. */
  readonly labelled?: readonly { readonly start: number; readonly end: number }[];
}

export type Chart = LinesChart | PointsChart | HistogramChart | DistributionsChart | CurvesChart | StepsChart;

/** An element with the data of a chart, which the page's script draws. `alt` describes the chart to those who do not see it. */
export function chart(data: Chart, height: number, alt: string): Html {
  return html`<div class="chart ${data.kind}" role="img" aria-label="${alt}" style="--height:${height}px"><script type="application/json">${json(data)}</script></div>`;
}
