import { tensor2d } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Dataset } from '@autoencoders/datasets';
import { pca } from '@autoencoders/models';
import type { Pca } from '@autoencoders/models';
import { examples, numbers } from '../app.js';
import type { Scene, View } from '../app.js';
import { h } from '../dom.js';
import { pictureGrid } from '../pictures.js';
import { sizeOf } from '../sizes.js';

const POINTS = 800;
const WIDTH = 440;
const HEIGHT = 360;
const MARGIN = 14;

/** Ten colours that differ well on light and on dark. */
export const classColours = [
  '#4269d0',
  '#efb118',
  '#ff725c',
  '#6cc5b0',
  '#3ca951',
  '#ff8ab7',
  '#a463f2',
  '#97bbf5',
  '#9c6b4e',
  '#9498a0',
] as const;

/** Where codes lie on a plane, and back. */
interface Plane {
  readonly points: Float32Array;
  /** The code under a point of the plane, `[1, latents]`; the caller's to dispose. */
  readonly codeAt: (x: number, y: number) => Tensor2D;
  readonly note: string;
}

/**
 * The codes of test examples as points: of two latents as they are, of more along their two main directions. Pointing at
 * one shows its example, a click anywhere shows what the decoder makes of that place.
 */
export function latentMap(): View {
  const canvas = h('canvas', {
    class: 'map',
    width: WIDTH * 2,
    height: HEIGHT * 2,
    tabIndex: 0,
    role: 'application',
    'aria-label': 'Map of the codes; move with the arrow keys, decode with Enter',
  });
  const seen = pictureGrid({ columns: 1, rows: 1, size: 112, label: 'The example nearest to the pointer' });
  const made = pictureGrid({ columns: 1, rows: 1, size: 112, label: 'What the decoder makes of the place' });
  const seenText = h('p', { class: 'hint' }, 'Point at a dot.');
  const madeText = h('p', { class: 'hint' }, 'Click anywhere.');
  const legend = h('div', { class: 'legend' });
  const note = h('p', { class: 'hint' });
  const context = canvas.getContext('2d')!;
  let scene: Scene | undefined;
  let plane: Plane | undefined;
  let scale = { x: 0, y: 0, unit: 1 };
  let cursor = { x: WIDTH / 2, y: HEIGHT / 2 };
  let picked: { readonly x: number; readonly y: number } | undefined;

  const toScreen = (x: number, y: number): [number, number] => [
    WIDTH / 2 + (x - scale.x) * scale.unit,
    HEIGHT / 2 - (y - scale.y) * scale.unit,
  ];
  const toPlane = (x: number, y: number): [number, number] => [
    scale.x + (x - WIDTH / 2) / scale.unit,
    scale.y - (y - HEIGHT / 2) / scale.unit,
  ];

  const draw = (): void => {
    context.setTransform(2, 0, 0, 2, 0, 0);
    context.clearRect(0, 0, WIDTH, HEIGHT);
    if (!plane || !scene) return;
    const { labels } = scene.data.test;
    for (let i = 0; i < plane.points.length / 2; i++) {
      const [x, y] = toScreen(plane.points[2 * i]!, plane.points[2 * i + 1]!);
      context.fillStyle = labels ? classColours[labels[i]! % classColours.length]! : '#4269d0';
      context.globalAlpha = 0.75;
      context.beginPath();
      context.arc(x, y, 2.6, 0, 7);
      context.fill();
    }
    context.globalAlpha = 1;
    if (!picked) return;
    const [x, y] = toScreen(picked.x, picked.y);
    context.strokeStyle = getComputedStyle(canvas).color;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(x, y, 7, 0, 7);
    context.stroke();
  };

  const point = (x: number, y: number): void => {
    if (!plane || !scene) return;
    let [best, least] = [-1, 900];
    for (let i = 0; i < plane.points.length / 2; i++) {
      const [px, py] = toScreen(plane.points[2 * i]!, plane.points[2 * i + 1]!);
      const distance = (px - x) ** 2 + (py - y) ** 2;
      if (distance < least) [best, least] = [i, distance];
    }
    if (best < 0) return;
    const { test } = scene.data;
    const size = sizeOf(test.shape);
    seen.draw({ shape: test.shape, values: test.values.subarray(best * size, (best + 1) * size) });
    seenText.textContent = test.labels ? `Example: ${test.classes?.[test.labels[best]!] ?? test.labels[best]}` : `Example ${best + 1}`;
  };
  const decode = (x: number, y: number): void => {
    if (!plane || !scene) return;
    const [px, py] = toPlane(x, y);
    picked = { x: px, y: py };
    const { model, data } = scene;
    const at = plane;
    made.draw({ shape: data.test.shape, values: numbers(() => model.decode(at.codeAt(px, py))) });
    madeText.textContent = `Decoded at ${px.toFixed(2)}, ${py.toFixed(2)}`;
    draw();
  };

  const place = (event: PointerEvent | MouseEvent): [number, number] => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * WIDTH) / box.width, ((event.clientY - box.top) * HEIGHT) / box.height];
  };
  canvas.addEventListener('pointermove', (event) => point(...place(event)));
  canvas.addEventListener('click', (event) => decode(...place(event)));
  canvas.addEventListener('keydown', (event) => {
    const moves: Record<string, [number, number]> = {
      ArrowLeft: [-12, 0],
      ArrowRight: [12, 0],
      ArrowUp: [0, -12],
      ArrowDown: [0, 12],
      Enter: [0, 0],
      ' ': [0, 0],
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    cursor = { x: Math.min(WIDTH, Math.max(0, cursor.x + move[0])), y: Math.min(HEIGHT, Math.max(0, cursor.y + move[1])) };
    point(cursor.x, cursor.y);
    decode(cursor.x, cursor.y);
  });

  return {
    title: 'Map of the codes',
    caption:
      'Each dot is the code of one test example, coloured by its class, which the model never sees. Point at a dot to see the example; click anywhere to see what the decoder makes of that place.',
    element: h(
      'div',
      {},
      legend,
      h(
        'div',
        { class: 'map-row' },
        canvas,
        h('div', { class: 'map-side' }, h('div', {}, seen.element, seenText), h('div', {}, made.element, madeText)),
      ),
      note,
    ),
    wide: true,
    async update(next) {
      const { data, model } = next;
      const found = await planeOf(next);
      scene = next;
      plane = found;
      scale = fit(found.points);
      note.textContent = found.note;
      legend.replaceChildren(...legendOf(data.test));
      if (picked && model.codeSize > 0) {
        const [x, y] = toScreen(picked.x, picked.y);
        decode(x, y);
      } else draw();
    },
  };
}

/** The classes of a dataset with their colours, twelve at most; nothing where there are no labels. */
export function legendOf({ labels, classes }: Dataset): readonly HTMLElement[] {
  const all = [...new Set(labels)].sort((a, b) => a - b).slice(0, 12);
  return all.map((label) => {
    const dot = h('i', {});
    dot.style.background = classColours[label % classColours.length]!;
    return h('span', {}, dot, classes?.[label] ?? label);
  });
}

/** All points within the map, a unit as long along both axes. */
function fit(points: Float32Array): { x: number; y: number; unit: number } {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 2) {
    [left, right] = [Math.min(left, points[i]!), Math.max(right, points[i]!)];
    [low, high] = [Math.min(low, points[i + 1]!), Math.max(high, points[i + 1]!)];
  }
  const unit = Math.min((WIDTH - 2 * MARGIN) / (right - left || 1), (HEIGHT - 2 * MARGIN) / (high - low || 1));
  return { x: (left + right) / 2, y: (low + high) / 2, unit };
}

async function planeOf({ model, data }: Scene): Promise<Plane> {
  const x = examples(data.test, model, 0, POINTS);
  const codes = model.encode(x);
  x.dispose();
  try {
    if (model.codeSize <= 2) {
      const values = await codes.data<'float32'>();
      const points =
        model.codeSize === 2
          ? values.slice()
          : Float32Array.from({ length: 2 * values.length }, (_, i) => (i % 2 === 0 ? values[i / 2]! : spread(i)));
      return {
        points,
        note: model.codeSize === 2 ? 'The two latents as they are.' : 'One latent, from left to right; up and down means nothing.',
        codeAt: (px, py) => tensor2d(model.codeSize === 2 ? [px, py] : [px], [1, model.codeSize]),
      };
    }
    const found: Pca = await pca(codes, 2);
    const points = numbers(() => found.encode(codes));
    const [mean, components] = [await found.mean.data<'float32'>(), await found.components.data<'float32'>()].map((each) =>
      each.slice(),
    ) as [Float32Array, Float32Array];
    const shares = found.explainedVarianceRatio.reduce((a, b) => a + b, 0);
    found.dispose();
    const size = model.codeSize;
    return {
      points,
      note: `${size} latents, seen along the two directions in which they vary most: ${(100 * shares).toFixed(0)} % of their variance.`,
      codeAt: (px, py) =>
        tensor2d(
          mean.map((value, i) => value + px * components[i]! + py * components[size + i]!),
          [1, size],
        ),
    };
  } finally {
    codes.dispose();
  }
}

/** Numbers that look random, so that points on a line do not hide each other. */
const spread = (i: number): number => ((i * 0.618034) % 1) - 0.5;
