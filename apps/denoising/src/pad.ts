import { h } from '@autoencoders/app-kit';
import type { Drawing, Mark } from './drawing.js';

/** A canvas to draw on with mouse, finger, pen or keys. */
export interface Pad {
  readonly element: HTMLCanvasElement;
  readonly drawing: () => Drawing;
  /** Puts something else on the canvas. */
  readonly show: (drawing: Drawing) => void;
  readonly use: (kind: Mark['kind']) => void;
  /** Takes the last mark back. */
  readonly undo: () => void;
}

export interface PadOptions {
  /** Hears of each change of the drawing. */
  readonly changed: () => void;
  /** Hears what the keys do, in words. */
  readonly told: (words: string) => void;
  /** How thick lines are, in shares of the side. */
  readonly pen: () => number;
}

const SIDE = 560;

/** How far an arrow key goes, in shares of the side. */
const STEP = 1 / 32;
const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

const inside = (at: number): number => Math.min(1, Math.max(0, at));

export function pad({ changed, told, pen }: PadOptions): Pad {
  const element = h('canvas', {
    class: 'pad',
    width: SIDE,
    height: SIDE,
    tabIndex: 0,
    role: 'application',
    'aria-label': 'Canvas. The arrow keys move, Space puts the pen down and lifts it.',
  });
  const context = element.getContext('2d')!;
  let picture: Drawing['picture'];
  let marks: Mark[] = [];
  let kind: Mark['kind'] = 'pen';
  /** The mark that is being made: with a pointer, or with keys. */
  let growing: number[] | undefined;
  let cursor: readonly [number, number] = [0.5, 0.3];
  let byKeys = false;

  const draw = (): void => {
    context.fillStyle = '#000';
    context.fillRect(0, 0, SIDE, SIDE);
    context.imageSmoothingEnabled = false;
    if (picture) context.drawImage(stampOf(picture), 0, 0, SIDE, SIDE);
    for (const mark of marks) line(context, mark, pen());
    if (byKeys && document.activeElement === element) crosshair(context, cursor, growing !== undefined);
  };
  const begin = (x: number, y: number): void => {
    growing = [x, y];
    marks.push({ kind, points: growing });
  };
  const redraw = (): void => {
    draw();
    changed();
  };
  const lift = (): void => {
    growing = undefined;
    draw();
  };

  const place = ({ clientX, clientY }: PointerEvent): readonly [number, number] => {
    const box = element.getBoundingClientRect();
    return [inside((clientX - box.left) / box.width), inside((clientY - box.top) / box.height)];
  };
  element.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    byKeys = false;
    begin(...place(event));
    redraw();
  });
  element.addEventListener('pointermove', (event) => {
    if (!growing || byKeys) return;
    const between = event.getCoalescedEvents();
    for (const each of between.length > 0 ? between : [event]) growing.push(...place(each));
    redraw();
  });
  for (const end of ['pointerup', 'pointercancel'] as const) element.addEventListener(end, () => byKeys || lift());

  element.addEventListener('keydown', (event) => {
    const [dx, dy] = arrows[event.key] ?? [0, 0];
    if (dx === 0 && dy === 0 && event.key !== ' ') return;
    event.preventDefault();
    if (event.key === ' ' && event.repeat) return;
    byKeys = true;
    cursor = [inside(cursor[0] + dx), inside(cursor[1] + dy)];
    if (event.key !== ' ') growing?.push(...cursor);
    else if (growing) growing = undefined;
    else begin(...cursor);
    if (event.key === ' ')
      told(growing ? `The ${kind === 'pen' ? 'pen' : 'scratch'} is down.` : 'Lifted: arrows move, Space puts it down.');
    redraw();
  });
  element.addEventListener('focus', () => {
    byKeys = element.matches(':focus-visible');
    draw();
  });
  element.addEventListener('blur', lift);

  return {
    element,
    drawing: () => ({ picture, marks }),
    show(next) {
      picture = next.picture;
      marks = [...next.marks];
      growing = undefined;
      redraw();
    },
    use: (next) => (kind = next),
    undo() {
      marks.pop();
      growing = undefined;
      redraw();
    },
  };
}

/** A picture as a canvas of its own size. */
function stampOf(picture: ArrayLike<number>): HTMLCanvasElement {
  const side = Math.sqrt(picture.length);
  const stamp = h('canvas', { width: side, height: side });
  const image = new ImageData(side, side);
  for (let i = 0; i < picture.length; i++) image.data.set([255 * picture[i]!, 255 * picture[i]!, 255 * picture[i]!, 255], 4 * i);
  stamp.getContext('2d')!.putImageData(image, 0, 0);
  return stamp;
}

function line(context: CanvasRenderingContext2D, { kind, points }: Mark, thick: number): void {
  Object.assign(context, { lineWidth: SIDE * thick, lineCap: 'round', lineJoin: 'round', strokeStyle: kind === 'pen' ? '#fff' : '#000' });
  context.beginPath();
  context.moveTo(SIDE * points[0]!, SIDE * points[1]!);
  // A line to where it begins is a dot.
  for (let i = 0; i < points.length; i += 2) context.lineTo(SIDE * points[i]!, SIDE * points[i + 1]!);
  context.stroke();
}

/** Where the keys are; a filled ring while they draw. */
function crosshair(context: CanvasRenderingContext2D, [x, y]: readonly [number, number], down: boolean): void {
  const colour = getComputedStyle(document.documentElement).getPropertyValue('--validation').trim();
  Object.assign(context, { lineWidth: 6, strokeStyle: colour, fillStyle: colour });
  context.beginPath();
  context.arc(SIDE * x, SIDE * y, 16, 0, 7);
  context.stroke();
  if (down) context.fill();
}
