import { tensor2d } from '@tensorflow/tfjs-core';
import { nextFrame, pictureGrid, readValues } from '@autoencoders/app-kit';
import type { Scene } from '@autoencoders/app-kit';
import { quantile } from './normal-distribution.js';

/** Pictures along each side, and the CSS pixels of one with its gap. */
export const SIDE = 12;
export const CELL = 38;

/** The latents on the horizontal and on the vertical axis. */
export type Axes = readonly [across: number, up: number];

/** The code at a place of the plane; all other latents are 0. The place is the share of the prior to its left, and below it. */
export function codeAt(latents: number, [across, up]: Axes, [x, y]: readonly [number, number]): Float32Array {
  const code = new Float32Array(latents);
  code[up] = quantile(y);
  code[across] = quantile(x);
  return code;
}

/** Milliseconds of work before the page may respond. */
const TURN = 8;

/** Decoded pictures all over the plane. */
export interface DecodedGrid {
  /** Decodes them row by row, and calls `drawn` in between. Stops when the scene is no longer `current`. */
  readonly update: (scene: Scene, axes: Axes, current: () => boolean, drawn: () => void) => Promise<void>;
  /** Draws the pictures on the plane. */
  readonly draw: (context: CanvasRenderingContext2D, left: number, top: number) => void;
}

/** A grid at the quantiles of the prior, so that each picture stands for equally many samples. Kingma & Welling 2014, figure 4. */
export function decodedGrid(): DecodedGrid {
  const rows = Array.from({ length: SIDE }, () => pictureGrid({ columns: SIDE, rows: 1, size: CELL - 2, label: 'Decoded pictures' }));
  return {
    async update({ model, data }, axes, current, drawn) {
      const latents = model.codeSize;
      let began = performance.now();
      for (const [r, row] of rows.entries()) {
        const places = Array.from({ length: SIDE }, (_, c) => [(c + 0.5) / SIDE, 1 - (r + 0.5) / SIDE] as const);
        const codes = places.flatMap((place) => [...codeAt(latents, axes, place)]);
        row.draw({ shape: data.test.shape, values: readValues(() => model.decode(tensor2d(codes, [SIDE, latents]))) });
        if (performance.now() - began < TURN) continue;
        drawn();
        await nextFrame();
        if (!current()) return;
        began = performance.now();
      }
      drawn();
    },
    draw: (context, left, top) =>
      rows.forEach(({ element }, r) => context.drawImage(element, left + 1, top + 1 + r * CELL, element.width, element.height)),
  };
}
