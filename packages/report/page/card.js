/**
 * The card with the example of a point.
 *
 * @typedef {import('../src/chart.js').PointsChart} PointsChart
 * @typedef {{ x: number | null, y: number | null, i: number, label: number | undefined }} Point
 */

import { show } from './scales.js';

/** Puts a card with the example of the point nearest to the pointer over a plot. @param {ReturnType<typeof Plot.plot>} plot @param {PointsChart} chart */
export function withCard(plot, { classes, axes, sprite }) {
  const frame = document.createElement('div');
  const card = document.createElement('div');
  card.className = 'card';
  card.hidden = true;
  const image = sprite && card.appendChild(thumbnail(sprite));
  const text = card.appendChild(document.createElement('div'));
  plot.addEventListener('input', () => {
    /** @type {Point | null} */
    const point = plot.value;
    card.hidden = !point;
    if (!point) return;
    const lines = [`${axes[0]} ${show(point.x)}`, `${axes[1]} ${show(point.y)}`];
    text.textContent = [...(point.label === undefined ? [] : [classes[point.label]?.name]), ...lines].join('\n');
    image?.dispatchEvent(new CustomEvent('pick', { detail: point.i }));
    place(card, plot.scale('x')?.apply(point.x), plot.scale('y')?.apply(point.y), frame);
  });
  frame.append(plot, card);
  return frame;
}

/** Beside the point, on the side that has room. @param {HTMLElement} card @param {number} x @param {number} y @param {HTMLElement} frame */
function place(card, x, y, frame) {
  const left = x + 14 + card.offsetWidth <= frame.clientWidth ? x + 14 : Math.max(0, x - 14 - card.offsetWidth);
  card.style.left = `${left}px`;
  card.style.top = `${Math.max(0, Math.min(y - card.offsetHeight / 2, frame.clientHeight - card.offsetHeight))}px`;
}

/** One picture of a sprite, near 72 pixels wide; the event `pick` says which. @param {NonNullable<PointsChart['sprite']>} sprite */
function thumbnail({ source, width, height, columns, cell }) {
  const scale = Math.max(1, Math.round(72 / cell.width));
  const element = document.createElement('span');
  Object.assign(element.style, {
    width: `${cell.width * scale}px`,
    height: `${cell.height * scale}px`,
    backgroundImage: `url(${source})`,
    backgroundSize: `${width * scale}px ${height * scale}px`,
  });
  element.addEventListener('pick', (event) => {
    const i = /** @type {CustomEvent<number>} */ (event).detail;
    element.style.backgroundPosition = `${-(i % columns) * cell.width * scale}px ${-Math.floor(i / columns) * cell.height * scale}px`;
  });
  return element;
}
