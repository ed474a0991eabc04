import { figure, h } from '@autoencoders/app-kit';

/** Bars from 0 upwards, one beside the other. */
export interface BarChart {
  readonly element: HTMLElement;
  /** Draws values from 0 to `most`, with a dashed line at `line`; `words` describe the chart to screen readers. */
  readonly draw: (values: ArrayLike<number>, most: number, line: number, words: string) => void;
}

const HEIGHT = 130;
const LEFT = 38;
const TOP = 10;

/** `x` and `y` name the axes; with `pale` (default false), bars below the line are paler. */
export function barChart({ x, y, pale = false }: { readonly x: string; readonly y: string; readonly pale?: boolean }): BarChart {
  const canvas = h('canvas', { role: 'img', 'aria-label': y });
  const element = h('figure', { class: 'bars' }, h('figcaption', {}, y), canvas, h('div', { class: 'bars-below' }, x));
  let last: Parameters<BarChart['draw']> | undefined;

  const paint = (): void => {
    if (!last || canvas.clientWidth === 0) return;
    const [values, most, line, words] = last;
    const width = canvas.clientWidth;
    const sharp = devicePixelRatio;
    Object.assign(canvas, { width: width * sharp, height: HEIGHT * sharp });
    const ink = canvas.getContext('2d')!;
    ink.scale(sharp, sharp);
    const theme = getComputedStyle(document.documentElement);
    const colour = (name: string): string => theme.getPropertyValue(name);
    const bottom = HEIGHT - 1;
    const up = (value: number): number => bottom - ((bottom - TOP) * Math.min(value, most)) / most;
    const step = (width - LEFT) / values.length;
    ink.fillStyle = colour('--training');
    for (let i = 0; i < values.length; i++) {
      ink.globalAlpha = pale && values[i]! <= line ? 0.35 : 1;
      ink.fillRect(LEFT + i * step, up(values[i]!), Math.max(1, step - (step > 4 ? 1 : 0)), bottom - up(values[i]!));
    }
    ink.globalAlpha = 1;
    ink.strokeStyle = colour('--line');
    ink.strokeRect(LEFT - 0.5, bottom + 0.5, width - LEFT, 0);
    ink.font = '12px system-ui, sans-serif';
    ink.textAlign = 'right';
    ink.textBaseline = 'middle';
    ink.fillStyle = colour('--muted');
    for (const at of [0, most]) ink.fillText(figure(at, 2), LEFT - 6, Math.min(bottom - 5, up(at)));
    if (line > 0) {
      ink.strokeStyle = ink.fillStyle = colour('--validation');
      ink.setLineDash([6, 4]);
      ink.lineWidth = 2;
      ink.beginPath();
      ink.moveTo(LEFT, up(line));
      ink.lineTo(width, up(line));
      ink.stroke();
      if (Math.min(up(0) - up(line), up(line) - up(most)) > 12) ink.fillText(figure(line, 2), LEFT - 6, up(line));
    }
    canvas.setAttribute('aria-label', words);
  };
  new ResizeObserver(paint).observe(canvas);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', paint);
  return {
    element,
    draw(...given) {
      last = given;
      paint();
    },
  };
}
