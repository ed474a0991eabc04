import { tensor2d } from '@tensorflow/tfjs-core';
import { choice, className, controlPanel, h, isCurrent, legendOf, onceAFrame, pictureGrid, readValues } from '@autoencoders/app-kit';
import type { App, Scene, SettingsOf, View } from '@autoencoders/app-kit';
import { axesPanel } from './axes-panel.js';
import { codeAt, decodedGrid } from './decoded-grid.js';
import type { Axes } from './decoded-grid.js';
import { HEIGHT, WIDTH, drawPlane, placeAt } from './latent-plane-drawing.js';
import type { Place } from './latent-plane-drawing.js';
import { cdf } from './normal-distribution.js';
import type { Posteriors, PosteriorsOf } from './posteriors.js';

/** Dots, at most: more would hide the pictures. */
const DOTS = 300;
/** How far an arrow key moves, as a share of the plane. */
const STEP = 0.02;
/** The outermost places, as shares of the prior. */
const EDGE = 0.001;

/** What the plane shows. */
interface PlaneState {
  readonly scene: Scene | undefined;
  readonly posteriors: Posteriors | undefined;
  readonly axes: Axes;
  /** Whether the reader chose the axes. */
  readonly axesChosen: boolean;
  readonly place: Place;
}

const initialState: PlaneState = { scene: undefined, posteriors: undefined, axes: [0, 1], axesChosen: false, place: [0.5, 0.5] };

const showControls = {
  show: choice({
    label: 'Show',
    value: 'both',
    options: [
      ['both', 'Decoded pictures and test examples'],
      ['pictures', 'Decoded pictures'],
      ['dots', 'Test examples'],
    ],
  }),
};

/**
 * The plane of two latents, drawn so that the prior fills it evenly: both axes are shares of the prior. The code at the
 * cursor is decoded beside it.
 */
export function latentPlane(app: Pick<App, 'scene' | 'refresh'>, posteriorsOf: PosteriorsOf): View {
  let state = initialState;
  const canvas = planeCanvas();
  const decoded = decodedPicture();
  const grid = decodedGrid();
  const legend = h('div', { class: 'legend' });
  const show = controlPanel<SettingsOf<typeof showControls>>(showControls, () => draw());
  const axes = axesPanel((next) => {
    state = { ...state, axes: next, axesChosen: true };
    app.refresh();
  });
  const draw = (): void => drawPlane(canvas, { ...drawingOf(state), grid, show: state.scene?.data.rows ? 'dots' : show.values().show });
  const showPlace = onceAFrame(() => {
    decoded.show(app, state);
    draw();
  });
  listen(
    canvas,
    () => state.place,
    (place) => {
      state = { ...state, place: within(place) };
      showPlace();
    },
  );
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);

  return {
    title: 'Plane of two latents',
    caption:
      'Each place is a code of two numbers. Drag, or use the arrow keys, to see what the decoder draws for it. Each dot is the mean code of a test example; its colour is the class, which the model never sees. Random codes are mostly near 0, so the middle is stretched: all small pictures are equally likely. Dots at the edge lie further out.',
    forRows: {
      caption:
        'Drag through the plane, or use the arrow keys: the code at that place is decoded beside it, as a row. The places are spaced so that each is equally likely for a random code. Each dot is the mean code of a test row. Its colour is the class, which the model never sees. Dots at the edge lie further out.',
    },
    element: h('div', {}, legend, h('div', { class: 'row' }, canvas, decoded.layout(axes.element, show.element))),
    wide: true,
    async update(scene) {
      if (state.scene?.data !== scene.data) legend.replaceChildren(...legendOf(scene.data.test));
      state = withScene(state, scene);
      show.element.hidden = scene.data.rows !== undefined;
      axes.offer(scene.model.codeSize, state.axes);
      const posteriors = await posteriorsOf(scene);
      if (!posteriors) return;
      state = { ...state, posteriors, axes: state.axesChosen ? state.axes : mostInformative(posteriors.kl, state.axes) };
      axes.offer(scene.model.codeSize, state.axes);
      decoded.show(app, state);
      await grid.update(scene, state.axes, () => isCurrent(app, scene), draw);
    },
  };
}

/** The state for another scene: other latents need other axes, and other data have other posteriors. */
function withScene(state: PlaneState, scene: Scene): PlaneState {
  const before = state.scene;
  if (before?.model.codeSize !== scene.model.codeSize) return { ...initialState, place: state.place, scene };
  return { ...state, scene, posteriors: before.data === scene.data ? state.posteriors : undefined };
}

const planeCanvas = (): HTMLCanvasElement =>
  h('canvas', {
    class: 'plane',
    width: 2 * WIDTH,
    height: 2 * HEIGHT,
    tabIndex: 0,
    role: 'application',
    'aria-label': 'Plane of two latents; move through it with the arrow keys, with Shift in larger steps',
  });

/** What is drawn of a state. */
const drawingOf = ({ posteriors, axes, scene, place }: PlaneState) => ({
  dots: posteriors ? placesOf(posteriors, axes).slice(0, DOTS) : [],
  labels: scene?.data.test.labels,
  axes,
  cursor: place,
});

/** The picture that is decoded at the cursor, and a text on it. */
function decodedPicture() {
  const picture = pictureGrid({ columns: 1, rows: 1, size: 280, label: 'Decoded picture' });
  const words = h('p', { class: 'plane-words', role: 'status' }, ' ');
  return {
    layout: (...controls: readonly HTMLElement[]): HTMLElement =>
      h('div', { class: 'plane-side' }, picture.element, words, h('div', { class: 'controls' }, ...controls)),
    show(app: Pick<App, 'scene'>, state: PlaneState): void {
      const { scene, axes, place } = state;
      if (!scene || !isCurrent(app, scene)) return;
      const { model, data } = scene;
      const code = codeAt(model.codeSize, axes, place);
      const values = readValues(() => model.decode(tensor2d(code, [1, code.length])));
      const at = axes.map((latent) => `latent ${latent + 1} = ${code[latent]!.toFixed(2).replace('-', '−')}`).join(', ');
      picture.draw({ shape: data.test.shape, values, rows: data.rows }, `Decoded at ${at}`);
      words.textContent = `Decoded at ${at}${code.length > 2 ? ', all others 0' : ''}.${nearestText(state)}`;
    },
  };
}

/** The class of the test example whose mean code is nearest to the cursor. */
function nearestText({ scene, posteriors, axes, place }: PlaneState): string {
  const test = scene!.data.test;
  if (!test.labels || !posteriors) return '';
  const distances = placesOf(posteriors, axes).map(([x, y]) => (x - place[0]) ** 2 + (y - place[1]) ** 2);
  return ` Nearest test example: ${className(test, distances.indexOf(Math.min(...distances)))}.`;
}

/** Moves the cursor with the pointer and with the arrow keys. */
function listen(canvas: HTMLCanvasElement, place: () => Place, moveTo: (place: Place) => void): void {
  const follow = ({ clientX, clientY }: PointerEvent): void => {
    const box = canvas.getBoundingClientRect();
    moveTo(placeAt((clientX - box.left) / box.width, (clientY - box.top) / box.height));
  };
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    follow(event);
  });
  canvas.addEventListener('pointermove', (event) => canvas.hasPointerCapture(event.pointerId) && follow(event));
  canvas.addEventListener('keydown', (event) => {
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const step = event.shiftKey ? 5 * STEP : STEP;
    const [x, y] = place();
    moveTo([x + step * move[0], y + step * move[1]]);
  });
}

const moves: Readonly<Record<string, Place>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

const within = (place: Place): Place => place.map((share) => Math.min(1 - EDGE, Math.max(EDGE, share))) as unknown as Place;

/** The mean codes of the examples: the shares of the prior below them. */
const placesOf = ({ means, latents }: Posteriors, [across, up]: Axes): readonly Place[] =>
  Array.from({ length: means.length / latents }, (_, i) => [cdf(means[i * latents + across]!), cdf(means[i * latents + up]!)]);

/** The two latents with the largest KL, if that is clearly more than the KL of the axes now. */
function mostInformative(kl: readonly number[], axes: Axes): Axes {
  const [first, second] = [...kl.keys()].sort((a, b) => kl[b]! - kl[a]!) as [number, number];
  const sum = ([a, b]: Axes): number => kl[a]! + kl[b]!;
  return sum([first, second]) > 1.3 * sum(axes) ? [Math.min(first, second), Math.max(first, second)] : axes;
}
