import { h, pictureGrid } from '@autoencoders/app-kit';
import type { GridOptions, Pictures } from '@autoencoders/app-kit';

/** Pictures of which one is chosen, by a click or with the arrow keys. */
export interface Picker {
  readonly element: HTMLElement;
  /** Draws so many pictures, those of which `faint` holds paler. */
  readonly draw: (pictures: Pictures, count: number, faint?: (i: number) => boolean) => void;
  readonly chosen: () => number;
  /** Says what is chosen, to who does not see it. */
  readonly say: (words: string) => void;
}

export function picker(options: GridOptions, onChoose: (i: number) => void, first: number = 0): Picker {
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
    const moves: Record<string, number> = {
      ArrowLeft: chosen - 1,
      ArrowRight: chosen + 1,
      ArrowUp: chosen - columns,
      ArrowDown: chosen + columns,
      Home: 0,
      End: count - 1,
    };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    if (next >= 0 && next < count) choose(next);
  });

  return {
    element,
    draw(pictures, amount, faint = () => false) {
      count = amount;
      grid.draw(pictures);
      const ink = canvas.getContext('2d')!;
      ink.save();
      ink.globalCompositeOperation = 'destination-out';
      ink.globalAlpha = 0.78;
      for (let i = 0; i < count; i++) if (faint(i)) ink.fillRect((i % columns) * cell, Math.floor(i / columns) * cell, size, size);
      ink.restore();
      element.setAttribute('aria-valuemax', String(count));
      if (chosen >= count) chosen = 0;
      place();
    },
    chosen: () => chosen,
    say: (words) => element.setAttribute('aria-valuetext', words),
  };
}
