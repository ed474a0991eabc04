import { figure, h, isHere, nextFrame, numbers, pictureGrid, plural } from '@autoencoders/app-kit';
import type { AnyModel, App, Scene, View } from '@autoencoders/app-kit';
import { leaves } from '@autoencoders/core';
import { matMul, slice, transpose } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { DONE, LEVELS, RANDOM, TUNING, classesOf, runOf } from './run.js';
import type { Run } from './run.js';

const COLUMNS = 6;
const ROWS = 4;

/** Which part of the training runs now, and what the units of each level look for. */
export function levels(app: App, run: Run): View {
  const names = [...Array.from({ length: LEVELS }, (_, i) => `Level ${i + 1}`), 'Fine-tune', 'Random start'];
  const notes = names.map(() => h('span', {}));
  const items = names.map((name, i) => h('li', {}, h('strong', {}, name), notes[i]));
  const words = h('p', { class: 'now', role: 'status' });
  const heads = items.slice(0, LEVELS).map(() => h('h3', {}));
  const grids = heads.map((_, i) =>
    pictureGrid({
      columns: COLUMNS,
      rows: ROWS,
      size: 40,
      label: `Features of level ${i + 1}`,
      palette: 'diverging',
      stretch: true,
      gap: 6,
    }),
  );
  let drawn: { readonly model: AnyModel; readonly epochs: number } | undefined;
  return {
    title: 'Level by level',
    caption:
      'Each picture is one unit: red where it wants high values, blue where it wants low ones. Units of level 1 read the pixels; those of deeper levels are drawn through the levels below.',
    element: h(
      'div',
      {},
      h('ol', { class: 'steps', 'aria-label': 'Parts of the training' }, ...items),
      words,
      h('div', { class: 'row' }, ...grids.map(({ element }, i) => h('div', { class: 'level' }, heads[i], element))),
    ),
    wide: true,
    async update(scene) {
      const { phase, history } = runOf(run, scene);
      const sizes = sizesOf(scene);
      const wanted = plural(Number(scene.settings['labels']), 'label');
      const missing = classesOf(scene.data) === 0 ? 'needs labels' : undefined;
      const texts = [...sizes.slice(1).map((size, i) => `${sizes[i]} → ${size} units`), missing ?? wanted, missing ?? 'same labels'];
      for (const [i, item] of items.entries()) {
        const state = phase === i + 1 ? 'current' : phase > i + 1 && !(missing && i >= LEVELS) ? 'done' : 'to come';
        item.className = state.replace(' ', '-');
        if (state === 'current') item.setAttribute('aria-current', 'step');
        else item.removeAttribute('aria-current');
        notes[i]!.textContent = `${texts[i]}${state === 'done' ? ' ✓' : ''}`;
      }
      const text = sentence(app, runOf(run, scene), scene, sizes);
      if (words.textContent !== text) words.textContent = text;
      // Fine-tuning has weights of its own.
      if (scene.model === drawn?.model && history.length === drawn.epochs && phase > LEVELS) return;
      drawn = { model: scene.model, epochs: history.length };
      for (const [i, grid] of grids.entries()) {
        await nextFrame();
        if (!isHere(app, scene)) return;
        const shown = Math.min(sizes[i + 1]!, COLUMNS * ROWS);
        heads[i]!.textContent = `Level ${i + 1}: ${shown < sizes[i + 1]! ? `${shown} of ` : ''}${sizes[i + 1]} units`;
        const values = numbers(() => features(scene.model, i, shown));
        grid.draw({ shape: scene.data.training.shape, values }, `What ${shown} units of level ${i + 1} look for`);
      }
    },
  };
}

const kernel = (model: AnyModel, level: number): Tensor2D => leaves(model.weights)[`encoder.${level}.0.kernel`] as Tensor2D;

/** What the first units of a level read, drawn in what the lowest level reads: W₁·W₂·…, a row for each unit. */
function features(model: AnyModel, level: number, units: number): Tensor2D {
  let read: Tensor2D = slice(kernel(model, level), [0, 0], [-1, units]);
  for (let below = level - 1; below >= 0; below--) read = matMul(kernel(model, below), read);
  return transpose(read);
}

const sizesOf = ({ model }: Scene): number[] =>
  Array.from({ length: LEVELS + 1 }, (_, i) => (i === 0 ? model.input[0]! : kernel(model, i - 1).shape[1]));

const extra: Readonly<Record<string, string>> = {
  plain: '',
  sparse: ', with few units active at a time',
  denoising: ' although a quarter of them is set to 0',
};

/** What happens now, in plain words. */
function sentence(app: App, { phase, labels, trained, random }: Run, { data, settings, epoch }: Scene, sizes: readonly number[]): string {
  const classes = classesOf(data);
  const needs = 'These data have no labels; fine-tuning needs labels.';
  const stopped = phase > 0 && phase < DONE && !app.isRunning() ? 'Stopped here: ' : '';
  if (phase === 0 && epoch > 0) return `The levels are pre-trained. ${classes > 0 ? 'They can be fine-tuned below.' : needs}`;
  if (phase === 0) return `Each level will learn by itself, without labels. ${classes > 0 ? 'Press Start.' : needs}`;
  if (phase <= LEVELS) {
    const reads = `the ${sizes[phase - 1]} numbers ${phase === 1 ? 'of each example' : `that level ${phase - 1} makes of each example`}`;
    return `${stopped}level ${phase} learns to give back ${reads}${extra[settings['kind']!]}. No labels are used.`.replace(/^l/, 'L');
  }
  if (phase === TUNING)
    return `${stopped || 'Now with labels: '}a layer for ${classes} classes stands on the levels, and all weights learn from ${labels} labelled examples.`;
  if (phase === RANDOM)
    return `${stopped || 'To compare: '}the same layers start from random weights, and learn from the same ${labels} examples in as many steps.`;
  if (classes === 0) return `The levels are pre-trained. ${needs}`;
  const [own, other] = [trained.errors.at(-1)!, random.errors.at(-1)!];
  return `With ${plural(labels, 'label')}, ${figure(own)} % of the test examples are wrong after pre-training, ${figure(other)} % from random weights.`;
}
