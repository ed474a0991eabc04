import { tensor } from '@tensorflow/tfjs-core';
import { button, figure, h, numbers, pictureGrid, sizeOf } from '@autoencoders/app-kit';
import type { App, Data, View } from '@autoencoders/app-kit';
import { seeded } from '@autoencoders/core';
import type { Shape } from '@autoencoders/core';
import { count } from '@autoencoders/datasets';
import type { Dataset } from '@autoencoders/datasets';
import { framingOf, pixels } from './drawing.js';
import type { Mark } from './drawing.js';
import { handDrawn } from './hand-drawn.js';
import type { NoiseShown } from './noise-shown.js';
import { pad } from './pad.js';

/** CSS pixels of a picture's side. */
const SIDE = 280;

/** Lines are this much thinner on the canvas where drawings grow when they are framed: few fill it. */
const THINNER = 0.7;

/** A canvas, and what the model makes of what is drawn there, as it is drawn. */
export function draw(app: App, noise: NoiseShown): View {
  const seen = pictureGrid({ columns: 1, rows: 1, size: SIDE, label: 'What the model sees' });
  const restored = pictureGrid({ columns: 1, rows: 1, size: SIDE, label: 'The restored drawing' });
  const keys = h('p', { class: 'hint', role: 'status' }, 'By keys: arrows move, Space puts the pen down and lifts it.');
  const words = h('p', { class: 'figures' });
  const excuse = h('p', { class: 'hint', hidden: true });
  let data: Data | undefined;
  let taken = 0;
  /** Which noise is on the drawing; 0 for none. */
  let spoilt = 1;

  const canvas = pad({
    changed: () => soon(),
    told: (text) => (keys.textContent = text),
    pen() {
      const { fill, pen } = framingOf(app.scene()?.data.training.name ?? '');
      return fill && !canvas.drawing().picture ? THINNER * pen : pen;
    },
  });
  const spoil = button('Spoil it', () => {
    spoilt += 1;
    soon();
  });
  const clean = button('Take noise off', () => {
    spoilt = 0;
    soon();
  });
  const undo = button('Undo', canvas.undo);
  const example = (): void => {
    const test = app.scene()!.data.test;
    const size = sizeOf(test.shape);
    const at = taken++ % count(test);
    canvas.show({ picture: test.values.slice(at * size, (at + 1) * size), marks: [] });
  };

  const render = (): void => {
    const scene = app.scene();
    if (!scene || reasonAgainst(scene.data.training)) return;
    const { model } = scene;
    const drawing = canvas.drawing();
    const { name, shape } = scene.data.training;
    const framing = framingOf(name);
    const [before, damaged] = [false, true].map((scratched) => pixels(drawing, shape[0]!, framing, scratched)) as [
      Float32Array,
      Float32Array,
    ];
    const batch = [1, ...model.input];
    const given = spoilt ? numbers(() => noise.corruption()(tensor(damaged, batch), seeded(spoilt))) : damaged;
    const made = numbers(() => model.reconstruct(tensor(given, batch)));
    const [left, mended] = [errorOf(before, given), errorOf(before, made)];
    seen.draw({ shape, values: given }, `What the model sees, with a squared error of ${figure(left)}`);
    restored.draw({ shape, values: made }, `The restored drawing, with a squared error of ${figure(mended)}`);
    clean.disabled = spoilt === 0;
    undo.disabled = drawing.marks.length === 0;
    const isEmpty = !drawing.picture && !drawing.marks.some(({ kind }) => kind === 'pen');
    const untaught = scene.epoch === 0 ? '. Nothing is learned yet: press Start.' : '';
    words.textContent = isEmpty
      ? 'Draw a digit, or take an example.'
      : `Squared error to the drawing as it was: ${figure(left)} as the model sees it, ${figure(mended)} restored${untaught}`;
  };
  let due = 0;
  const soon = (): void => {
    due ||= requestAnimationFrame(() => {
      due = 0;
      render();
    });
  };

  const body = h(
    'div',
    { class: 'draw' },
    h('div', { class: 'draw-own' }, h('h3', {}, 'Your drawing'), canvas.element),
    h('div', {}, h('h3', {}, 'What the model sees'), seen.element),
    h('div', {}, h('h3', {}, 'Restored'), restored.element),
    h(
      'div',
      { class: 'draw-tools' },
      tools(canvas.use),
      h(
        'div',
        { class: 'buttons' },
        undo,
        button('Clear', () => canvas.show({ marks: [] })),
        button('Take an example', example),
      ),
      h('div', { class: 'buttons' }, spoil, clean),
      words,
      keys,
    ),
  );
  return {
    title: 'Draw a digit',
    caption:
      'Draw, and see what the model makes of it while you do. Scratches rub out what you drew, as damage for the model to mend; noise is of the kind chosen above.',
    element: h('div', {}, body, excuse),
    wide: true,
    update(scene) {
      if (scene.data !== data) {
        data = scene.data;
        const reason = reasonAgainst(data.training);
        excuse.textContent = reason ?? '';
        excuse.hidden = reason === undefined;
        body.hidden = reason !== undefined;
        taken = 0;
        // The digits have a drawing to begin with, pictures that are something else one of themselves.
        if (!reason && framingOf(data.training.name).fill) canvas.show({ marks: handDrawn[6]! });
        else if (!reason) example();
      }
      render();
    },
  };
}

/** A pen, and something to scratch with. */
function tools(use: (kind: Mark['kind']) => void): HTMLElement {
  const made = (['pen', 'scratch'] as const).map((kind) => {
    const one = button(kind === 'pen' ? 'Pen' : 'Scratch', () => {
      use(kind);
      for (const each of made) each.setAttribute('aria-pressed', String(each === one));
    });
    one.setAttribute('aria-pressed', String(kind === 'pen'));
    return one;
  });
  return h('div', { class: 'buttons', role: 'group', 'aria-label': 'Tool' }, ...made);
}

function reasonAgainst({ shape }: Dataset): string | undefined {
  return isGreySquare(shape)
    ? undefined
    : 'Drawing needs grey square pictures as data, such as the digits; these examples are something else.';
}

const isGreySquare = ([height, width, channels]: Shape): boolean => height === width && channels === 1;

const errorOf = (x: Float32Array, y: Float32Array): number => x.reduce((sum, value, i) => sum + (value - y[i]!) ** 2, 0);
