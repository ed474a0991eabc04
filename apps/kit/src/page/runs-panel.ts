import type { AppActions } from '../actions/index.js';
import { button } from '../controls.js';
import type { AppDefinition } from '../definition.js';
import { h } from '../dom.js';
import { fadingEdges } from '../fading-edges.js';
import { duration, figure } from '../format.js';
import { lossesOf, trainedOn } from '../selectors.js';
import { entriesOf, settingText } from '../settings.js';
import type { AppState, Losses, Run } from '../state.js';
import { trainedFor } from '../status.js';
import { sourceNames } from './source-names.js';

type Row = readonly [name: string, shown: string, before: string];

/** The run on the page beside the one before: what differs, what it cost, and how good it is. */
export function runsPanel<S>(
  definition: AppDefinition<S>,
  actions: Pick<AppActions<S>, 'goBack' | 'pin'>,
): { readonly element: HTMLElement; readonly draw: (state: AppState<S>) => void } {
  const body = h('tbody', {});
  const other = h('th', { scope: 'col' });
  const shipped = h(
    'p',
    { class: 'hint' },
    'The model of this page was trained on another machine: even with the same seed, it is a little different.',
  );
  const pin = h('input', { type: 'checkbox', onchange: () => actions.pin(pin.checked) });
  const back = button('Show the run before', () => void actions.goBack());
  const element = h(
    'section',
    { class: 'card runs', hidden: true },
    h('h2', {}, 'Two runs side by side'),
    h(
      'p',
      { class: 'caption' },
      'The run on this page, and the one before it. Bold: what differs. Change a setting, start again, and compare.',
    ),
    fadingEdges(
      h(
        'div',
        { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Two runs side by side' },
        h('table', {}, h('thead', {}, h('tr', {}, h('td', {}), h('th', { scope: 'col' }, 'This run'), other)), body),
      ),
    ),
    shipped,
    h('div', { class: 'buttons' }, back, h('label', { class: 'check' }, pin, 'Keep the run before for the next comparison, too')),
  );
  let drawn: Partial<Pick<AppState<S>, 'shown' | 'before' | 'activity'>> = {};
  return {
    element,
    draw({ shown, before, activity, pinned }) {
      pin.checked = pinned;
      if (shown === drawn.shown && before === drawn.before && activity === drawn.activity) return;
      drawn = { shown, before, activity };
      element.hidden = !shown || !before;
      if (!shown || !before) return;
      // A model that came with the page, or from a file, was not trained here.
      other.textContent = before.progress ? 'The run before' : before.source === 'sample' ? 'The model of this page' : 'The model before';
      shipped.hidden = before.source !== 'sample';
      const rows = rowsOf(definition, shown, before);
      body.replaceChildren(
        ...rows.map(([name, now, then]) =>
          h('tr', { class: now === then ? 'same' : 'differs' }, h('th', { scope: 'row' }, name), h('td', {}, now), h('td', {}, then)),
        ),
      );
    },
  };
}

function rowsOf<S>(definition: AppDefinition<S>, shown: Run<S>, before: Run<S>): readonly Row[] {
  const { controls, unit } = definition;
  const settings = entriesOf(controls).map(([key, control]): Row => {
    const write = ({ settings }: Run<S>): string => settingText(control, settings[key as keyof S]);
    return [control.label, write(shown), write(before)];
  });
  const row = (name: string, write: (run: Run<S>) => string | undefined): readonly Row[] => {
    const [now, then] = [write(shown), write(before)];
    // What only one of the runs knows cannot be compared.
    return now !== undefined && then !== undefined ? [[name, now, then]] : [];
  };
  const figuresOf = ({ model }: Run<S>): Readonly<Record<string, string>> => definition.comparedBy?.(model) ?? {};
  const isSameData = trainedOn(shown) === trainedOn(before) && (shown.source !== 'own' || shown.data === before.data);
  const lossRow = (name: string, of: (losses: Losses) => number | undefined): readonly Row[] =>
    isSameData ? row(`${name} loss, ${unit}`, (run) => lossText(of, lossesOf(run))) : [];
  return [
    ...row('Data', (run) => sourceNames[trainedOn(run)]),
    ...settings,
    ...row('Training', (run) => trainedFor(definition, run)),
    ...row('Time', ({ progress }) => progress && duration(progress.elapsedSeconds)),
    ...Object.keys(figuresOf(shown)).flatMap((name) => row(name, (run) => figuresOf(run)[name])),
    ...lossRow('Training', ({ training }) => training),
    ...lossRow('Test', ({ test }) => test),
  ];
}

const lossText = (of: (losses: Losses) => number | undefined, losses: Losses | undefined): string | undefined => {
  const loss = losses && of(losses);
  return loss === undefined ? undefined : figure(loss, 4);
};
