import type { Data } from '../data/index.js';
import type { App } from '../definition.js';
import { h } from '../dom.js';
import { drawingCanvas } from './canvas.js';
import type { DrawingCanvas } from './canvas.js';
import { framingOf } from './pixels.js';

/** Where drawings are enlarged to fill the picture, lines on the canvas are thinner by this factor. */
const THINNER = 0.7;

/** A canvas for a drawing that a model then sees, and the sentences beside it. */
export interface DigitCanvas {
  readonly canvas: DrawingCanvas;
  /** What the keys did last. */
  readonly told: HTMLElement;
  /** Why there is nothing to draw on; hidden where there is. */
  readonly reason: HTMLElement;
}

/** A canvas to draw on as the data of the page are drawn. `changed` is called after each change of the drawing. */
export function digitCanvas(app: Pick<App, 'scene'>, changed: () => void): DigitCanvas {
  const told = h('p', { class: 'hint', role: 'status' }, 'With the keyboard: arrows move, Space puts the pen down and lifts it.');
  const reason = h('p', { class: 'hint', hidden: true }, 'To draw, choose data of square grey pictures, such as the digits.');
  const canvas = drawingCanvas({
    changed,
    told: (text) => (told.textContent = text),
    pen() {
      const { fill, pen } = framingOf(app.scene()?.data.training.name ?? '');
      return fill && !canvas.drawing().picture ? THINNER * pen : pen;
    },
  });
  return { canvas, told, reason };
}

/** Whether a drawing can stand for an example: square grey pictures. */
export const isDrawable = ({ training: { shape } }: Data): boolean => shape[0] === shape[1] && shape[2] === 1;
