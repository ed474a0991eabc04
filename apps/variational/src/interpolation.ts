import { count } from '@autoencoders/datasets';
import type { NamedDataset } from '@autoencoders/datasets';
import { lerp, slerp } from '@autoencoders/models';
import { tensor2d } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { choice, className, controlPanel, examples, h, isCurrent, pictureGrid, readValues, slider, valuesOf } from '@autoencoders/app-kit';
import type { App, ControlPanel, Data, PictureGrid, Scene, SettingsOf, View } from '@autoencoders/app-kit';

const CHOICES = 20;
const COLUMNS = 10;
const SIZE = 40;
const GAP = 2;
const STEPS = 9;

/** The two examples, by their index. */
interface Ends {
  readonly from: number;
  readonly to: number;
}

const pathControls = {
  place: slider({
    label: 'Place between',
    min: 0,
    max: 1,
    step: 0.01,
    value: 0.5,
    live: true,
    show: (t) => `${Math.round(100 * t)} %`,
  }),
  path: choice({
    label: 'Path',
    value: 'line',
    options: [
      ['line', 'Straight line'],
      ['sphere', 'Great circle (spherical)'],
    ],
  }),
};
type PathSettings = SettingsOf<typeof pathControls>;

/** What the view says of rows of a table. */
const forRows = {
  wide: true,
  title: 'Between two rows',
  caption: `Select two rows. Below, from top to bottom: the first row, ${STEPS} rows decoded from the codes between, the second row. The list shows the place that the slider chooses.`,
};

/** Two test examples, and the decoded codes between them. */
export function interpolation(app: Pick<App, 'scene'>): View {
  const choices = choiceGrid();
  const row = pictureGrid({ columns: STEPS + 2, rows: 1, size: 36, label: 'From one example to the other' });
  const between = pictureGrid({ columns: 1, rows: 1, size: 112, label: 'The place between' });
  const path = controlPanel<PathSettings>(pathControls, () => draw());
  const endsHolder = h('div', { class: 'pair' });
  let ends: ControlPanel<Ends> | undefined;
  let scene: Scene | undefined;
  let clicks = 0;

  choices.element.classList.add('choices');
  choices.element.addEventListener('click', ({ offsetX, offsetY }) => {
    const at = choices.at(offsetX, offsetY);
    if (!ends || !scene || at < 0 || at >= count(scene.data.test)) return;
    ends.set({ [clicks++ % 2 === 0 ? 'from' : 'to']: at });
    draw();
  });

  const draw = (): void => {
    if (!scene || !ends || !isCurrent(app, scene)) return;
    const { test, rows } = scene.data;
    const { shape } = test;
    const { from, to } = ends.values();
    const values = interpolate(scene, ends.values(), path.values());
    row.draw(
      { shape, rows, values: [...valuesOf(test, from), ...valuesOf({ values, shape }, 0, STEPS), ...valuesOf(test, to)] },
      `From ${nameOf(test, from)} to ${nameOf(test, to)}: the example, ${STEPS} decoded pictures, the other example`,
    );
    between.draw(
      { shape, rows, values: valuesOf({ values, shape }, STEPS) },
      `Decoded at ${Math.round(100 * path.values().place)} % of the way`,
    );
    choices.draw({ shape, values: valuesOf(test, 0, CHOICES) });
    choices.element.hidden = rows !== undefined;
    frame(choices.element, from, '--training');
    frame(choices.element, to, '--validation');
  };

  return {
    title: 'Between two examples',
    caption: `Click two examples, or select them. Below, from left to right: the first example, ${STEPS} pictures decoded from the codes between, the second example.`,
    forRows,
    element: h(
      'div',
      { class: 'bands' },
      choices.element,
      endsHolder,
      row.element,
      h('div', { class: 'between' }, between.element, path.element),
    ),
    update(next) {
      if (scene?.data !== next.data) {
        ends = endsPanel(next.data, draw);
        endsHolder.replaceChildren(ends.element);
      }
      scene = next;
      draw();
    },
  };
}

/** The test examples to choose from. */
const choiceGrid = (): PictureGrid =>
  pictureGrid({ columns: COLUMNS, rows: CHOICES / COLUMNS, size: SIZE, gap: GAP, label: 'Test examples to choose from' });

/** The choice of the two examples; at first two of different classes, where there are labels. */
function endsPanel({ test }: Data, changed: () => void): ControlPanel<Ends> {
  const shown = Math.min(CHOICES, count(test));
  const options = Array.from({ length: shown }, (_, i) => [i, nameOf(test, i)] as const);
  const other = test.labels?.findIndex((label) => label !== test.labels![0]) ?? 1;
  const second = other > 0 && other < shown ? other : Math.min(1, shown - 1);
  return controlPanel<Ends>(
    { from: choice<number>({ label: 'From', value: 0, options }), to: choice<number>({ label: 'To', value: second, options }) },
    changed,
  );
}

/** Decodes `STEPS` codes from one example to the other, then the code at the chosen place. */
function interpolate({ model, data }: Scene, { from, to }: Ends, { place, path }: PathSettings): Float32Array {
  const t = [...Array.from({ length: STEPS }, (_, i) => i / (STEPS - 1)), place];
  const follow = path === 'sphere' ? slerp : lerp;
  return readValues(() => {
    const code = (i: number): Tensor2D => model.encode(examples(data.test, model, i, 1));
    return model.decode(follow(code(from), code(to), tensor2d(t, [t.length, 1])));
  });
}

function nameOf(test: NamedDataset, example: number): string {
  const name = className(test, example);
  return name === undefined ? `Example ${example + 1}` : `Example ${example + 1} (${name})`;
}

/** Draws a frame around one picture of the choices. */
function frame(canvas: HTMLCanvasElement, place: number, colour: string): void {
  const context = canvas.getContext('2d')!;
  context.strokeStyle = getComputedStyle(canvas).getPropertyValue(colour);
  context.lineWidth = 3;
  const [x, y] = [(place % COLUMNS) * (SIZE + GAP), Math.floor(place / COLUMNS) * (SIZE + GAP)];
  context.strokeRect(x + 1.5, y + 1.5, SIZE - 3, SIZE - 3);
}
