import { count } from '@autoencoders/datasets';
import type { Dataset } from '@autoencoders/datasets';
import { lerp, slerp } from '@autoencoders/models';
import { tensor2d } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { isHere, controlsOf, examples, h, numbers, pictureGrid } from '@autoencoders/app-kit';
import type { App, Controls, Data, Scene, View } from '@autoencoders/app-kit';

const CHOICES = 20;
const COLUMNS = 10;
const SIZE = 40;
const STEPS = 9;

/** Two test examples, and what the decoder makes of the codes on the way from one to the other. */
export function between(app: App): View {
  const choices = pictureGrid({ columns: COLUMNS, rows: CHOICES / COLUMNS, size: SIZE, label: 'Test examples to choose from' });
  const row = pictureGrid({ columns: STEPS + 2, rows: 1, size: 36, label: 'From one example to the other' });
  const here = pictureGrid({ columns: 1, rows: 1, size: 112, label: 'The place between' });
  const ends = h('div', { class: 'pair' });
  const way = controlsOf(
    [
      {
        kind: 'slider',
        key: 'place',
        label: 'Place between',
        min: 0,
        max: 1,
        step: 0.01,
        value: 0.5,
        live: true,
        show: (t) => `${Math.round(100 * t)} %`,
      },
      {
        kind: 'choice',
        key: 'path',
        label: 'Path',
        value: 'line',
        options: [
          ['line', 'Straight line'],
          ['sphere', 'Great circle (spherical)'],
        ],
      },
    ],
    () => draw(),
  );
  let pick: Controls | undefined;
  let scene: Scene | undefined;
  let data: Data | undefined;
  let clicks = 0;

  choices.element.classList.add('choices');
  choices.element.addEventListener('click', ({ offsetX, offsetY }) => {
    const at = choices.at(offsetX, offsetY);
    if (!pick || !data || at < 0 || at >= count(data.test)) return;
    pick.set({ [clicks++ % 2 === 0 ? 'from' : 'to']: String(at) });
    draw();
  });

  function offer({ test }: Data): void {
    const shown = Math.min(CHOICES, count(test));
    const options = Array.from({ length: shown }, (_, i) => [String(i), nameOf(test, i)] as const);
    const other = test.labels?.findIndex((label) => label !== test.labels![0]) ?? 1;
    const second = String(other > 0 && other < shown ? other : Math.min(1, shown - 1));
    pick = controlsOf(
      [
        { kind: 'choice', key: 'from', label: 'From', value: '0', options },
        { kind: 'choice', key: 'to', label: 'To', value: second, options },
      ],
      () => draw(),
    );
    ends.replaceChildren(pick.element);
  }

  function draw(): void {
    if (!scene || !pick || !isHere(app, scene)) return;
    const { model, data } = scene;
    const { test } = data;
    const [from, to] = [Number(pick.values()['from']), Number(pick.values()['to'])];
    const { place, path } = way.values();
    const follow = path === 'sphere' ? slerp : lerp;
    const t = [...Array.from({ length: STEPS }, (_, i) => i / (STEPS - 1)), Number(place)];
    const made = numbers(() => {
      const code = (i: number): Tensor2D => model.encode(examples(test, model, i, 1));
      return model.decode(follow(code(from), code(to), tensor2d(t, [t.length, 1])));
    });
    const size = made.length / t.length;
    const own = (i: number): Float32Array => test.values.subarray(i * size, (i + 1) * size);
    const { shape } = test;
    row.draw(
      { shape, values: [...own(from), ...made.subarray(0, STEPS * size), ...own(to)] },
      `From ${nameOf(test, from)} to ${nameOf(test, to)}: the example, ${STEPS} decoded pictures, the other example`,
    );
    here.draw({ shape, values: made.subarray(STEPS * size) }, `Decoded at ${Math.round(100 * Number(place))} % of the way`);
    choices.draw({ shape, values: test.values.subarray(0, Math.min(CHOICES, count(test)) * size) });
    frame(choices.element, from, '--training');
    frame(choices.element, to, '--validation');
  }

  return {
    title: 'Between two examples',
    caption: `Click two examples, or select them. Below: the first, ${STEPS} pictures decoded on the way, the second.`,
    element: h('div', { class: 'bands' }, choices.element, ends, row.element, h('div', { class: 'between' }, here.element, way.element)),
    update(next) {
      scene = next;
      if (data !== next.data) offer((data = next.data));
      draw();
    },
  };
}

const nameOf = ({ labels, classes }: Dataset, i: number): string =>
  labels ? `Example ${i + 1} (${classes?.[labels[i]!] ?? labels[i]})` : `Example ${i + 1}`;

/** A frame around one picture of a grid. */
function frame(canvas: HTMLCanvasElement, place: number, colour: string): void {
  const context = canvas.getContext('2d')!;
  context.strokeStyle = getComputedStyle(canvas).getPropertyValue(colour);
  context.lineWidth = 3;
  const [x, y] = [(place % COLUMNS) * (SIZE + 2), Math.floor(place / COLUMNS) * (SIZE + 2)];
  context.strokeRect(x + 1.5, y + 1.5, SIZE - 3, SIZE - 3);
}
