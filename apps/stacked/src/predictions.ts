import { className, h, pictureGrid, rowTable, validationExamples, valuesOf } from '@autoencoders/app-kit';
import type { Data, RowText, View } from '@autoencoders/app-kit';
import { count } from '@autoencoders/datasets';
import type { NamedDataset } from '@autoencoders/datasets';
import { NEEDS_LABELS, classesOf, nameOf, runOf } from './stack-run.js';
import type { StackRun } from './stack-run.js';

const SHOWN = 10;

/** Some test examples with the predictions of the fine-tuned classifier. */
export function predictions(run: StackRun): Pick<View, 'element' | 'update'> {
  const boxes = Array.from({ length: 2 * SHOWN }, (_, i) => predictionBox(i));
  const group = (name: string, from: number): HTMLElement =>
    h('div', { class: 'predictions' }, h('h3', {}, name), h('div', {}, ...boxes.slice(from, from + SHOWN).map(({ element }) => element)));
  const pictures = h('div', { class: 'row' }, group('The first ones', 0), group('Wrong ones: class → prediction', SHOWN));
  const written = h('div', {});
  const missing = h('p', { class: 'figures', hidden: true });
  let drawn: readonly [Data, Int32Array | undefined] | undefined;
  return {
    element: h('div', {}, pictures, written, missing),
    update(scene) {
      const { data } = scene;
      const test = validationExamples(data);
      const { predicted } = runOf(run, scene).trained;
      if (drawn?.[0] === data && drawn[1] === predicted) return;
      drawn = [data, predicted];
      const rows = [...Array(count(test)).keys()];
      const wrong = predicted ? rows.filter((i) => predicted[i] !== test.labels![i]) : [];
      const prediction = (i: number): string | undefined => predicted && nameOf(data, predicted[i]!);
      pictures.hidden = data.rows !== undefined || !predicted;
      written.replaceChildren(...(data.rows ? [predictedRows(data.rows, test, rows.slice(0, SHOWN), prediction)] : []));
      if (!data.rows)
        for (const [place, { show }] of boxes.entries()) {
          const i = place < SHOWN ? rows[place] : wrong[place - SHOWN];
          show(test, i, i === undefined ? undefined : prediction(i));
        }
      const isUnlabelled = classesOf(data) === 0;
      missing.hidden = predicted !== undefined || (data.rows !== undefined && !isUnlabelled);
      missing.textContent = isUnlabelled ? NEEDS_LABELS : 'Shown after the first round of fine-tuning.';
    },
  };
}

/** Rows of a table with what is predicted for them. */
function predictedRows(
  text: RowText,
  test: NamedDataset,
  rows: readonly number[],
  prediction: (i: number) => string | undefined,
): HTMLElement {
  const cells = text.cells(valuesOf(test, 0, rows.length));
  const groups = rows.map((i) => [{ name: wordsOf(className(test, i), prediction(i)), cells: cells[i]! }]);
  return rowTable(text, groups);
}

/** The class of an example, or `class → prediction` where they differ. */
function wordsOf(label: string | undefined, predicted: string | undefined): string {
  if (predicted === undefined) return '–';
  return label === undefined || label === predicted ? predicted : `${label} → ${predicted}`;
}

function predictionBox(place: number) {
  const picture = pictureGrid({ columns: 1, rows: 1, size: 64, label: `Test example ${place + 1}` });
  const words = h('figcaption', {}, '–');
  const element = h('figure', {}, picture.element, words);
  const show = (test: NamedDataset, example: number | undefined, predicted: string | undefined): void => {
    const label = example === undefined ? undefined : className(test, example);
    const right = predicted === undefined || label === predicted;
    element.className = right ? '' : 'wrong';
    words.textContent = wordsOf(label, predicted);
    const values = example === undefined ? new Float32Array(0) : valuesOf(test, example);
    picture.draw({ shape: test.shape, values }, example === undefined ? 'No example' : `Test example ${example + 1}`);
  };
  return { element, show };
}
