import { formatNumber } from './format.js';
import { html } from './html.js';
import type { Html } from './html.js';

/** An axis with ticks at the middle of the first cell, halfway, and at the middle of the last cell. */
export interface Axis {
  readonly label: string;
  readonly ticks: readonly [first: number, middle: number, last: number];
  readonly cells: number;
}

/** A picture with an axis below it. At its left is an axis that grows upwards, or a name for each row. */
export function withAxes(image: Html, x: Axis, left?: Axis | readonly string[]): Html {
  return html`<div class="axes${!left && ' flat'}">
${left && ('label' in left ? axisOf(left) : html`<div class="names">${left.map((name) => html`<span>${name}</span>`)}</div>`)}
${image}
<div class="axis x">${ticks(x)}<span class="axis-label">${x.label}</span></div>
</div>`;
}

const axisOf = ({ label, ticks: [first, middle, last], cells }: Axis): Html =>
  html`<div class="axis y"><span class="axis-label">${label}</span>${ticks({ label, ticks: [last, middle, first], cells })}</div>`;

function ticks({ ticks: [first, middle, last], cells }: Axis): Html {
  const tick = (value: number): Html => html`<span>${formatNumber(value, 3)}</span>`;
  // Half a cell before the first tick and after the last one, and cells − 1 half cells between two ticks.
  const space = html`<i style="flex-grow:${cells - 1}"></i>`;
  return html`<span class="ticks">${cells === 1 ? tick(middle) : [tick(first), space, tick(middle), space, tick(last)]}</span>`;
}
