import type { RowText } from './data/row-text.js';
import { h } from './dom.js';
import { fadingEdges } from './fading-edges.js';
import { figure } from './format.js';

/** How many columns and rows a table shows. */
const MOST_COLUMNS = 12;
const MOST_ROWS = 12;
/** How many of the numbers of a feature are listed. */
const STRONGEST = 6;

/** A group of rows that belong together: an example, and what the model makes of it. */
export type Group = readonly { readonly name: string; readonly cells: readonly string[] }[];

/** A table of rows in groups. Words of a group that differ from those of its first row stand out. */
export function rowTable({ names, areWords }: Pick<RowText, 'names' | 'areWords'>, groups: readonly Group[]): HTMLElement {
  const shown = names.slice(0, MOST_COLUMNS);
  const more = names.length - shown.length;
  const hasNames = groups.some((group) => group.some(({ name }) => name !== ''));
  const row = ({ name, cells }: Group[number], i: number, [first]: Group): HTMLElement =>
    h(
      'tr',
      {},
      hasNames && h('th', { scope: 'row' }, name),
      ...shown.map((_, c) =>
        h('td', { class: i > 0 && areWords[c] && first!.cells[c] && first!.cells[c] !== cells[c] ? 'other' : undefined }, cells[c] || '–'),
      ),
      more > 0 && h('td', {}, '…'),
    );
  const head = h(
    'tr',
    {},
    hasNames && h('td', {}),
    ...shown.map((name) => h('th', { scope: 'col' }, name)),
    more > 0 && h('th', {}, `${more} more`),
  );
  const bodies = groups.map((group) => h('tbody', {}, ...group.map((one, i) => row(one, i, group))));
  return fadingEdges(
    h('div', { class: 'rows', tabIndex: 0, role: 'region', 'aria-label': 'Rows' }, h('table', {}, h('thead', {}, head), ...bodies)),
  );
}

/** Examples as rows: one as a list of its cells, several as a table. */
export function rowsOf(rows: RowText, values: ArrayLike<number>, isOne: boolean): HTMLElement {
  const cells = rows.cells(values).slice(0, MOST_ROWS);
  if (isOne) return listOf(rows.names.map((name, c) => [name, cells[0]?.[c] || '–']));
  return rowTable(
    rows,
    cells.map((row) => [{ name: '', cells: row }]),
  );
}

/** What a unit adds to a row: its largest numbers, with the columns or words that they belong to. */
export function featureOf(rows: RowText, values: ArrayLike<number>): HTMLElement {
  const strongest = rows.features.map((name, i) => [name, values[i] ?? 0] as const).sort(([, a], [, b]) => Math.abs(b) - Math.abs(a));
  return listOf(strongest.slice(0, STRONGEST).map(([name, value]) => [name, `${value > 0 ? '+' : ''}${figure(value, 2)}`]));
}

const listOf = (pairs: readonly (readonly [name: string, cell: string])[]): HTMLElement =>
  h('dl', { class: 'cells' }, ...pairs.slice(0, MOST_COLUMNS).flatMap(([name, cell]) => [h('dt', {}, name), h('dd', {}, cell)]));
