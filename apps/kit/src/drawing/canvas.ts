import { h } from '../dom.js';
import type { Drawing, Mark } from './pixels.js';

/** A canvas to draw on with a mouse, a finger, a pen or the keyboard. */
export interface DrawingCanvas {
  readonly element: HTMLCanvasElement;
  readonly drawing: () => Drawing;
  /** Replaces the drawing. */
  readonly show: (drawing: Drawing) => void;
  /** Chooses what the next mark is made with. */
  readonly use: (kind: Mark['kind']) => void;
  /** Removes the last mark. */
  readonly undo: () => void;
}

export interface DrawingCanvasOptions {
  /** Called after each change of the drawing. */
  readonly changed: () => void;
  /** Called with a sentence on what the keys did. */
  readonly told: (words: string) => void;
  /** The width of lines, as a share of the side. */
  readonly pen: () => number;
}

const SIDE = 560;

/** How far an arrow key moves, as a share of the side. */
const STEP = 1 / 32;
const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

const inside = (at: number): number => Math.min(1, Math.max(0, at));

/** What is on the canvas, and how it is being drawn. */
interface Sheet {
  picture: Drawing['picture'];
  marks: Mark[];
  kind: Mark['kind'];
  /** The points of the mark that is being made. */
  growing: number[] | undefined;
  /** Where the keys are. */
  cursor: Point;
  /** Whether the keyboard draws, rather than a pointer. */
  byKeys: boolean;
}

type Point = readonly [x: number, y: number];

/** Draws the sheet, and tells of a change. */
interface Changes {
  readonly draw: () => void;
  readonly redraw: () => void;
}

export function drawingCanvas({ changed, told, pen }: DrawingCanvasOptions): DrawingCanvas {
  const element = h('canvas', {
    class: 'pad',
    width: SIDE,
    height: SIDE,
    tabIndex: 0,
    role: 'application',
    'aria-label': 'Canvas. The arrow keys move, Space puts the pen down and lifts it.',
  });
  const sheet: Sheet = { picture: undefined, marks: [], kind: 'pen', growing: undefined, cursor: [0.5, 0.3], byKeys: false };
  const draw = (): void => paint(element, sheet, pen());
  const redraw = (): void => {
    draw();
    changed();
  };
  drawWithPointer(element, sheet, { draw, redraw });
  drawWithKeys(element, sheet, { draw, redraw }, told);
  element.addEventListener('blur', () => lift(sheet, draw));
  return {
    element,
    drawing: () => ({ picture: sheet.picture, marks: sheet.marks }),
    show({ picture, marks }) {
      Object.assign(sheet, { picture, marks: [...marks], growing: undefined } satisfies Partial<Sheet>);
      redraw();
    },
    use: (kind) => (sheet.kind = kind),
    undo() {
      sheet.marks.pop();
      sheet.growing = undefined;
      redraw();
    },
  };
}

function begin(sheet: Sheet, [x, y]: Point): void {
  sheet.growing = [x, y];
  sheet.marks.push({ kind: sheet.kind, points: sheet.growing });
}

function lift(sheet: Sheet, draw: () => void): void {
  sheet.growing = undefined;
  draw();
}

function drawWithPointer(element: HTMLCanvasElement, sheet: Sheet, { draw, redraw }: Changes): void {
  const place = ({ clientX, clientY }: PointerEvent): Point => {
    const box = element.getBoundingClientRect();
    return [inside((clientX - box.left) / box.width), inside((clientY - box.top) / box.height)];
  };
  element.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    sheet.byKeys = false;
    begin(sheet, place(event));
    redraw();
  });
  element.addEventListener('pointermove', (event) => {
    if (!sheet.growing || sheet.byKeys) return;
    const between = event.getCoalescedEvents();
    for (const each of between.length > 0 ? between : [event]) sheet.growing.push(...place(each));
    redraw();
  });
  for (const end of ['pointerup', 'pointercancel'] as const) element.addEventListener(end, () => sheet.byKeys || lift(sheet, draw));
}

function drawWithKeys(element: HTMLCanvasElement, sheet: Sheet, { draw, redraw }: Changes, told: (words: string) => void): void {
  element.addEventListener('keydown', (event) => {
    const [dx, dy] = arrows[event.key] ?? [0, 0];
    const space = event.key === ' ';
    if (dx === 0 && dy === 0 && !space) return;
    event.preventDefault();
    if (space && event.repeat) return;
    sheet.byKeys = true;
    sheet.cursor = [inside(sheet.cursor[0] + dx), inside(sheet.cursor[1] + dy)];
    if (!space) sheet.growing?.push(...sheet.cursor);
    else if (sheet.growing) sheet.growing = undefined;
    else begin(sheet, sheet.cursor);
    const tool = sheet.kind === 'pen' ? 'pen' : 'scratch';
    if (space) told(sheet.growing ? `The ${tool} is down.` : 'Lifted: arrows move, Space puts it down.');
    redraw();
  });
  element.addEventListener('focus', () => {
    sheet.byKeys = element.matches(':focus-visible');
    draw();
  });
}

function paint(element: HTMLCanvasElement, { picture, marks, cursor, byKeys, growing }: Sheet, pen: number): void {
  const context = element.getContext('2d')!;
  context.fillStyle = '#000';
  context.fillRect(0, 0, SIDE, SIDE);
  context.imageSmoothingEnabled = false;
  if (picture) context.drawImage(stampOf(picture), 0, 0, SIDE, SIDE);
  for (const mark of marks) line(context, mark, pen);
  if (byKeys && document.activeElement === element) crosshair(context, cursor, growing !== undefined);
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
  // A line to its own start draws a dot.
  for (let i = 0; i < points.length; i += 2) context.lineTo(SIDE * points[i]!, SIDE * points[i + 1]!);
  context.stroke();
}

/** Where the keys are: a ring, filled while they draw. */
function crosshair(context: CanvasRenderingContext2D, [x, y]: readonly [number, number], down: boolean): void {
  const colour = getComputedStyle(document.documentElement).getPropertyValue('--validation').trim();
  Object.assign(context, { lineWidth: 6, strokeStyle: colour, fillStyle: colour });
  context.beginPath();
  context.arc(SIDE * x, SIDE * y, 16, 0, 7);
  context.stroke();
  if (down) context.fill();
}
