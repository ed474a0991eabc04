import { formatNumber } from './format.js';
import { html } from './html.js';
import type { Html } from './html.js';

/** Labels at the middle of the first cell, halfway and at the middle of the last cell. */
export interface Axis {
  readonly label: string;
  readonly ticks: readonly [first: number, middle: number, last: number];
  readonly cells: number;
}

/** A picture with an axis below and, where there is one, an axis at its left, which counts from the bottom up. */
export function withAxes(image: Html, x: Axis, y?: Axis): Html {
  return html`<div class="axes${!y && ' flat'}">
${y && html`<div class="axis y"><span class="axis-label">${y.label}</span>${ticks({ ...y, ticks: [y.ticks[2], y.ticks[1], y.ticks[0]] })}</div>`}
${image}
<div class="axis x">${ticks(x)}<span class="axis-label">${x.label}</span></div>
</div>`;
}

function ticks({ ticks: [first, middle, last], cells }: Axis): Html {
  const tick = (value: number): Html => html`<span>${formatNumber(value, 3)}</span>`;
  // Half a cell before the first tick and after the last one, and cells − 1 half cells between two ticks.
  const space = html`<i style="flex-grow:${cells - 1}"></i>`;
  return html`<span class="ticks">${cells === 1 ? tick(middle) : [tick(first), space, tick(middle), space, tick(last)]}</span>`;
}
