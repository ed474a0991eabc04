import { tensor2d } from '@tensorflow/tfjs-core';
import { isHere, legendOf, controlsOf, h, numbers, pictureGrid } from '@autoencoders/app-kit';
import type { App, Controls, Data, Scene, View } from '@autoencoders/app-kit';
import { cdf } from './normal.js';
import { HEIGHT, WIDTH, drawPlane, placeAt } from './plane-drawing.js';
import type { Drawing, Place } from './plane-drawing.js';
import type { Posteriors } from './posteriors.js';
import { codeAt, tiles } from './tiles.js';
import type { Axes } from './tiles.js';

/** More dots would hide the pictures. */
const DOTS = 300;
/** One press of an arrow key, as a share of the plane. */
const STEP = 0.02;

/**
 * The plane of two latents, drawn so that the prior fills it evenly: across and up go shares of the prior. The cursor's
 * place is decoded beside it.
 */
export function latentPlane(app: App, posteriors: (scene: Scene) => Promise<Posteriors | undefined>): View {
  const canvas = h('canvas', {
    class: 'plane',
    width: 2 * WIDTH,
    height: 2 * HEIGHT,
    tabIndex: 0,
    role: 'application',
    'aria-label': 'Plane of two latents; move through it with the arrow keys, with Shift in greater steps',
  });
  const large = pictureGrid({ columns: 1, rows: 1, size: 280, label: 'Decoded picture' });
  const words = h('p', { class: 'plane-words', role: 'status' }, ' ');
  const legend = h('div', { class: 'legend' });
  const chosen = h('div', {});
  const pictures = tiles();
  const show = controlsOf(
    [
      {
        kind: 'choice',
        key: 'show',
        label: 'Show',
        value: 'both',
        options: [
          ['both', 'Decoded pictures and test examples'],
          ['pictures', 'Decoded pictures'],
          ['dots', 'Test examples'],
        ],
      },
    ],
    () => draw(),
  );

  let scene: Scene | undefined;
  let data: Data | undefined;
  let found: Posteriors | undefined;
  let axes: Axes = [0, 1];
  let axesChosen = false;
  let selects: Controls | undefined;
  let place: Place = [0.5, 0.5];

  const draw = (): void =>
    drawPlane(canvas, {
      pictures,
      dots: found ? points(found, axes).slice(0, DOTS) : [],
      labels: data?.test.labels,
      axes,
      cursor: place,
      show: show.values()['show'] as Drawing['show'],
    });

  function decode(): void {
    if (!scene || !isHere(app, scene)) return;
    const { model, data } = scene;
    const code = codeAt(model.codeSize, axes, place);
    const values = numbers(() => model.decode(tensor2d(code, [1, code.length])));
    const at = axes.map((latent) => `latent ${latent + 1} = ${code[latent]!.toFixed(2).replace('-', '−')}`).join(', ');
    large.draw({ shape: data.test.shape, values }, `Decoded at ${at}`);
    words.textContent = `Decoded at ${at}${code.length > 2 ? ', all others 0' : ''}.${nearest()}`;
  }

  /** The class of the test example whose mean is nearest on the plane. */
  function nearest(): string {
    const { labels, classes } = data!.test;
    if (!labels || !found) return '';
    const far = points(found, axes).map(([x, y]) => (x - place[0]) ** 2 + (y - place[1]) ** 2);
    const label = labels[far.indexOf(Math.min(...far))]!;
    return ` Nearest test example: ${classes?.[label] ?? label}.`;
  }

  let due = 0;
  function moveTo([x, y]: Place): void {
    const within = (share: number): number => Math.min(0.999, Math.max(0.001, share));
    place = [within(x), within(y)];
    due ||= requestAnimationFrame(() => {
      due = 0;
      decode();
      draw();
    });
  }

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
    const moves: Record<string, Place> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const step = event.shiftKey ? 5 * STEP : STEP;
    moveTo([place[0] + step * move[0], place[1] + step * move[1]]);
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => draw());

  /** Selects for the two latents, where there are more than two. */
  function offer(latents: number): void {
    const options = Array.from({ length: latents }, (_, j) => [String(j), `Latent ${j + 1}`] as const);
    selects = controlsOf(
      [
        { kind: 'choice', key: 'across', label: 'Across', value: '0', options },
        { kind: 'choice', key: 'up', label: 'Up', value: '1', options },
      ],
      ({ key }) => {
        const { across, up } = selects!.values();
        // The same latent both ways makes no plane: the other takes the place of the one that was here.
        const next: Axes =
          across !== up ? [Number(across), Number(up)] : key === 'across' ? [Number(across), axes[0]] : [axes[1], Number(up)];
        axesChosen = true;
        turn(next);
        app.refresh();
      },
    );
    chosen.replaceChildren(selects.element);
    chosen.hidden = latents === 2;
  }

  function turn(next: Axes): void {
    axes = next;
    selects!.set({ across: String(axes[0]), up: String(axes[1]) });
  }

  return {
    title: 'Plane of two latents',
    caption:
      'Drag through the plane, or use the arrow keys: the place is decoded beside it. The prior fills the plane evenly, so that every small picture stands for as many samples. Dots are the means of test examples, coloured by class, which the model never sees; those at the rim lie further out.',
    element: h(
      'div',
      {},
      legend,
      h(
        'div',
        { class: 'row' },
        canvas,
        h('div', { class: 'plane-side' }, large.element, words, h('div', { class: 'controls' }, chosen, show.element)),
      ),
    ),
    wide: true,
    async update(next) {
      if (found?.latents !== next.model.codeSize || !selects) {
        found = undefined;
        axesChosen = false;
        offer(next.model.codeSize);
        turn([0, 1]);
      }
      scene = next;
      if (data !== next.data) {
        data = next.data;
        found = undefined;
        legend.replaceChildren(...legendOf(data.test));
      }
      const now = await posteriors(next);
      if (!now) return;
      found = now;
      if (!axesChosen) turn(telling(now.kl, axes));
      decode();
      await pictures.update(next, axes, () => isHere(app, next), draw);
    },
  };
}

/** Where the means of examples lie: as shares of the prior below them. */
const points = ({ means, latents }: Posteriors, [across, up]: Axes): readonly Place[] =>
  Array.from({ length: means.length / latents }, (_, i) => [cdf(means[i * latents + across]!), cdf(means[i * latents + up]!)]);

/** The two latents that say most, where they say clearly more than the two that are seen. */
function telling(kl: readonly number[], axes: Axes): Axes {
  const [first, second] = [...kl.keys()].sort((a, b) => kl[b]! - kl[a]!) as [number, number];
  const of = ([a, b]: Axes): number => kl[a]! + kl[b]!;
  return of([first, second]) > 1.3 * of(axes) ? [Math.min(first, second), Math.max(first, second)] : axes;
}
