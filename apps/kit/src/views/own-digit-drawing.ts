import { tensor } from '@tensorflow/tfjs-core';
import { legendOf } from '../class-colours.js';
import { codePlane } from '../code-plane.js';
import type { CodePlane } from '../code-plane.js';
import { button } from '../controls.js';
import type { Data } from '../data/index.js';
import type { App, Scene } from '../definition.js';
import { h } from '../dom.js';
import type { DrawingCanvas } from '../drawing/canvas.js';
import { digitCanvas, isDrawable } from '../drawing/digit-canvas.js';
import { handDrawn } from '../drawing/hand-drawn-digits.js';
import { photoPixels } from '../drawing/photo.js';
import { framingOf, pixels } from '../drawing/pixels.js';
import { messageOf } from '../errors.js';
import { readValues, squaredError } from '../examples.js';
import { figure } from '../format.js';
import { pictureGrid } from '../picture-grid.js';
import { pointPlane, pointsOf } from '../point-plane.js';
import { isCurrent, onceAFrame } from '../scene.js';
import type { Drawn } from './later.js';

const SIDE = 200;
/** Numbers of a code that are written out, at most. */
const WRITTEN = 6;

/** A canvas: the model encodes and restores the drawing while it is drawn, and its code lands on the map of the test examples' codes. */
export function ownDigitDrawing(app: Pick<App, 'scene'>): Drawn<unknown> {
  const results = resultsOf(app);
  const { canvas, told, reason } = digitCanvas(app, () => soon());
  let data: Data | undefined;
  const body = h(
    'div',
    { class: 'draw own-digit' },
    column('Your digit', canvas.element, 'draw-own'),
    ...results.columns,
    h(
      'div',
      { class: 'draw-tools' },
      toolsOf(app, canvas, (text) => (told.textContent = text)),
      results.words,
      told,
    ),
  );
  const render = (): void => {
    const scene = app.scene();
    if (scene && isDrawable(scene.data)) results.show(scene, canvas);
  };
  const soon = onceAFrame(render);
  return {
    element: h('div', {}, body, reason),
    async update(scene) {
      if (scene.data !== data) {
        data = scene.data;
        const drawable = isDrawable(data);
        reason.hidden = drawable;
        body.hidden = !drawable;
        if (drawable) canvas.show({ marks: handDrawn[0]! });
      }
      if (!body.hidden) await results.place(scene);
      render();
    },
  };
}

const column = (title: string, picture: HTMLElement, className: string = ''): HTMLElement =>
  h('div', { class: className }, h('h3', {}, title), picture);

function toolsOf(app: Pick<App, 'scene'>, canvas: DrawingCanvas, tell: (text: string) => void): HTMLElement {
  let next = 0;
  const photo = h('input', {
    type: 'file',
    accept: 'image/*',
    // A phone opens its camera.
    capture: 'environment',
    hidden: true,
    'aria-label': 'A photo of a digit',
    async onchange() {
      const [file] = photo.files ?? [];
      photo.value = '';
      const scene = app.scene();
      if (!file || !scene) return;
      const { name, shape } = scene.data.training;
      try {
        canvas.show({ picture: await photoPixels(file, shape[0]!, framingOf(name)), marks: [] });
      } catch (error) {
        tell(messageOf(error as Error));
      }
    },
  });
  return h(
    'div',
    { class: 'buttons' },
    button('Clear', () => canvas.show({ marks: [] })),
    button('Undo', canvas.undo),
    button('Another digit', () => canvas.show({ marks: handDrawn[(next = (next + 1) % handDrawn.length)]! })),
    button('Take a photo', () => photo.click()),
    photo,
  );
}

/** What the model makes of the drawing. */
interface Results {
  readonly columns: readonly HTMLElement[];
  readonly words: HTMLElement;
  readonly show: (scene: Scene, canvas: DrawingCanvas) => void;
  /** Finds the plane of the test examples' codes. */
  readonly place: (scene: Scene) => Promise<void>;
}

function resultsOf(app: Pick<App, 'scene'>): Results {
  const seen = pictureGrid({ columns: 1, rows: 1, size: SIDE, label: 'What the model sees' });
  const restored = pictureGrid({ columns: 1, rows: 1, size: SIDE, label: 'What the model makes of it' });
  const map = pointPlane({ role: 'img', 'aria-label': 'Where your digit lies among the codes of the test examples' });
  const legend = h('p', { class: 'legend' });
  const words = h('p', { class: 'figures' });
  let plane: { readonly scene: Scene; readonly codes: CodePlane } | undefined;
  return {
    columns: [
      column('What the model sees', seen.element),
      column('What it makes of it', restored.element),
      column('Where its code lies', h('div', {}, map.canvas, legend)),
    ],
    words,
    async place(scene) {
      const codes = await codePlane(scene);
      if (!isCurrent(app, scene)) return;
      plane = { scene, codes };
      legend.replaceChildren(...legendOf(scene.data.test));
    },
    show({ model, data }, canvas) {
      const { name, shape } = data.training;
      const own = pixels(canvas.drawing(), shape[0]!, framingOf(name));
      const batch = [1, ...model.input];
      const made = readValues(() => model.reconstruct(tensor(own, batch)));
      const code = readValues(() => model.encode(tensor(own, batch)));
      seen.draw({ shape, values: own });
      restored.draw({ shape, values: made });
      if (plane && plane.scene.model === model) map.draw(pointsOf(plane.codes.points), data.test.labels, plane.codes.pointOf(code));
      words.textContent = `Squared error ${figure(squaredError(own, made))}. ${codeText(code)}`;
    },
  };
}

function codeText(code: Float32Array): string {
  const numbers = [...code.subarray(0, WRITTEN)].map((value) => figure(value, 2)).join(', ');
  const rest = code.length - WRITTEN;
  return `Its code: ${numbers}${rest > 0 ? `, and ${rest} more` : ''}.`;
}
