import { tensor2d } from '@tensorflow/tfjs-core';
import { nextFrame, numbers, pictureGrid } from '@autoencoders/app-kit';
import type { Scene } from '@autoencoders/app-kit';
import { quantile } from './normal.js';

/** Pictures along each side, and the CSS pixels of one with the gap after it. */
export const SIDE = 12;
export const CELL = 38;

/** Which latents go across and up. */
export type Axes = readonly [across: number, up: number];

/** The code at a place of the plane, shares of the prior from the left and from below; all other latents are 0. */
export function codeAt(latents: number, [across, up]: Axes, [x, y]: readonly [number, number]): Float32Array {
  const code = new Float32Array(latents);
  code[up] = quantile(y);
  code[across] = quantile(x);
  return code;
}

/** Milliseconds of work before the page gets a turn. */
const TURN = 8;

/** Decoded pictures all over the plane, in rows. */
export interface Tiles {
  /** Decodes them anew, a row at a time; false when `here` says that the scene has passed. */
  readonly update: (scene: Scene, axes: Axes, here: () => boolean, drawn: () => void) => Promise<boolean>;
  /** Draws what is there so far. */
  readonly draw: (context: CanvasRenderingContext2D, left: number, top: number) => void;
}

/** A grid at the quantiles of the prior, as in figure 4 of Kingma & Welling 2014: each picture stands for as many samples. */
export function tiles(): Tiles {
  const rows = Array.from({ length: SIDE }, () => pictureGrid({ columns: SIDE, rows: 1, size: CELL - 2, label: 'Decoded pictures' }));
  return {
    async update({ model, data }, axes, here, drawn) {
      const latents = model.codeSize;
      let began = performance.now();
      for (const [r, row] of rows.entries()) {
        const places = Array.from({ length: SIDE }, (_, c) => [(c + 0.5) / SIDE, 1 - (r + 0.5) / SIDE] as const);
        const codes = places.flatMap((place) => [...codeAt(latents, axes, place)]);
        row.draw({ shape: data.test.shape, values: numbers(() => model.decode(tensor2d(codes, [SIDE, latents]))) });
        if (performance.now() - began < TURN) continue;
        drawn();
        await nextFrame();
        if (!here()) return false;
        began = performance.now();
      }
      drawn();
      return true;
    },
    draw: (context, left, top) =>
      rows.forEach(({ element }, r) => context.drawImage(element, left + 1, top + 1 + r * CELL, element.width, element.height)),
  };
}
