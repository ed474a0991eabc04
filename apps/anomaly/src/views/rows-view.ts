import { figure, h } from '@autoencoders/app-kit/parts';
import type { Actions } from '../actions.js';
import type { ColumnDetail, Expected } from '../findings.js';
import type { PageState } from '../state.js';

/** The oddest rows. A button in each chooses it. */
export function rowsView({ chooseRow }: Pick<Actions, 'chooseRow'>) {
  const element = h('div', { class: 'rows oddest', tabIndex: 0, role: 'region', 'aria-label': 'The oddest rows' });
  let drawn: unknown[] = [];
  return {
    element,
    draw({ findings, oddest, threshold, row: chosen }: PageState): void {
      const now = [oddest, threshold, chosen];
      if (findings?.kind !== 'rows' || now.every((each, i) => each === drawn[i])) return;
      drawn = now;
      const head = ['row', 'score', 'p-value', 'alarm', 'odd column', 'its value', 'usual'];
      const body = oddest.map(({ row, columns: [first] }) => {
        const open = h(
          'button',
          { type: 'button', class: 'quiet', 'aria-pressed': String(chosen?.row === row), onclick: () => void chooseRow(row) },
          `Row ${findings.numbers[row]}`,
        );
        const alarm = findings.scores[row]! > threshold!.value;
        const cells = [
          figure(findings.scores[row]!),
          findings.pValues[row]!.toFixed(4),
          alarm ? 'yes' : 'no',
          first!.name,
          first!.cell || '(missing)',
          expectedText(first!.expected),
        ];
        return h(
          'tr',
          { class: alarm ? 'is-alarm' : 'is-usual', onclick: () => void chooseRow(row) },
          h('th', { scope: 'row' }, open),
          ...cells.map((cell) => h('td', {}, cell)),
        );
      });
      const had = element.contains(document.activeElement) ? document.activeElement?.textContent : undefined;
      element.replaceChildren(
        h('table', {}, h('thead', {}, h('tr', {}, ...head.map((name) => h('th', { scope: 'col' }, name)))), h('tbody', {}, ...body)),
      );
      if (had) [...element.querySelectorAll('button')].find(({ textContent }) => textContent === had)?.focus();
    },
  };
}

/** What is usual beside the other cells of a row. */
export function expectedText(expected: Expected): string {
  if (expected.kind === 'words') return expected.words.map(({ word, share }) => `${word} (${Math.round(100 * share)} %)`).join(', ');
  const [low, , high] = expected.range;
  return Number.isNaN(low) ? 'not known' : `${figure(low, 4)} to ${figure(high, 4)}`;
}

/** One row: what each column adds to its score, and what is usual there. */
export function rowView() {
  const element = h('div', { class: 'row-detail' });
  let drawn: unknown;
  return {
    element,
    draw({ findings, row }: PageState): void {
      if (findings?.kind !== 'rows' || !row || row === drawn) return;
      drawn = row;
      const greatest = Math.max(...row.columns.map(({ contribution }) => contribution), 1e-12);
      element.replaceChildren(
        h('h3', {}, `Row ${findings.numbers[row.row]} of ${findings.name}, score ${figure(findings.scores[row.row]!)}`),
        h(
          'div',
          { class: 'rows', tabIndex: 0, role: 'region', 'aria-label': 'The columns of the row' },
          h(
            'table',
            {},
            h(
              'thead',
              {},
              h(
                'tr',
                {},
                ...['column', 'adds to the score', 'value', 'usual for such rows'].map((name) => h('th', { scope: 'col' }, name)),
              ),
            ),
            h('tbody', {}, ...row.columns.map((column) => lineOf(column, greatest))),
          ),
        ),
      );
    },
  };
}

function lineOf({ name, cell, contribution, share, expected }: ColumnDetail, greatest: number): HTMLElement {
  const bar = h('progress', { max: 1, value: Math.max(0, contribution / greatest), 'aria-label': `${name} adds ${figure(contribution)}` });
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, name),
    h('td', { class: 'bar' }, bar, `${Math.round(100 * share)} %`),
    h('td', {}, cell || '(missing)'),
    h('td', {}, expectedText(expected)),
  );
}
