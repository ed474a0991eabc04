import { signColour, sized } from './canvas.js';
import type { Theme } from './canvas.js';

/** A link on the picture of the network, in CSS pixels from the picture's corner. */
export interface DrawnLink {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  /** From −1 to 1: its strength beside the strongest between the same stations. */
  readonly strength: number;
}

/** All links between two stations, and the band behind them, which stands for those that are not drawn. */
export interface Bundle {
  readonly links: readonly DrawnLink[];
  /** The edges of the two stations: x, top and bottom. */
  readonly band: readonly [left: Edge, right: Edge];
}
export type Edge = readonly [x: number, top: number, bottom: number];

/**
 * Draws all bundles. `pulse` is how far the example has come on its way, from 0 to 1: links that it has passed are drawn in full,
 * and dots run along those that it passes. At 1 nothing moves.
 */
export function drawBundles(
  canvas: HTMLCanvasElement,
  [width, height]: readonly [number, number],
  bundles: readonly Bundle[],
  theme: Theme,
  pulse: number,
): void {
  const ink = sized(canvas, width, height);
  bundles.forEach(({ links, band }, i) => {
    drawBand(ink, band, theme);
    // Each bundle has its part of the pulse, which overlaps with those of its neighbours.
    const part = pulse >= 1 ? 1 : Math.min(1, Math.max(0, pulse * (bundles.length + 1) - i) / 1.6);
    for (const link of links) drawLink(ink, link, part);
  });
}

function drawBand(ink: CanvasRenderingContext2D, [[x0, top0, bottom0], [x1, top1, bottom1]]: Bundle['band'], theme: Theme): void {
  const middle = (x0 + x1) / 2;
  ink.beginPath();
  ink.moveTo(x0, top0);
  ink.bezierCurveTo(middle, top0, middle, top1, x1, top1);
  ink.lineTo(x1, bottom1);
  ink.bezierCurveTo(middle, bottom1, middle, bottom0, x0, bottom0);
  ink.closePath();
  ink.globalAlpha = 0.32;
  ink.fillStyle = theme.line;
  ink.fill();
  ink.globalAlpha = 1;
}

function drawLink(ink: CanvasRenderingContext2D, { from: [x0, y0], to: [x1, y1], strength }: DrawnLink, part: number): void {
  const size = Math.abs(strength);
  const middle = (x0 + x1) / 2;
  ink.beginPath();
  ink.moveTo(x0, y0);
  ink.bezierCurveTo(middle, y0, middle, y1, x1, y1);
  ink.strokeStyle = signColour(strength, (0.12 + 0.6 * size) * (0.35 + 0.65 * part));
  ink.lineWidth = 0.6 + 1.9 * size;
  ink.stroke();
  if (part <= 0 || part >= 1) return;
  const at = (a: number, b: number, c: number, d: number): number => {
    const rest = 1 - part;
    return rest ** 3 * a + 3 * rest ** 2 * part * b + 3 * rest * part ** 2 * c + part ** 3 * d;
  };
  ink.beginPath();
  ink.arc(at(x0, middle, middle, x1), at(y0, y0, y1, y1), 1.2 + 1.6 * size, 0, 2 * Math.PI);
  ink.fillStyle = signColour(strength, 0.95);
  ink.fill();
}
