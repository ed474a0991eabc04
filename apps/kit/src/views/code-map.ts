import { classColour, legendOf } from '../class-colours.js';
import { codePlane } from '../code-plane.js';
import type { CodePlane } from '../code-plane.js';
import type { App, Scene, View } from '../definition.js';
import { h } from '../dom.js';
import { className, readValues, valuesOf } from '../examples.js';
import { pictureGrid } from '../picture-grid.js';
import { isCurrent } from '../scene.js';

const WIDTH = 440;
const HEIGHT = 360;
const MARGIN = 14;
const DOT = 2.6;
/** How near, in pixels, the pointer must be to a dot. */
const NEAR = 30;
/** Pixels that an arrow key moves. */
const STEP = 12;

type Point = readonly [x: number, y: number];

/** From codes on the plane to pixels of the map, and back. */
interface Projection {
  readonly toMap: (point: Point) => Point;
  readonly toPlane: (point: Point) => Point;
}

/** What the map shows. */
interface MapState {
  readonly scene: Scene;
  readonly plane: CodePlane;
  readonly projection: Projection;
  /** The place of the plane that is decoded. */
  readonly decoded: Point | undefined;
}

/**
 * The codes of test examples as points. A dot under the pointer shows its example; a click shows what the decoder makes of
 * that place.
 */
export function codeMap(app: Pick<App, 'scene'>): View {
  const canvas = h('canvas', {
    class: 'map',
    width: WIDTH * 2,
    height: HEIGHT * 2,
    tabIndex: 0,
    role: 'application',
    'aria-label': 'Map of the codes; move with the arrow keys, decode with Enter',
  });
  const [example, decoded] = [
    pictureBox('The example nearest to the pointer', 'Point at a dot.'),
    pictureBox('What the decoder makes of the place', 'Click anywhere.'),
  ];
  const [legend, note] = [h('div', { class: 'legend' }), h('p', { class: 'hint' })];
  let state: MapState | undefined;

  const point = (at: Point): void => {
    if (state) showExample(example, state, at);
  };
  const decode = (place: Point): void => {
    if (!state || !isCurrent(app, state.scene)) return;
    state = { ...state, decoded: place };
    showDecoded(decoded, state.scene, state.plane, place);
    drawMap(canvas, state);
  };
  listen(canvas, point, (at) => state && decode(state.projection.toPlane(at)));

  return {
    title: 'Map of the codes',
    caption:
      'Each dot is the code of one test example. Its colour is the class, which the model never sees. Point at a dot to see its example. Click anywhere to decode the code at that place.',
    element: h(
      'div',
      {},
      legend,
      h('div', { class: 'map-row' }, canvas, h('div', { class: 'map-side' }, example.element, decoded.element)),
      note,
    ),
    wide: true,
    async update(scene) {
      const plane = await codePlane(scene);
      if (!isCurrent(app, scene)) return;
      state = { scene, plane, projection: fitPoints(plane.points), decoded: state?.decoded };
      note.textContent = plane.note;
      legend.replaceChildren(...legendOf(scene.data.test));
      if (state.decoded) decode(state.decoded);
      else drawMap(canvas, state);
    },
  };
}

/** One picture with a text below it. */
interface PictureBox {
  readonly element: HTMLElement;
  readonly show: (scene: Scene, values: Float32Array, text: string) => void;
}

function pictureBox(label: string, hint: string): PictureBox {
  const grid = pictureGrid({ columns: 1, rows: 1, size: 112, label });
  const text = h('p', { class: 'hint' }, hint);
  return {
    element: h('div', {}, grid.element, text),
    show({ data }, values, words) {
      grid.draw({ shape: data.test.shape, values, rows: data.rows });
      text.textContent = words;
    },
  };
}

/** Reports where the pointer is, and which place is clicked or chosen with the keys, in pixels of the map. */
function listen(canvas: HTMLCanvasElement, point: (at: Point) => void, choose: (at: Point) => void): void {
  let cursor: Point = [WIDTH / 2, HEIGHT / 2];
  const place = (event: MouseEvent): Point => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * WIDTH) / box.width, ((event.clientY - box.top) * HEIGHT) / box.height];
  };
  canvas.addEventListener('pointermove', (event) => point(place(event)));
  canvas.addEventListener('click', (event) => choose(place(event)));
  canvas.addEventListener('keydown', (event) => {
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const within = (at: number, size: number): number => Math.min(size, Math.max(0, at));
    cursor = [within(cursor[0] + move[0], WIDTH), within(cursor[1] + move[1], HEIGHT)];
    point(cursor);
    choose(cursor);
  });
}

const moves: Readonly<Record<string, Point>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
  Enter: [0, 0],
  ' ': [0, 0],
};

function showExample(box: PictureBox, { scene, plane, projection }: MapState, [x, y]: Point): void {
  let [nearest, least] = [-1, NEAR];
  for (const [i, point] of pointsOf(plane).entries()) {
    const [px, py] = projection.toMap(point);
    const distance = Math.hypot(px - x, py - y);
    if (distance < least) [nearest, least] = [i, distance];
  }
  if (nearest < 0) return;
  const { test } = scene.data;
  const name = className(test, nearest);
  box.show(scene, valuesOf(test, nearest), name === undefined ? `Example ${nearest + 1}` : `Example: ${name}`);
}

function showDecoded(box: PictureBox, scene: Scene, { codeAt }: CodePlane, [x, y]: Point): void {
  box.show(
    scene,
    readValues(() => scene.model.decode(codeAt(x, y))),
    `Decoded at ${x.toFixed(2)}, ${y.toFixed(2)}`,
  );
}

const pointsOf = ({ points }: Pick<CodePlane, 'points'>): readonly Point[] =>
  Array.from({ length: points.length / 2 }, (_, i) => [points[2 * i]!, points[2 * i + 1]!]);

function drawMap(canvas: HTMLCanvasElement, { scene, plane, projection, decoded }: MapState): void {
  const context = canvas.getContext('2d')!;
  context.setTransform(2, 0, 0, 2, 0, 0);
  context.clearRect(0, 0, WIDTH, HEIGHT);
  const circle = (point: Point, radius: number): void => {
    context.beginPath();
    context.arc(...projection.toMap(point), radius, 0, 2 * Math.PI);
  };
  context.globalAlpha = 0.75;
  for (const [i, point] of pointsOf(plane).entries()) {
    context.fillStyle = classColour(scene.data.test.labels?.[i]);
    circle(point, DOT);
    context.fill();
  }
  context.globalAlpha = 1;
  if (!decoded) return;
  Object.assign(context, { strokeStyle: getComputedStyle(canvas).color, lineWidth: 2 });
  circle(decoded, 7);
  context.stroke();
}

/** Puts all points on the map, with equal units along both axes. */
function fitPoints(points: Float32Array): Projection {
  const range = (axis: number): Point => {
    let [least, greatest] = [Infinity, -Infinity];
    for (let i = axis; i < points.length; i += 2) [least, greatest] = [Math.min(least, points[i]!), Math.max(greatest, points[i]!)];
    return [least, greatest];
  };
  const [[left, right], [low, high]] = [range(0), range(1)];
  const unit = Math.min((WIDTH - 2 * MARGIN) / (right - left || 1), (HEIGHT - 2 * MARGIN) / (high - low || 1));
  const [x, y] = [(left + right) / 2, (low + high) / 2];
  return {
    toMap: ([px, py]) => [WIDTH / 2 + (px - x) * unit, HEIGHT / 2 - (py - y) * unit],
    toPlane: ([px, py]) => [x + (px - WIDTH / 2) / unit, y - (py - HEIGHT / 2) / unit],
  };
}
