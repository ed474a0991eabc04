import { tensor } from '@tensorflow/tfjs-core';
import {
  button,
  digitCanvas,
  figure,
  framingOf,
  h,
  handDrawn,
  isDrawable,
  onceAFrame,
  pictureGrid,
  pixels,
  readValues,
  squaredError,
  valuesOf,
} from '@autoencoders/app-kit';
import type { App, Data, Drawing, DrawingCanvas, Mark, PictureGrid, Scene, View } from '@autoencoders/app-kit';
import { seeded } from '@autoencoders/core';
import { count } from '@autoencoders/datasets';
import type { ShownNoise } from './noise-settings.js';

/** CSS pixels of a picture's side. */
const SIDE = 280;

/** A canvas, and what the model makes of the drawing while it is drawn. */
export function drawingView(app: Pick<App, 'scene'>, noise: ShownNoise): View {
  const results = resultPictures();
  const { canvas, told, reason } = digitCanvas(app, () => soon());
  let data: Data | undefined;
  /** The seed of the noise on the drawing; 0 for no noise. */
  let seed = 1;
  const tools = drawingTools(canvas, {
    noise(on) {
      seed = on ? seed + 1 : 0;
      soon();
    },
    example: exampleTaker(app, canvas),
  });
  const render = (): void => {
    const scene = app.scene();
    if (!scene || !isDrawable(scene.data)) return;
    results.show(scene, canvas.drawing(), noise, seed);
    tools.enable(canvas.drawing(), seed > 0);
  };
  const soon = onceAFrame(render);
  const body = drawingLayout(canvas, results, tools.rows, told);
  return {
    title: 'Clean, spoiled, restored',
    caption:
      'A clean drawing is spoiled, and the model restores it from what is left. Draw over it: the model answers while you draw. Scratch rubs out parts, as damage that the model should repair. The noise is the kind chosen below.',
    forRows: false,
    element: h('div', {}, body, reason),
    wide: true,
    update(scene) {
      if (scene.data !== data) {
        data = scene.data;
        const drawable = isDrawable(data);
        reason.hidden = drawable;
        body.hidden = !drawable;
        // Digits begin with a drawing, other pictures with one of the test examples.
        if (drawable && framingOf(data.training.name).fill) canvas.show({ marks: handDrawn[6]! });
        else if (drawable) tools.takeExample();
      }
      render();
    },
  };
}

function drawingLayout(canvas: DrawingCanvas, results: ResultPictures, tools: readonly HTMLElement[], told: HTMLElement): HTMLElement {
  const column = (title: string, picture: HTMLElement, className: string = ''): HTMLElement =>
    h('div', { class: className }, h('h3', {}, title), picture);
  return h(
    'div',
    { class: 'draw' },
    column('1. Clean: your drawing', canvas.element, 'draw-own'),
    column('2. Spoiled: what the model sees', results.seen.element),
    column('3. Restored by the model', results.restored.element),
    h('div', { class: 'draw-tools' }, ...tools, results.words, told),
  );
}

/** Puts the next test example on the canvas, from the first one on for each dataset. */
function exampleTaker(app: Pick<App, 'scene'>, canvas: DrawingCanvas): () => void {
  let data: Data | undefined;
  let next = 0;
  return () => {
    const scene = app.scene()!;
    if (scene.data !== data) [data, next] = [scene.data, 0];
    const { test } = scene.data;
    canvas.show({ picture: valuesOf(test, next++ % count(test)).slice(), marks: [] });
  };
}

/** The drawing as the model sees it and restored, with their errors. */
interface ResultPictures {
  readonly seen: PictureGrid;
  readonly restored: PictureGrid;
  readonly words: HTMLElement;
  /** Draws both; a `seed` of 0 is no noise. */
  readonly show: (scene: Scene, drawing: Drawing, noise: ShownNoise, seed: number) => void;
}

function resultPictures(): ResultPictures {
  const seen = pictureGrid({ columns: 1, rows: 1, size: SIDE, label: 'What the model sees' });
  const restored = pictureGrid({ columns: 1, rows: 1, size: SIDE, label: 'The restored drawing' });
  const words = h('p', { class: 'figures' });
  const show: ResultPictures['show'] = ({ model, data, epoch }, drawing, noise, seed) => {
    const { name, shape } = data.training;
    const pixelsOf = (scratched: boolean): Float32Array => pixels(drawing, shape[0]!, framingOf(name), scratched);
    const [whole, scratched] = [pixelsOf(false), pixelsOf(true)];
    const batch = [1, ...model.input];
    const given = seed > 0 ? readValues(() => noise.corruption()(tensor(scratched, batch), seeded(seed))) : scratched;
    const made = readValues(() => model.reconstruct(tensor(given, batch)));
    const [before, after] = [figure(squaredError(whole, given)), figure(squaredError(whole, made))];
    seen.draw({ shape, values: given }, `What the model sees, with a squared error of ${before}`);
    restored.draw({ shape, values: made }, `The restored drawing, with a squared error of ${after}`);
    const untrained = epoch === 0 ? '. The model has not learned yet: press Start.' : '';
    words.textContent = isEmpty(drawing)
      ? 'Draw a digit, or take an example.'
      : `Squared error to the drawing as it was: ${before} as the model sees it, ${after} restored${untrained}`;
  };
  return { seen, restored, words, show };
}

const isEmpty = ({ picture, marks }: Drawing): boolean => !picture && !marks.some(({ kind }) => kind === 'pen');

interface Tools {
  readonly rows: readonly HTMLElement[];
  readonly takeExample: () => void;
  /** Enables the buttons that have something to do. */
  readonly enable: (drawing: Drawing, noisy: boolean) => void;
}

function drawingTools(canvas: DrawingCanvas, on: { readonly noise: (on: boolean) => void; readonly example: () => void }): Tools {
  const undo = button('Undo', canvas.undo);
  const clean = button('Remove the noise', () => on.noise(false));
  const row = (...buttons: readonly HTMLElement[]): HTMLElement => h('div', { class: 'buttons' }, ...buttons);
  return {
    rows: [
      penChoice(canvas.use),
      row(
        undo,
        button('Clear', () => canvas.show({ marks: [] })),
        button('Take an example', on.example),
      ),
      row(
        button('Spoil it again', () => on.noise(true)),
        clean,
      ),
    ],
    takeExample: on.example,
    enable({ marks }, noisy) {
      undo.disabled = marks.length === 0;
      clean.disabled = !noisy;
    },
  };
}

/** The choice between a pen and a scratch. */
function penChoice(use: (kind: Mark['kind']) => void): HTMLElement {
  const buttons = (['pen', 'scratch'] as const).map((kind) => {
    const one = button(kind === 'pen' ? 'Pen' : 'Scratch', () => {
      use(kind);
      for (const each of buttons) each.setAttribute('aria-pressed', String(each === one));
    });
    one.setAttribute('aria-pressed', String(kind === 'pen'));
    return one;
  });
  return h('div', { class: 'buttons', role: 'group', 'aria-label': 'Tool' }, ...buttons);
}
