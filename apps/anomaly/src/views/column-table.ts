import { fadingEdges, figure, h } from '@autoencoders/app-kit/parts';
import type { ColumnDetail } from '../findings.js';
import { short } from '../text.js';
import { cellText, expectedText } from '../why.js';

export const tableOf = (head: readonly string[], body: readonly HTMLElement[]): HTMLElement =>
  h('table', {}, h('thead', {}, h('tr', {}, ...head.map((name) => h('th', { scope: 'col' }, name)))), h('tbody', {}, ...body));

/** Columns with their values, what is expected beside the other columns, and what each adds to the score. */
export function columnTable(columns: readonly ColumnDetail[], label: string): HTMLElement {
  const table = tableOf(['column', 'value', 'expected', 'adds to the score'], columns.map(lineOf));
  return fadingEdges(h('div', { class: 'rows', tabIndex: 0, role: 'region', 'aria-label': label }, table));
}

function lineOf({ name, cell, contribution, share, expected }: ColumnDetail): HTMLElement {
  const label = `${short(name)} adds ${figure(contribution)}`;
  const bar = h('progress', { max: 1, value: Math.max(0, share), 'aria-label': label });
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, short(name)),
    h('td', {}, cellText(cell)),
    h('td', {}, expectedText(expected)),
    h('td', { class: 'share' }, bar, `${Math.round(100 * share)} %`),
  );
}
