import { fadingEdges, h, validationExamples } from '@autoencoders/app-kit';
import type { Data, View } from '@autoencoders/app-kit';
import { confusionMatrix } from '@autoencoders/metrics';
import { NEEDS_LABELS, classesOf, nameOf, runOf } from './stack-run.js';
import type { StackRun } from './stack-run.js';

/** Classes, at most: a larger table cannot be read. */
const MOST = 20;

type Cells = readonly (readonly HTMLTableCellElement[])[];

/** How often the fine-tuned classifier predicts each class for each class. */
export function confusionTable(run: StackRun): View {
  const table = h('table', { class: 'confusion' });
  const scroll = fadingEdges(h('div', { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Confusion matrix' }, table));
  const words = h('p', { class: 'figures' });
  let data: Data | undefined;
  let drawn: Int32Array | undefined;
  let cells: Cells = [];
  return {
    title: 'Confusion matrix',
    caption: 'The class of each test example, and the class that the fine-tuned classifier predicts. On the diagonal, both agree.',
    element: h('div', {}, scroll, words),
    update(scene) {
      const classes = classesOf(scene.data);
      const shown = classes > MOST ? 0 : classes;
      const { predicted } = runOf(run, scene).trained;
      if (scene.data === data && predicted === drawn) return;
      if (scene.data !== data) cells = fillTable(table, scene.data, shown);
      [data, drawn] = [scene.data, predicted];
      scroll.hidden = shown === 0 || !predicted;
      words.hidden = !scroll.hidden;
      words.textContent = insteadOf(classes, shown);
      const { labels } = validationExamples(scene.data);
      showCounts(cells, predicted && shown > 0 ? confusionMatrix(labels!, predicted, { classes }) : undefined);
    },
  };
}

/** What the page says in place of the table. */
function insteadOf(classes: number, shown: number): string {
  if (classes === 0) return NEEDS_LABELS;
  return shown === 0 ? `${classes} classes are too many for a table.` : 'Filled in after the first round of fine-tuning.';
}

/** Fills a table with empty cells for the classes of the data, and returns the cells. */
function fillTable(table: HTMLElement, data: Data, classes: number): Cells {
  const cells = Array.from({ length: classes }, () => Array.from({ length: classes }, () => h('td', {})));
  const head = (label: number, scope: 'row' | 'col'): HTMLElement => h('th', { scope, title: nameOf(data, label) }, nameOf(data, label));
  table.replaceChildren(
    h('caption', {}, 'Rows: the class. Columns: the prediction.'),
    h('thead', {}, h('tr', {}, h('td', {}), ...cells.map((_, label) => head(label, 'col')))),
    h('tbody', {}, ...cells.map((row, label) => h('tr', {}, head(label, 'row'), ...row))),
  );
  return cells;
}

/** Writes counts into the cells, shaded by their share of the row; without counts, empties them. */
function showCounts(cells: Cells, counts: readonly ArrayLike<number>[] | undefined): void {
  for (const [label, row] of cells.entries()) {
    const own = Array.from(counts?.[label] ?? []);
    const sum = own.reduce((a, b) => a + b, 0);
    for (const [found, cell] of row.entries()) {
      const times = own[found] ?? 0;
      cell.textContent = counts ? String(times) : '';
      cell.className = times === 0 ? 'none' : found === label ? 'right' : 'wrong';
      cell.style.setProperty('--share', `${sum > 0 ? Math.round((60 * times) / sum) : 0}%`);
    }
  }
}
