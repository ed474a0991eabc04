import '@autoencoders/app-kit/styles.css';
import './styles.css';
import { createStore, defaultsOf, gallery, h } from '@autoencoders/app-kit/parts';
import { actionsOf } from './actions.js';
import type { Settings } from './findings.js';
import { dataPanel, settingsPanel, trainingPanel } from './panels.js';
import type { Panel } from './panels.js';
import { sampleFiles } from './samples/index.js';
import { controls } from './settings.js';
import { nothingFound, reduce } from './state.js';
import type { PageEvent, PageState } from './state.js';
import { eventView } from './views/event-view.js';
import { rowsView, rowView } from './views/rows-view.js';
import { seriesView } from './views/series-view.js';
import { thresholdView } from './views/threshold-view.js';

const store = createStore<PageState, PageEvent>(reduce, {
  ...nothingFound,
  ready: true,
  settings: defaultsOf(controls as never) as Settings,
  source: 'presses',
  files: sampleFiles('presses'),
  run: 'idle',
  share: 0,
  status: 'Press Start to train on this data.',
  alert: undefined,
  where: 'Training runs in a worker, so the page stays responsive. The nets are small, so that it takes seconds.',
});
const { state, dispatch } = store;
const actions = actionsOf(state, dispatch);

/** A card, which is hidden while there is nothing to show in it. */
function card(title: string, caption: string, view: Panel, shows: (state: PageState) => boolean): Panel {
  const element = h(
    'section',
    { class: 'card wide', hidden: true },
    h('h2', {}, title),
    h('p', { class: 'caption' }, caption),
    view.element,
  );
  return {
    element,
    draw(now) {
      element.hidden = !shows(now);
      if (!element.hidden) view.draw(now);
    },
  };
}

const notes = ((): Panel => {
  const list = h('ul', { class: 'notes' });
  let drawn: unknown;
  return {
    element: list,
    draw({ findings }) {
      if (findings === drawn) return;
      drawn = findings;
      list.replaceChildren(...(findings?.notes ?? []).map((note) => h('li', {}, note)));
    },
  };
})();

const ofRows = ({ findings }: PageState): boolean => findings?.kind === 'rows';
const ofSeries = ({ findings }: PageState): boolean => findings?.kind === 'series';
const found = ({ findings }: PageState): boolean => findings !== undefined;
const cards = [
  card(
    'Scores and threshold',
    'A score above the line is an alarm. Drag the line, or move it with the arrow keys. A dot is a row: click it.',
    thresholdView(actions),
    found,
  ),
  card('The oddest rows', 'Larger scores are odder. Choose a row to see why.', rowsView(actions), ofRows),
  card(
    'Why this row',
    'What each column adds to the score. Usual: what the 20 usual rows have that are most similar in the other columns, without the outer tenths.',
    rowView(),
    ofRows,
  ),
  card(
    'The series',
    'Each column, and the score below. The shaded part was learned from. Marks are events: click one.',
    seriesView(dispatch),
    ofSeries,
  ),
  card('Why this event', 'Darker cells add more to the score.', eventView(), ofSeries),
  card('What was read and learned', 'Read this before you trust an alarm.', notes, found),
];
const sidebar = [dataPanel(actions), settingsPanel(dispatch), trainingPanel(actions)];
document.title = 'Anomaly detection · autoencoders';
document.body.append(
  h('a', { class: 'skip', href: '#stage' }, 'Skip to the results'),
  h(
    'header',
    { class: 'top' },
    gallery && h('a', { class: 'home', href: gallery }, 'All sample apps'),
    h('h1', {}, 'Anomaly detection'),
    h(
      'p',
      { class: 'lead' },
      'A detector learns what usual rows look like. Then it says which other rows are odd, how many false alarms to expect, and which columns are to blame.',
    ),
  ),
  h(
    'main',
    {},
    h('aside', { class: 'panel', 'aria-label': 'Settings' }, ...sidebar.map(({ element }) => element)),
    h('div', { class: 'content', id: 'stage', tabIndex: -1 }, ...cards.map(({ element }) => element)),
  ),
  h('footer', {}, h('p', {}, 'Everything happens in this page: nothing is sent anywhere.')),
);
const draw = (now: PageState): void => {
  for (const panel of [...sidebar, ...cards]) panel.draw(now);
};
store.subscribe(draw);
draw(state());
