import { check } from '@autoencoders/core/operations';
import { formatNumber, plural } from '../format.js';
import { html } from '../html.js';
import type { Html } from '../html.js';
import type { Section, SectionText } from '../types.js';

/** Options of `confusionTable`. */
export interface ConfusionTableOptions extends SectionText {
  /** `counts[label][class]`: how many examples of a label were predicted as a class, as `confusionMatrix` of `metrics` gives it. */
  readonly counts: readonly ArrayLike<number>[];
  /** The names of the classes (default: their numbers). */
  readonly classes?: readonly string[] | undefined;
}

/** The confusion matrix of a classifier. Throws unless there is one row and one column for each class. */
export function confusionTable({ counts, classes, title = 'Confusion matrix', caption }: ConfusionTableOptions): Section {
  const rows = counts.map((row) => Array.from(row));
  check(rows.length > 0, 'confusionTable: there are no classes');
  check(
    rows.every((row) => row.length === rows.length) && (!classes || classes.length === rows.length),
    () => `confusionTable: ${rows.length} rows need as many columns, and as many class names`,
  );
  const names = classes ?? rows.map((_, i) => String(i));
  return {
    title,
    caption:
      caption ??
      `${facts(rows, names)} Rows are true classes, columns are predicted classes. Shades are shares of a row. ` +
        'Correct predictions are on the diagonal.',
    body: html`<div class="wide" tabindex="0" role="region" aria-label="Confusion matrix"><table class="matrix">
<thead><tr><th scope="col">true class</th>${names.map((name) => html`<th scope="col">${name}</th>`)}<th scope="col">correct</th></tr></thead>
<tbody>${rows.map((row, label) => rowOf(row, label, names[label]!))}</tbody></table></div>`,
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const percent = (share: number): string => `${formatNumber(100 * share, 3)} %`;

function rowOf(row: readonly number[], label: number, name: string): Html {
  const all = sum(row);
  const cell = (count: number, found: number): Html =>
    html`<td class="${found === label ? 'right' : 'wrong'}" style="--share:${all > 0 ? (count / all).toFixed(3) : 0}">${count}</td>`;
  return html`<tr><th scope="row">${name}</th>${row.map(cell)}<td>${all > 0 ? percent(row[label]! / all) : '–'}</td></tr>`;
}

/** The accuracy, and the most frequent mistake. */
function facts(rows: readonly (readonly number[])[], names: readonly string[]): string {
  const all = sum(rows.map(sum));
  const right = sum(rows.map((row, i) => row[i]!));
  let worst: readonly [count: number, label: number, found: number] = [0, 0, 0];
  for (const [label, row] of rows.entries())
    for (const [found, count] of row.entries()) if (label !== found && count > worst[0]) worst = [count, label, found];
  const [count, label, found] = worst;
  const most = count > 0 ? ` The most frequent mistake: ${names[label]} predicted as ${names[found]}, ${plural(count, 'time')}.` : '';
  return `${formatNumber(right)} of ${plural(all, 'example')} are correct, ${percent(all > 0 ? right / all : 0)}.${most}`;
}
