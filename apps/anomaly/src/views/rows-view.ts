import { isAlarm } from '@autoencoders/anomaly';
import { figure, h } from '@autoencoders/app-kit/parts';
import type { Actions } from '../actions.js';
import type { ColumnDetail, Expected } from '../findings.js';
import type { PageState } from '../state.js';
import { short } from '../text.js';
import { replaceKeepingFocus } from './replace-keeping-focus.js';

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
      const body = oddest.map(({ row, columns: [first] }) => {
        const pressed = String(chosen?.row === row);
        const score = findings.scores[row]!;
        const alarm = isAlarm(threshold!, score);
        const cells = [
          figure(score),
          findings.pValues[row]!.toFixed(4),
          alarm ? 'yes' : 'no',
          short(first!.name),
          cellText(first!.cell),
          expectedText(first!.expected),
        ];
        return h(
          'tr',
          // A click on the button reaches the row, too.
          { class: alarm ? 'is-alarm' : 'is-usual', onclick: () => void chooseRow(row) },
          h(
            'th',
            { scope: 'row' },
            h('button', { type: 'button', class: 'quiet', 'aria-pressed': pressed }, `Row ${findings.numbers[row]}`),
          ),
          ...cells.map((cell) => h('td', {}, cell)),
        );
      });
      replaceKeepingFocus(element, table(['row', 'score', 'p-value', 'alarm', 'odd column', 'its value', 'usual for such rows'], body));
    },
  };
}

const table = (head: readonly string[], body: readonly HTMLElement[]): HTMLElement =>
  h('table', {}, h('thead', {}, h('tr', {}, ...head.map((name) => h('th', { scope: 'col' }, name)))), h('tbody', {}, ...body));

const cellText = (cell: string): string => short(cell) || '(missing)';

/** What is usual beside the other cells of a row. */
function expectedText(expected: Expected): string {
  if (expected.kind === 'words') return expected.words.map(({ word, share }) => `${short(word)} (${Math.round(100 * share)} %)`).join(', ');
  const [low, , high] = expected.range;
  if (Number.isNaN(low)) return 'not known';
  return low === high ? figure(low, 4) : `${figure(low, 4)} to ${figure(high, 4)}`;
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
      const body = row.columns.map(lineOf);
      element.replaceChildren(
        h('h3', {}, `Row ${findings.numbers[row.row]} of ${short(findings.name)}, score ${figure(findings.scores[row.row]!)}`),
        h(
          'div',
          { class: 'rows', tabIndex: 0, role: 'region', 'aria-label': 'The columns of the row' },
          table(['column', 'adds to the score', 'value', 'usual for such rows'], body),
        ),
      );
    },
  };
}

function lineOf({ name, cell, contribution, share, expected }: ColumnDetail): HTMLElement {
  const label = `${short(name)} adds ${figure(contribution)}`;
  const bar = h('progress', { max: 1, value: Math.max(0, share), 'aria-label': label });
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, short(name)),
    h('td', { class: 'share' }, bar, `${Math.round(100 * share)} %`),
    h('td', {}, cellText(cell)),
    h('td', {}, expectedText(expected)),
  );
}
