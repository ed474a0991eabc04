import { classColour } from '@autoencoders/app-kit';
import { CELL, SIDE } from './decoded-grid.js';
import type { Axes, DecodedGrid } from './decoded-grid.js';
import { cdf } from './normal-distribution.js';

/** A place on the plane: the share of the prior to the left of it, and the share below. */
export type Place = readonly [x: number, y: number];

/** What is drawn. */
export interface Drawing {
  readonly grid: DecodedGrid;
  /** The places of test examples. */
  readonly dots: readonly Place[];
  /** Their classes. */
  readonly labels: Int32Array | undefined;
  readonly axes: Axes;
  readonly cursor: Place;
  readonly show: 'both' | 'pictures' | 'dots';
}

const SIZE = SIDE * CELL;
const LEFT = 44;
const BELOW = 40;
export const [WIDTH, HEIGHT] = [LEFT + SIZE, SIZE + BELOW];
const TICKS = [-2, -1, 0, 1, 2];

const toScreen = ([x, y]: Place): [number, number] => [LEFT + x * SIZE, (1 - y) * SIZE];

/** The place at a point of the canvas, which is given as shares of its width and height. */
export const placeAt = (x: number, y: number): Place => [(x * WIDTH - LEFT) / SIZE, 1 - (y * HEIGHT) / SIZE];

/** Draws the plane on a canvas of 2·`WIDTH` × 2·`HEIGHT` pixels. */
export function drawPlane(canvas: HTMLCanvasElement, { grid, dots, labels, axes, cursor, show }: Drawing): void {
  const context = canvas.getContext('2d')!;
  const style = getComputedStyle(canvas);
  const colour = (name: string): string => style.getPropertyValue(name);
  context.setTransform(2, 0, 0, 2, 0, 0);
  context.clearRect(0, 0, WIDTH, HEIGHT);
  context.fillStyle = colour('--raised');
  context.fillRect(LEFT, 0, SIZE, SIZE);
  context.imageSmoothingEnabled = false;
  context.globalAlpha = show === 'both' ? 0.75 : 1;
  if (show !== 'dots') grid.draw(context, LEFT, 0);
  context.globalAlpha = 1;
  if (show !== 'pictures') drawDots(context, dots, labels, colour('--surface'));
  drawTicks(context, axes, colour('--muted'));
  circle(context, cursor, 10);
  for (const [width, name] of [
    [6, '--surface'],
    [3, '--accent'],
  ] as const) {
    Object.assign(context, { lineWidth: width, strokeStyle: colour(name) });
    context.stroke();
  }
}

function drawDots(context: CanvasRenderingContext2D, dots: readonly Place[], labels: Int32Array | undefined, edge: string): void {
  Object.assign(context, { lineWidth: 1, strokeStyle: edge });
  for (const [i, dot] of dots.entries()) {
    context.fillStyle = classColour(labels?.[i]);
    circle(context, dot, 3.6);
    context.fill();
    context.stroke();
  }
}

function drawTicks(context: CanvasRenderingContext2D, [across, up]: Axes, ink: string): void {
  Object.assign(context, { fillStyle: ink, font: '14px system-ui, sans-serif', textAlign: 'center', textBaseline: 'middle' });
  for (const tick of TICKS) {
    const text = String(tick).replace('-', '−');
    context.fillText(text, toScreen([cdf(tick), 0])[0], SIZE + 12);
    context.fillText(text, LEFT - 14, toScreen([0, cdf(tick)])[1]);
  }
  context.fillText(`latent ${across + 1}`, LEFT + SIZE / 2, SIZE + 30);
  context.save();
  context.translate(9, SIZE / 2);
  context.rotate(-Math.PI / 2);
  context.fillText(`latent ${up + 1}`, 0, 0);
  context.restore();
}

function circle(context: CanvasRenderingContext2D, place: Place, radius: number): void {
  context.beginPath();
  context.arc(...toScreen(place), radius, 0, 2 * Math.PI);
}
