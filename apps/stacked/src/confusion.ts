import { h, judged } from '@autoencoders/app-kit';
import type { Data, View } from '@autoencoders/app-kit';
import { confusionMatrix } from '@autoencoders/metrics';
import { classesOf, nameOf, runOf } from './run.js';
import type { Run } from './run.js';

/** More classes than these fill no table that one can read. */
const MOST = 20;

/** What the fine-tuned classifier takes each class for. */
export function confusion(run: Run): View {
  const table = h('table', { class: 'confusion' });
  const words = h('p', { class: 'figures' });
  let data: Data | undefined;
  let drawn: Int32Array | undefined;
  let cells: readonly HTMLTableCellElement[][] = [];

  /** An empty table for the classes of the data. */
  const lay = (next: Data, classes: number): void => {
    data = next;
    cells = Array.from({ length: classes }, () => Array.from({ length: classes }, () => h('td', {})));
    const name = (label: number): string => nameOf(next, label);
    const heads = cells.map((_, label) => h('th', { scope: 'col', title: name(label) }, name(label)));
    table.replaceChildren(
      h('caption', {}, 'Rows: the class. Columns: what it is taken for.'),
      h('thead', {}, h('tr', {}, h('td', {}), ...heads)),
      h('tbody', {}, ...cells.map((row, label) => h('tr', {}, h('th', { scope: 'row', title: name(label) }, name(label)), ...row))),
    );
  };
  return {
    title: 'Taken for',
    caption: 'Test examples by their class and by what the fine-tuned classifier takes them for. On the diagonal, both agree.',
    element: h('div', {}, h('div', { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Confusion matrix' }, table), words),
    update(scene) {
      const classes = classesOf(scene.data);
      const shown = classes > MOST ? 0 : classes;
      const { predicted } = runOf(run, scene).trained;
      if (scene.data === data && predicted === drawn) return;
      if (scene.data !== data) lay(scene.data, shown);
      drawn = predicted;
      words.hidden = shown > 0;
      words.textContent =
        classes === 0
          ? 'Without labels there are no classes to tell apart.'
          : shown === 0
            ? `${classes} classes are too many for a table.`
            : '';
      const test = judged(scene.data);
      const counts = predicted && shown > 0 ? confusionMatrix(test.labels!, predicted, { classes }) : undefined;
      for (const [label, row] of cells.entries()) {
        const sum = counts?.[label]!.reduce((a, b) => a + b, 0) ?? 0;
        for (const [found, cell] of row.entries()) {
          const times = counts?.[label]![found] ?? 0;
          cell.textContent = counts ? String(times) : '';
          cell.className = times === 0 ? 'none' : found === label ? 'right' : 'wrong';
          cell.style.setProperty('--share', `${sum > 0 ? Math.round((60 * times) / sum) : 0}%`);
        }
      }
    },
  };
}
