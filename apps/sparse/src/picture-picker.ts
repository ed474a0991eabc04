import { h, pictureGrid } from '@autoencoders/app-kit';
import type { GridOptions, Pictures } from '@autoencoders/app-kit';

/** Pictures, one of which is chosen with a click or with the arrow keys. */
export interface PicturePicker {
  readonly element: HTMLElement;
  /** Draws `count` pictures. Those that are `faint` are paler. */
  readonly draw: (pictures: Pictures, count: number, faint?: (i: number) => boolean) => void;
  /** Chooses a picture, without a call of `onChoose`. */
  readonly set: (i: number) => void;
  /** The index of the chosen picture. */
  readonly chosen: () => number;
  /** Describes the chosen picture to screen readers. */
  readonly say: (words: string) => void;
}

/** Calls `onChoose` after each choice; `first` is chosen at the start. */
export function picturePicker(options: GridOptions, onChoose: (i: number) => void, first: number = 0): PicturePicker {
  const { columns, rows, size, label } = options;
  const grid = pictureGrid(options);
  const canvas = grid.element;
  const mark = h('i', { class: 'mark' });
  const element = h(
    'div',
    { class: 'picker', role: 'slider', tabIndex: 0, 'aria-label': label, 'aria-valuemin': 1, 'aria-valuenow': 1, 'aria-valuemax': 1 },
    canvas,
    mark,
  );
  element.style.width = canvas.style.width;
  const cell = size + (canvas.width - columns * size) / (columns - 1);
  let count = columns * rows;
  let chosen = first;

  const place = (): void => {
    const share = (at: number, whole: number): string => `${(100 * at * cell) / whole}%`;
    mark.style.left = share(chosen % columns, canvas.width);
    mark.style.top = share(Math.floor(chosen / columns), canvas.height);
    element.setAttribute('aria-valuenow', String(chosen + 1));
  };
  const choose = (i: number): void => {
    chosen = Math.min(count - 1, Math.max(0, i));
    place();
    onChoose(chosen);
  };
  mark.style.width = `${(100 * size) / canvas.width}%`;
  mark.style.height = `${(100 * size) / canvas.height}%`;
  place();
  canvas.addEventListener('click', ({ offsetX, offsetY }) => {
    const i = grid.at(offsetX, offsetY);
    if (i >= 0 && i < count) choose(i);
  });
  element.addEventListener('keydown', (event) => {
    const next = moveTo(event.key, chosen, columns, count);
    if (next === undefined) return;
    event.preventDefault();
    if (next >= 0 && next < count) choose(next);
  });

  return {
    element,
    draw(pictures, amount, faint = () => false) {
      count = amount;
      grid.draw(pictures);
      fade(canvas.getContext('2d')!, (ink) => {
        for (let i = 0; i < count; i++) if (faint(i)) ink.fillRect((i % columns) * cell, Math.floor(i / columns) * cell, size, size);
      });
      element.setAttribute('aria-valuemax', String(count));
      if (chosen >= count) chosen = 0;
      place();
    },
    set(i) {
      chosen = Math.min(count - 1, i);
      place();
    },
    chosen: () => chosen,
    say: (words) => element.setAttribute('aria-valuetext', words),
  };
}

/** The picture that a key leads to; undefined for other keys. */
function moveTo(key: string, from: number, columns: number, count: number): number | undefined {
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: from - 1,
    ArrowRight: from + 1,
    ArrowUp: from - columns,
    ArrowDown: from + columns,
    Home: 0,
    End: count - 1,
  };
  return moves[key];
}

/** Makes what `fill` covers paler. */
function fade(ink: CanvasRenderingContext2D, fill: (ink: CanvasRenderingContext2D) => void): void {
  ink.save();
  Object.assign(ink, { globalCompositeOperation: 'destination-out', globalAlpha: 0.78 });
  fill(ink);
  ink.restore();
}
