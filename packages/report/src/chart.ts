import { html, json } from './html.js';
import type { Html } from './html.js';
import type { Sprite } from './sprite.js';

type Numbers = readonly (number | null)[];

/** Curves over epochs. A series may leave out epochs; `null` leaves a gap. */
export interface LinesChart {
  readonly kind: 'lines';
  readonly label: string;
  /** Series called `training` and `validation` have colours of their own; others need `colour`. */
  readonly series: readonly {
    readonly name: string;
    readonly epochs: readonly number[];
    readonly values: Numbers;
    readonly colour?: string;
  }[];
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

/** Groups of runs: a row for each group, with a dot for each run and a line for the mean. */
export interface RunsChart {
  readonly kind: 'runs';
  readonly label: string;
  readonly groups: readonly { readonly name: string; readonly colour: string; readonly mean: number | null; readonly values: Numbers }[];
}

export type Chart = LinesChart | PointsChart | HistogramChart | RunsChart;

/** An element with the data of a chart, which the page's script draws. `alt` describes the chart to those who do not see it. */
export function chart(data: Chart, height: number, alt: string): Html {
  return html`<div class="chart ${data.kind}" role="img" aria-label="${alt}" style="--height:${height}px"><script type="application/json">${json(data)}</script></div>`;
}
