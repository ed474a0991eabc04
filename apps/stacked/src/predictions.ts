import { className, h, pictureGrid, validationExamples, valuesOf } from '@autoencoders/app-kit';
import type { Data, View } from '@autoencoders/app-kit';
import { count } from '@autoencoders/datasets';
import type { NamedDataset } from '@autoencoders/datasets';
import { NEEDS_LABELS, classesOf, nameOf, runOf } from './stack-run.js';
import type { StackRun } from './stack-run.js';

const SHOWN = 10;

/** Some test examples with the predictions of the fine-tuned classifier. */
export function predictions(run: StackRun): View {
  const boxes = Array.from({ length: 2 * SHOWN }, (_, i) => predictionBox(i));
  const group = (name: string, from: number): HTMLElement =>
    h('div', { class: 'predictions' }, h('h3', {}, name), h('div', {}, ...boxes.slice(from, from + SHOWN).map(({ element }) => element)));
  const missing = h('p', { class: 'figures', hidden: true }, NEEDS_LABELS);
  let drawn: readonly [Data, Int32Array | undefined] | undefined;
  return {
    title: 'Predictions',
    caption: 'Test examples, and the class that the fine-tuned classifier predicts for them.',
    element: h('div', {}, h('div', { class: 'row' }, group('The first ones', 0), group('Wrong ones: class → prediction', SHOWN)), missing),
    wide: true,
    update(scene) {
      const { data } = scene;
      const test = validationExamples(data);
      const { predicted } = runOf(run, scene).trained;
      if (drawn?.[0] === data && drawn[1] === predicted) return;
      drawn = [data, predicted];
      const rows = [...Array(count(test)).keys()];
      const wrong = predicted ? rows.filter((i) => predicted[i] !== test.labels![i]) : [];
      const prediction = (i: number): string | undefined => predicted && nameOf(data, predicted[i]!);
      for (const [place, { show }] of boxes.entries()) {
        const i = place < SHOWN ? rows[place] : wrong[place - SHOWN];
        show(data, test, i, i === undefined ? undefined : prediction(i));
      }
      missing.hidden = classesOf(data) > 0;
    },
  };
}

function predictionBox(place: number) {
  const picture = pictureGrid({ columns: 1, rows: 1, size: 64, label: `Test example ${place + 1}` });
  const words = h('figcaption', {}, '–');
  const element = h('figure', {}, picture.element, words);
  const show = ({ rows }: Data, test: NamedDataset, example: number | undefined, predicted: string | undefined): void => {
    const label = example === undefined ? undefined : className(test, example);
    const right = predicted === undefined || label === predicted;
    element.className = right ? '' : 'wrong';
    words.textContent = predicted === undefined ? '–' : right ? predicted : `${label} → ${predicted}`;
    const values = example === undefined ? new Float32Array(0) : valuesOf(test, example);
    picture.draw({ shape: test.shape, values, rows }, example === undefined ? 'No example' : `Test example ${example + 1}`);
  };
  return { element, show };
}
