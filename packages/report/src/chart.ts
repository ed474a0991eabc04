import { html, json } from './html.js';
import type { Html } from './html.js';
import type { Sprite } from './sprite.js';

type Numbers = readonly (number | null)[];

/** Curves over epochs. A series has points only where it was measured; `null` leaves a gap. */
export interface LinesChart {
  readonly kind: 'lines';
  readonly label: string;
  /** `training` and `validation` have colours of their own; others say theirs. */
  readonly series: readonly {
    readonly name: string;
    readonly epochs: readonly number[];
    readonly values: Numbers;
    readonly colour?: string;
  }[];
}

/** Points of a plane, with one class each where there are classes, and one picture each where there is a sprite. */
export interface PointsChart {
  readonly kind: 'points';
  readonly x: Numbers;
  readonly y: Numbers;
  readonly axes: readonly [x: string, y: string];
  readonly classes: readonly { readonly name: string; readonly colour: string }[];
  readonly labels: readonly number[];
  readonly sprite?: Sprite;
}

/** How often values fall in each of a row of bins, with a line at `target`. */
export interface HistogramChart {
  readonly kind: 'histogram';
  readonly label: string;
  readonly values: readonly number[];
  readonly target?: { readonly value: number; readonly name: string };
}

/** The runs of each of several groups, one row each, and the mean of each. */
export interface RunsChart {
  readonly kind: 'runs';
  readonly label: string;
  readonly groups: readonly { readonly name: string; readonly colour: string; readonly mean: number | null; readonly values: Numbers }[];
}

export type Chart = LinesChart | PointsChart | HistogramChart | RunsChart;

/** Room for a chart, and its data; the page's script draws it. `alt` says what is seen for those who do not see it. */
export function chart(data: Chart, height: number, alt: string): Html {
  return html`<div class="chart ${data.kind}" role="img" aria-label="${alt}" style="--height:${height}px"><script type="application/json">${json(data)}</script></div>`;
}
