import { isAlarm } from '@autoencoders/anomaly';
import { fadingEdges, figure, h } from '@autoencoders/app-kit/parts';
import type { Actions } from '../actions.js';
import type { PageState } from '../state.js';
import { short } from '../text.js';
import { faultIn, placeOf, truthOf } from '../truth.js';
import type { Fault } from '../truth.js';
import { cellText, expectedText, whyText } from '../why.js';
import { columnTable, tableOf } from './column-table.js';
import { replaceKeepingFocus } from './replace-keeping-focus.js';

/** The oddest rows. A button in each chooses it. */
export function rowsView({ chooseRow }: Pick<Actions, 'chooseRow'>) {
  const element = fadingEdges(h('div', { class: 'rows oddest', tabIndex: 0, role: 'region', 'aria-label': 'The oddest rows' }));
  let drawn: unknown[] = [];
  return {
    element,
    draw(state: PageState): void {
      const { findings, oddest, threshold, row: chosen } = state;
      const now = [oddest, threshold, chosen];
      if (findings?.kind !== 'rows' || now.every((each, i) => each === drawn[i])) return;
      drawn = now;
      const truth = truthOf(state);
      const body = oddest.map(({ row, columns: [first] }) => {
        const pressed = String(chosen?.row === row);
        const score = findings.scores[row]!;
        const alarm = isAlarm(threshold!, score);
        const fault = truth && faultIn(truth, placeOf(findings.numbers, row));
        // On a narrow page, the last ones have to be scrolled to.
        const cells = [
          alarmText(alarm, fault, truth !== undefined),
          short(first!.name),
          cellText(first!.cell),
          expectedText(first!.expected),
          figure(score),
          `${(100 * findings.pValues[row]!).toFixed(2)}\u00A0%`,
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
      replaceKeepingFocus(element, tableOf(['row', 'alarm', 'odd column', 'its value', 'expected', 'score', 'usual rows as odd'], body));
    },
  };
}

/** Whether a row is an alarm, and whether that is right, where it is known. */
function alarmText(isAlarming: boolean, fault: Fault | undefined, isKnown: boolean): string {
  if (!isKnown) return isAlarming ? 'yes' : 'no';
  if (isAlarming) return fault ? 'yes, a fault' : 'yes, but false';
  return fault ? 'no, but a fault' : 'no';
}

/** One row: what each column adds to its score, and what is usual there. */
export function rowView() {
  const element = h('div', { class: 'row-detail' });
  let drawn: unknown;
  return {
    element,
    draw(state: PageState): void {
      const { findings, row } = state;
      if (findings?.kind !== 'rows' || !row || row === drawn) return;
      drawn = row;
      const fault = faultIn(truthOf(state) ?? [], placeOf(findings.numbers, row.row));
      element.replaceChildren(
        ...[
          h('h3', {}, `Row ${findings.numbers[row.row]} of ${short(findings.name)}, score ${figure(findings.scores[row.row]!)}`),
          h('p', { class: 'figures' }, whyText(row.columns[0]!, 'row')),
          fault && h('p', { class: 'figures' }, `What is wrong with it: ${fault.why}.`),
          columnTable(row.columns, 'The columns of the row'),
        ].filter((each) => each !== undefined),
      );
    },
  };
}
