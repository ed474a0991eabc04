import { legendOf } from '../class-colours.js';
import { codePlane } from '../code-plane.js';
import type { CodePlane } from '../code-plane.js';
import type { App, Scene, View } from '../definition.js';
import { h } from '../dom.js';
import { className, readValues, valuesOf } from '../examples.js';
import { pictureGrid } from '../picture-grid.js';
import { pointPlane, pointsOf } from '../point-plane.js';
import type { Point, PointPlane, Projection } from '../point-plane.js';
import { isCurrent } from '../scene.js';

/** How near, in pixels, the pointer must be to a dot. */
const NEAR = 30;
/** Pixels that an arrow key moves. */
const STEP = 12;

/** What the map shows. */
interface MapState {
  readonly scene: Scene;
  readonly plane: CodePlane;
  readonly points: readonly Point[];
  readonly projection: Projection;
  /** The place of the plane that is decoded. */
  readonly decoded: Point | undefined;
  /** Whether the reader chose it. Otherwise it is the code of the example that the page shows. */
  readonly isChosen: boolean;
}

/**
 * The codes of test examples as points. A dot under the pointer shows its example; a click shows what the decoder makes of
 * that place.
 */
export function codeMap(app: Pick<App, 'scene' | 'example'>): View {
  const map = pointPlane({
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
  const decode = (place: Point, isChosen: boolean): void => {
    if (!state || !isCurrent(app, state.scene)) return;
    state = { ...state, decoded: place, isChosen };
    showDecoded(decoded, state.scene, state.plane, place);
    drawMap(map, state);
  };
  listen(map, point, (at) => state && decode(state.projection.toPlane(at), true));

  return {
    title: 'Map of the codes',
    caption:
      'Each dot is the code of one test example. Its colour is the class, which the model never sees. Point at a dot to see its example. Click anywhere, also between the dots, to see what the decoder draws there.',
    element: h(
      'div',
      {},
      legend,
      h('div', { class: 'map-row' }, map.canvas, h('div', { class: 'map-side' }, example.element, decoded.element)),
      note,
    ),
    wide: true,
    async update(scene) {
      const plane = await codePlane(scene);
      if (!isCurrent(app, scene)) return;
      const points = pointsOf(plane.points);
      const chosen = state?.isChosen && state.scene.data === scene.data ? state.decoded : undefined;
      const place = chosen ?? points[app.example.index()];
      const isChosen = chosen !== undefined;
      state = { scene, plane, points, decoded: place, isChosen, projection: drawMap(map, { scene, points, decoded: place }) };
      if (!isChosen && place) point(state.projection.toMap(place));
      note.textContent = plane.note;
      legend.replaceChildren(...legendOf(scene.data.test));
      if (place) decode(place, isChosen);
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
function listen({ canvas, size: [width, height] }: PointPlane, point: (at: Point) => void, choose: (at: Point) => void): void {
  let cursor: Point = [width / 2, height / 2];
  const place = (event: MouseEvent): Point => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * width) / box.width, ((event.clientY - box.top) * height) / box.height];
  };
  canvas.addEventListener('pointermove', (event) => point(place(event)));
  canvas.addEventListener('click', (event) => choose(place(event)));
  canvas.addEventListener('keydown', (event) => {
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const within = (at: number, size: number): number => Math.min(size, Math.max(0, at));
    cursor = [within(cursor[0] + move[0], width), within(cursor[1] + move[1], height)];
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

function showExample(box: PictureBox, { scene, points, projection }: MapState, [x, y]: Point): void {
  let [nearest, least] = [-1, NEAR];
  for (const [i, point] of points.entries()) {
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
    `Decoded at ${x.toFixed(2)}, ${y.toFixed(2)}`.replaceAll('-', '−'),
  );
}

const drawMap = ({ draw }: PointPlane, { scene, points, decoded }: Pick<MapState, 'scene' | 'points' | 'decoded'>): Projection =>
  draw(points, scene.data.test.labels, decoded);
