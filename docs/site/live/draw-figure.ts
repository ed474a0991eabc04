import { h, legendOf, pictureGrid, pointPlane, pointsOf } from '@autoencoders/app-kit/figures';
import type { Figure } from './messages.js';

/** How many pictures and points are drawn. */
const MOST_PICTURES = 40;
const MOST_POINTS = 2000;
const COLUMNS = 10;
const SIZE = 56;
/** The least number of features that is drawn as a square picture. */
const LEAST = 16;

/** A tensor as a figure: rows of two numbers as points; pictures, and rows of a square number of numbers, as pictures. */
export function drawFigure(figure: Figure): HTMLElement {
  const { name, shape } = figure;
  // `drawnDigits` is read as "drawn digits".
  const title = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const [rows = 0, ...sizes] = shape;
  const isSquare = sizes.length === 1 && sizes[0]! >= LEAST && Number.isInteger(Math.sqrt(sizes[0]!));
  const drawn = (): HTMLElement => {
    if (rows > 0 && sizes.length === 1 && sizes[0] === 2) return points(figure, title);
    if (rows > 0 && (isSquare || sizes.length === 2 || sizes.length === 3)) return pictures(figure, title);
    return h('p', {}, `A tensor of the shape [${shape.join(', ')}]. Rows of two numbers are drawn as points, pictures as pictures.`);
  };
  return h('div', {}, h('p', { class: 'live-title' }, title), drawn());
}

/** Grey levels from 0 to 1. Negative numbers are blue and positive ones red, if at least a quarter of what there is lies below 0. */
function pictures({ shape, values }: Figure, label: string): HTMLElement {
  const count = Math.min(shape[0]!, MOST_PICTURES);
  const columns = Math.min(count, COLUMNS);
  const total = (part: (value: number) => number): number => values.reduce((sum, value) => sum + part(value), 0);
  const palette = total((value) => Math.max(0, -value)) > total(Math.abs) / 4 ? 'diverging' : 'grey';
  const grid = pictureGrid({ columns, rows: Math.ceil(count / columns), size: SIZE, label, palette, stretch: palette === 'diverging' });
  grid.draw({ shape: shape.slice(1), values }, `${label}: ${count} pictures`);
  return grid.element;
}

function points({ shape, values, labels }: Figure, label: string): HTMLElement {
  const count = Math.min(shape[0]!, MOST_POINTS);
  const plane = pointPlane({ role: 'img', 'aria-label': `${label}: ${count} points` });
  plane.draw(pointsOf(values.subarray(0, 2 * count)), labels);
  return h('div', {}, plane.canvas, labels && h('div', { class: 'legend' }, ...legendOf({ labels })));
}
