import { figure, h, isCurrent, nextFrame, pictureGrid, plural, readValues } from '@autoencoders/app-kit';
import type { AnyModel, App, PictureGrid, Scene, View } from '@autoencoders/app-kit';
import { leaves } from '@autoencoders/core';
import { matMul, slice, transpose } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Settings } from './settings.js';
import { DONE, FINE_TUNING, LEVELS, NEEDS_LABELS, RANDOM_START, classesOf, runOf } from './stack-run.js';
import type { StackRun } from './stack-run.js';

const COLUMNS = 6;
const ROWS = 4;

/** The part of the training that runs now, and the features of each level. */
export function levelFeatures(app: App<Settings>, run: StackRun): View<Settings> {
  const parts = partList();
  const words = h('p', { class: 'now', role: 'status' });
  const levels = Array.from({ length: LEVELS }, (_, level) => ({
    title: h('h3', {}),
    grid: pictureGrid({
      columns: COLUMNS,
      rows: ROWS,
      size: 40,
      label: `Features of level ${level + 1}`,
      palette: 'diverging',
      stretch: true,
      gap: 6,
    }),
  }));
  const columns = levels.map(({ title, grid }) => h('div', { class: 'level' }, title, grid.element));
  let drawn: { readonly model: AnyModel; readonly epochs: number; readonly phase: number } | undefined;
  return {
    title: 'Level by level',
    caption:
      'Each picture is the feature of one unit: red pixels make the unit more active, blue pixels less. The units of level 1 read the pixels. For the levels above, the page traces back which pixels a unit reacts to.',
    forRows: {
      caption:
        'Each square is the feature of one unit; its small squares are the columns, or words of columns. Red makes the unit more active, blue less. The units of level 1 read the columns. For the levels above, the page traces back which columns a unit reacts to.',
    },
    element: h('div', {}, parts.element, words, h('div', { class: 'row' }, ...columns)),
    wide: true,
    async update(scene) {
      const { phase, history } = runOf(run, scene);
      parts.show(scene, phase);
      const text = sentence(app, runOf(run, scene), scene);
      if (words.textContent !== text) words.textContent = text;
      // Fine-tuning changes copies of the weights, not the stack.
      const isPast = scene.latest !== undefined;
      const isFineTuned = Math.min(phase, drawn?.phase ?? 0) > LEVELS;
      if (!isPast && scene.model === drawn?.model && history.length === drawn.epochs && isFineTuned) return;
      drawn = { model: scene.model, epochs: history.length, phase };
      for (const [level, { title, grid }] of levels.entries()) {
        await nextFrame();
        if (!isCurrent(app, scene)) return;
        drawLevel(scene, level, title, grid);
      }
    },
  };
}

/** The list of the parts of the training. */
function partList() {
  const names = [...Array.from({ length: LEVELS }, (_, i) => `Level ${i + 1}`), 'Fine-tune', 'Random start'];
  const notes = names.map(() => h('span', {}));
  const items = names.map((name, i) => h('li', {}, h('strong', {}, name), notes[i]));
  const show = (scene: Scene<Settings>, phase: number): void => {
    const sizes = sizesOf(scene);
    const unlabelled = classesOf(scene.data) === 0;
    const classifierNotes = unlabelled ? ['needs labels', 'needs labels'] : [plural(scene.settings.labels, 'label'), 'same labels'];
    const texts = [...sizes.slice(1).map((size, i) => `${sizes[i]} → ${size} units`), ...classifierNotes];
    for (const [i, item] of items.entries()) {
      const current = phase === i + 1;
      const done = phase > i + 1 && !(unlabelled && i >= LEVELS);
      item.className = current ? 'current' : done ? 'done' : 'to-come';
      if (current) item.setAttribute('aria-current', 'step');
      else item.removeAttribute('aria-current');
      notes[i]!.textContent = `${texts[i]}${done ? ' ✓' : ''}`;
    }
  };
  return { element: h('ol', { class: 'steps', 'aria-label': 'Parts of the training' }, ...items), show };
}

function drawLevel(scene: Scene, level: number, title: HTMLElement, grid: PictureGrid): void {
  const units = sizesOf(scene)[level + 1]!;
  const shown = Math.min(units, COLUMNS * ROWS);
  title.textContent = `Level ${level + 1}: ${shown < units ? `${shown} of ` : ''}${units} units`;
  const values = readValues(() => features(scene.model, level, shown));
  grid.draw({ shape: scene.data.training.shape, values }, `Features of ${shown} units of level ${level + 1}`);
}

const kernel = (model: AnyModel, level: number): Tensor2D => leaves(model.weights)[`encoder.${level}.0.kernel`] as Tensor2D;

/** The features of the first units of a level in the pixels of the input, W₁·W₂·…: `[units, pixels]`. */
function features(model: AnyModel, level: number, units: number): Tensor2D {
  let product: Tensor2D = slice(kernel(model, level), [0, 0], [-1, units]);
  for (let below = level - 1; below >= 0; below--) product = matMul(kernel(model, below), product);
  return transpose(product);
}

/** The numbers of an example, then the units of each level. */
const sizesOf = ({ model }: Scene): number[] =>
  Array.from({ length: LEVELS + 1 }, (_, i) => (i === 0 ? model.input[0]! : kernel(model, i - 1).shape[1]));

const conditions: Readonly<Record<Settings['kind'], string>> = {
  plain: '',
  sparse: ', with few units active at a time',
  denoising: ', although a quarter of them is set to 0',
};

/** What happens now, in plain words. */
function sentence(app: App<Settings>, run: StackRun, scene: Scene<Settings>): string {
  const { phase, labels, trained, random } = run;
  const { data, settings, epoch } = scene;
  const classes = classesOf(data);
  const stopped = phase > 0 && phase < DONE && !app.isRunning() ? 'Stopped here. ' : '';
  if (phase === 0 && epoch > 0) return `The levels are pre-trained. ${classes > 0 ? 'They can be fine-tuned below.' : NEEDS_LABELS}`;
  if (phase === 0) return `Each level will learn by itself, without labels. ${classes > 0 ? 'Press Start.' : NEEDS_LABELS}`;
  if (phase <= LEVELS) {
    const reads = `the ${sizesOf(scene)[phase - 1]} numbers ${phase === 1 ? 'of each example' : `that level ${phase - 1} makes of each example`}`;
    return `${stopped}Level ${phase} learns to reconstruct ${reads}${conditions[settings.kind]}. It uses no labels.`;
  }
  if (phase === FINE_TUNING)
    return `${stopped || 'Now with labels: '}A layer for ${classes} classes is put on the levels. All weights learn from ${labels} labelled examples.`;
  if (phase === RANDOM_START)
    return `${stopped || 'For comparison: '}The same layers start from random weights. They learn from the same ${labels} examples, in as many steps.`;
  if (classes === 0) return `The levels are pre-trained. ${NEEDS_LABELS}`;
  const [own, other] = [figure(trained.errors.at(-1)!), figure(random.errors.at(-1)!)];
  return `With ${plural(labels, 'label')}, ${own} % of the test examples are wrong after pre-training, and ${other} % from random weights.`;
}
