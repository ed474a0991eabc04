import { InputError } from '@autoencoders/core';
import { printable } from '@autoencoders/core/internal';
import type { ColumnKind } from '@autoencoders/tables';
import { button } from '../controls.js';
import type { PreviewColumn, TableChoices, TablePreview } from '../data/table-preview.js';
import { h, uniqueId } from '../dom.js';
import { messageOf } from '../errors.js';
import { plural } from '../format.js';
import { rowTable } from '../row-table.js';
import { setText } from './panel.js';

const kindNames: Readonly<Partial<Record<ColumnKind, string>>> = {
  number: 'number',
  count: 'count',
  category: 'category',
  yesNo: 'yes or no',
  dateTime: 'date',
};

const LONGEST = 40;
/** How many columns can be chosen here. The others are used as they were found. */
const MOST_COLUMNS = 200;

/** Shows the first rows of a table and what was found in it. The reader changes it, and goes on, or leaves it: then undefined. */
export function askAboutTable(preview: TablePreview): Promise<TableChoices | undefined> {
  const { name, summary, names, rows, columns, labels, choices, refused } = preview;
  const title = uniqueId('table');
  const list = columnList(columns.slice(0, MOST_COLUMNS), choices, () => draw());
  const label = labelChoice(labels, choices.label, () => draw());
  const used = h('p', { class: 'hint', role: 'status' });
  const more = columns.length - MOST_COLUMNS;
  const draw = (): void => {
    const count = list.draw(label.value()) + columns.slice(MOST_COLUMNS).filter((column) => column.isUsed).length;
    if (columns.length > 0) setText(used, `${count} of ${plural(columns.length, 'column')} used. The model learns from these.`);
  };
  const first = rowTable(
    { names: names.map((one) => printable(one, LONGEST)), areWords: [] },
    rows.map((cells) => [{ name: '', cells }]),
  );
  const dialog = h(
    'dialog',
    { class: 'table-dialog', 'aria-labelledby': title },
    h('h2', { id: title }, printable(name, LONGEST)),
    h(
      'div',
      { class: 'table-dialog-body' },
      h('p', { class: 'hint' }, summary),
      refused !== undefined && h('p', { class: 'alert', role: 'alert' }, messageOf(new InputError(refused))),
      h('h3', {}, 'First rows'),
      first,
      label.element,
      columns.length > 0 && h('h3', {}, 'Columns'),
      used,
      list.element,
      more > 0 && h('p', { class: 'hint' }, `${plural(more, 'more column')} ${more === 1 ? 'is' : 'are'} used as found.`),
    ),
  );
  return new Promise((resolve) => {
    const use = button('Use this table', () => dialog.close('use'), { kind: 'primary' });
    use.autofocus = true;
    dialog.append(
      h(
        'div',
        { class: 'buttons' },
        use,
        button('Cancel', () => dialog.close()),
      ),
    );
    dialog.addEventListener('close', () => {
      dialog.remove();
      const chosen = { ...list.choices(label.value()), label: label.value() };
      resolve(dialog.returnValue === 'use' ? chosen : undefined);
    });
    draw();
    // Files that are dropped meanwhile replace this table.
    document.querySelector<HTMLDialogElement>('dialog.table-dialog')?.close();
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** The choice of the column that has the classes. */
function labelChoice(
  labels: readonly string[],
  chosen: string | undefined,
  changed: () => void,
): { readonly element: HTMLElement; readonly value: () => string | undefined } {
  const id = uniqueId('label');
  const names = [undefined, ...labels];
  const select = h(
    'select',
    { id, 'aria-describedby': `${id}-hint`, onchange: changed, disabled: labels.length === 0 },
    ...names.map((name) => h('option', {}, name === undefined ? 'None' : printable(name, LONGEST))),
  );
  select.selectedIndex = names.indexOf(chosen);
  return {
    element: h(
      'div',
      { class: 'control' },
      h('div', { class: 'control-head' }, h('label', { for: id }, 'Label')),
      select,
      h(
        'p',
        { class: 'hint', id: `${id}-hint` },
        'The column with the classes. The page colours the rows by it. The model does not learn from it.',
      ),
    ),
    value: () => names[select.selectedIndex],
  };
}

interface ColumnList {
  readonly element: HTMLElement;
  /** Shows which columns are used beside the label; their number. */
  readonly draw: (label: string | undefined) => number;
  readonly choices: (label: string | undefined) => Pick<TableChoices, 'kinds' | 'ignore'>;
}

function columnList(columns: readonly PreviewColumn[], { kinds, ignore, label }: TableChoices, changed: () => void): ColumnList {
  const items = columns.map((column) => {
    const { name } = column;
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    const item = columnItem(column, kind, changed);
    item.box.checked = !ignore.includes(name) && (kind !== undefined || column.isUsed || (name === label && column.kinds.length > 0));
    return { ...item, column };
  });
  return {
    element: h('ul', { class: 'columns-found' }, ...items.map(({ element }) => element)),
    draw(label) {
      for (const { box, select, column } of items) {
        box.disabled = column.name === label || column.kinds.length === 0;
        select.disabled = box.disabled || !box.checked;
      }
      return items.filter(({ box, column }) => box.checked && column.name !== label).length;
    },
    choices(label) {
      const others = items.filter(({ column }) => column.name !== label);
      const chosen = others.filter(({ box }) => box.checked).map(({ column, kind }) => [column, kind()] as const);
      return {
        kinds: Object.fromEntries(chosen.filter(([column, kind]) => kind !== column.kind).map(([{ name }, kind]) => [name, kind])),
        ignore: others.filter(({ box, column }) => !box.checked && column.isUsed).map(({ column }) => column.name),
      };
    },
  };
}

/** A column: whether it is used, its kind, and what was found. */
function columnItem(
  { name, kinds, because, missing }: PreviewColumn,
  chosen: ColumnKind | undefined,
  changed: () => void,
): { readonly element: HTMLElement; readonly box: HTMLInputElement; readonly select: HTMLSelectElement; readonly kind: () => ColumnKind } {
  const shown = printable(name, LONGEST);
  const box = h('input', { type: 'checkbox', onchange: changed });
  const select = h(
    'select',
    { 'aria-label': `Kind of ${shown}`, onchange: changed },
    ...(kinds.length > 0 ? kinds.map((kind) => h('option', {}, kindNames[kind])) : [h('option', {}, 'nothing to learn')]),
  );
  select.selectedIndex = Math.max(0, chosen === undefined ? 0 : kinds.indexOf(chosen));
  const share = missing > 0 ? ` ${missing < 0.01 ? 'Less than 1' : Math.round(100 * missing)} % of its cells are missing.` : '';
  const reason = `${because.charAt(0).toUpperCase()}${because.slice(1)}.${share}`;
  return {
    element: h('li', {}, h('label', { class: 'check' }, box, h('span', {}, shown)), select, h('p', { class: 'hint' }, reason)),
    box,
    select,
    kind: () => kinds[select.selectedIndex]!,
  };
}
