import { figure } from '../../format.js';
import { line, signColour, text } from './canvas.js';
import type { Theme } from './canvas.js';
import type { Layout } from './layout.js';
import type { Station } from './stations.js';

/** What is drawn, and where. */
export interface Drawing {
  readonly ink: CanvasRenderingContext2D;
  readonly station: Station;
  readonly layout: Layout;
  readonly theme: Theme;
  readonly threshold: number | undefined;
}

/** The numbers of a small code: bars from 0, and the numbers. */
export function drawBars({ ink, station: { shown }, layout, theme }: Drawing): void {
  const [width, height] = layout.cell;
  const room = width - 46;
  const most = shown.values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-6);
  text(ink, theme.ink);
  for (const [i, value] of shown.values.entries()) {
    const [y, zero] = [(i + 0.5) * height, room / 2];
    const thick = Math.min(24, height - 4);
    line(ink, theme.line, zero, y - height / 2, zero, y + height / 2);
    ink.fillStyle = signColour(value, 0.9);
    ink.fillRect(Math.min(zero, zero + (value / most) * zero), y - thick / 2, (Math.abs(value) / most) * zero, thick);
    ink.fillStyle = theme.ink;
    ink.textAlign = 'right';
    ink.fillText(figure(value), width, y);
  }
}

/** The columns of a row, from 0 to 1. */
export function drawColumns({ ink, station, layout, theme }: Drawing): void {
  const { values } = station.shown;
  const [width, height] = layout.cell;
  const from = width * 0.55;
  text(ink, theme.muted, 10.5);
  for (const [i, name] of (layout.names ?? []).entries()) {
    const y = (i + 0.5) * height;
    ink.fillStyle = theme.muted;
    ink.textAlign = 'left';
    ink.fillText(shortened(ink, name, from - 6), 0, y);
    ink.fillStyle = theme.line;
    ink.fillRect(from, y - 4, width - from, 8);
    ink.fillStyle = theme.accent;
    ink.fillRect(from, y - 4, (width - from) * Math.min(1, Math.max(0, values[i] ?? 0)), 8);
  }
}

/** No name has room for more. Measuring a very long one, letter after letter, would take minutes. */
const LONGEST = 60;

function shortened(ink: CanvasRenderingContext2D, name: string, room: number): string {
  if (name.length <= LONGEST && ink.measureText(name).width <= room) return name;
  let length = Math.min(LONGEST, name.length - 1);
  while (length > 1 && ink.measureText(`${name.slice(0, length)}…`).width > room) length--;
  return `${name.slice(0, length)}…`;
}

/** How far the axis of a latent goes to both sides. */
const REACH = 3;

/** The distribution of each latent as a curve over an axis from −3 to 3, and the code that was drawn as a dot. */
export function drawPosterior({ ink, station: { shown, main }, layout, theme }: Drawing): void {
  const { mean, deviation } = main!.posterior!;
  const [width, height] = layout.cell;
  const to = (z: number): number => ((Math.min(REACH, Math.max(-REACH, z)) + REACH) / (2 * REACH)) * (width - 8) + 4;
  for (const i of shown.values.keys()) {
    const base = (i + 1) * height - 5;
    const tall = height - 12;
    line(ink, theme.line, 4, base, width - 4, base);
    line(ink, theme.line, to(0), base - 2, to(0), base + 3);
    const curve = (sigma: number, mu: number, peak: number): Path2D => {
      const path = new Path2D();
      path.moveTo(4, base);
      for (let x = 4; x <= width - 4; x++) {
        const z = ((x - 4) / (width - 8)) * 2 * REACH - REACH;
        path.lineTo(x, base - peak * tall * Math.exp(-(((z - mu) / sigma) ** 2) / 2));
      }
      path.lineTo(width - 4, base);
      return path;
    };
    ink.strokeStyle = theme.muted;
    ink.globalAlpha = 0.5;
    ink.setLineDash([2, 3]);
    ink.stroke(curve(1, 0, 0.55));
    ink.setLineDash([]);
    ink.fillStyle = theme.accent;
    ink.fill(curve(Math.max(0.06, deviation[i]!), mean[i]!, 1));
    ink.globalAlpha = 1;
    ink.beginPath();
    ink.arc(to(shown.values[i]!), base, 4, 0, 2 * Math.PI);
    ink.fillStyle = signColour(1, 1);
    ink.fill();
  }
}
