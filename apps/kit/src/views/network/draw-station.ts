import { h } from '../../dom.js';
import { signColour, sized } from './canvas.js';
import type { Theme } from './canvas.js';
import { drawBars, drawColumns, drawPosterior } from './draw-code.js';
import type { Drawing } from './draw-code.js';
import type { Layout } from './layout.js';
import { cellsOf } from './links.js';
import type { Station } from './stations.js';

/** Draws what a station shows. Units at or below `threshold` do not fire, and are paler. */
export function drawStation(canvas: HTMLCanvasElement, station: Station, layout: Layout, theme: Theme, threshold?: number): void {
  const ink = sized(canvas, layout.width, layout.height);
  draws[layout.kind]({ ink, station, layout, theme, threshold });
}

const draws: Readonly<Record<Layout['kind'], (drawing: Drawing) => void>> = {
  picture: ({ ink, station: { shown }, layout }) => {
    const channels = shown.shape.length === 3 ? shown.shape[2]! : 1;
    const rows = Math.round(layout.height / layout.cell[1]);
    stamp(
      ink,
      layout.columns,
      rows,
      0,
      0,
      layout.width,
      layout.height,
      (p, c) => shown.values[p * channels + (channels === 3 ? c : 0)] ?? 0,
    );
  },
  maps: drawMaps,
  units: drawUnits,
  bars: drawBars,
  columns: drawColumns,
  posterior: drawPosterior,
};

const small = typeof document === 'undefined' ? undefined : h('canvas');

/** Draws a picture whose values lie between 0 and 1, enlarged without smoothing. */
function stamp(
  ink: CanvasRenderingContext2D,
  width: number,
  height: number,
  x: number,
  y: number,
  w: number,
  hgt: number,
  value: (pixel: number, channel: number) => number,
): void {
  const image = new ImageData(width, height);
  for (let p = 0; p < width * height; p++) {
    for (let c = 0; c < 3; c++) image.data[4 * p + c] = 255 * Math.min(1, Math.max(0, value(p, c)));
    image.data[4 * p + 3] = 255;
  }
  Object.assign(small!, { width, height });
  small!.getContext('2d')!.putImageData(image, 0, 0);
  ink.imageSmoothingEnabled = false;
  ink.drawImage(small!, x, y, w, hgt);
}

/** Each feature map as a grey picture with its own scale. */
function drawMaps({ ink, station: { shown }, layout }: Drawing): void {
  const [height, width, count] = shown.shape as [number, number, number];
  const [cell] = layout.cell;
  for (let map = 0; map < count; map++) {
    let [least, greatest] = [Infinity, -Infinity];
    for (let i = map; i < shown.values.length; i += count) {
      least = Math.min(least, shown.values[i]!);
      greatest = Math.max(greatest, shown.values[i]!);
    }
    const span = greatest - least || 1;
    const [x, y] = [(map % layout.columns) * cell, Math.floor(map / layout.columns) * cell];
    stamp(ink, width, height, x + 1, y + 1, cell - 2, cell - 2, (p) => (shown.values[p * count + map]! - least) / span);
  }
}

/** Units as squares. */
function drawUnits({ ink, station, layout, theme, threshold }: Drawing): void {
  const { values } = station.shown;
  const [cell] = layout.cell;
  const gap = cell > 5 ? 1 : 0;
  const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-6);
  for (const [i, value] of values.entries()) {
    const [x, y] = [(i % layout.columns) * cell, Math.floor(i / layout.columns) * cell];
    const fires = threshold === undefined || value > threshold;
    ink.fillStyle = theme.line;
    ink.globalAlpha = 0.45;
    ink.fillRect(x, y, cell - gap, cell - gap);
    ink.globalAlpha = 1;
    ink.fillStyle = signColour(value, (Math.abs(value) / most) ** 0.7 * (fires ? 1 : 0.35));
    ink.fillRect(x, y, cell - gap, cell - gap);
    if (threshold === undefined || !fires) continue;
    ink.strokeStyle = theme.ink;
    ink.lineWidth = 1.5;
    ink.strokeRect(x + 0.75, y + 0.75, cell - gap - 1.5, cell - gap - 1.5);
  }
}

/** How many units of a station are above a threshold. */
export function firing(station: Station, threshold: number): number {
  const { count, numbersOf } = cellsOf(station);
  let fires = 0;
  for (let cell = 0; cell < count; cell++) if (station.shown.values[numbersOf(cell)[0]!]! > threshold) fires++;
  return fires;
}
