import '@autoencoders/app-kit/styles.css';
import './styles.css';
import { explain, guideCard, pageFooter, settingsSheet } from '@autoencoders/app-kit/page-parts';
import { createStore, fillPage, gallery, h } from '@autoencoders/app-kit/parts';
import { actionsOf } from './actions.js';
import type { Actions } from './actions.js';
import { guide } from './guide.js';
import { dataPanel, detectorPanel, settingsPanel, trainingBar } from './panels.js';
import type { Panel } from './panels.js';
import { programPanel } from './views/program-panel.js';
import { sampleFiles } from './samples/index.js';
import { defaults } from './settings.js';
import { nothingFound, reduce } from './state.js';
import type { PageEvent, PageState } from './state.js';
import { eventView } from './views/event-view.js';
import { rowsView, rowView } from './views/rows-view.js';
import { seriesView } from './views/series-view.js';
import { thresholdView } from './views/threshold-view.js';

const store = createStore<PageState, PageEvent>(reduce, {
  ...nothingFound,
  ready: true,
  settings: defaults,
  source: 'presses',
  files: sampleFiles('presses'),
  run: 'idle',
  share: 0,
  status: 'Press Start to train on this data.',
  alert: undefined,
  kept: undefined,
  width: 900,
  where: 'Training runs in a worker, so the page stays responsive. The nets are small, so that it takes seconds.',
});
const { state, dispatch } = store;
const actions = actionsOf(state, dispatch);

/** The words of the glossary that the page has explained. */
const known = new Set<string>();

const lead = h('p', { class: 'lead' });
explain(
  lead,
  'A denoising autoencoder learns to restore usual data. It fails on data of another kind, so a large error is a sign of something odd. The page says what is odd, how many false alarms to expect, and which columns are to blame.',
  known,
);

/** A card, which is hidden while there is nothing to show in it. */
function card(title: string, caption: string, view: Panel, shows: (state: PageState) => boolean): Panel {
  const words = h('p', { class: 'caption' });
  explain(words, caption, known);
  const element = h('section', { class: 'card wide', hidden: true }, h('h2', {}, title), words, view.element);
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
const whyRow = card(
  'Why this row',
  'The bars show what each column adds to the score. Expected: what the 20 most similar usual rows have in this column. In brackets: the range of most of them (80 %). A row can be odd by how its values go together, even where each of them is usual.',
  rowView(),
  ofRows,
);
const whyEvent = card(
  'Why this event',
  'Expected: what the 20 most similar learned steps have in this column. In brackets: the range of most of them (80 %). Below, the stronger the colour of a cell, the more its column adds to the score at that step.',
  eventView(),
  ofSeries,
);
const reveal = ({ element }: Panel): void => element.scrollIntoView({ block: 'nearest' });
const choosing: Actions = {
  ...actions,
  async chooseRow(row) {
    await actions.chooseRow(row);
    reveal(whyRow);
  },
};
const chooseStep = (step: number): void => {
  dispatch({ step });
  reveal(whyEvent);
};
const cards = [
  card(
    'Results',
    'Press Start. After the training, you see here which rows or times are odd, and why.',
    { element: h('div'), draw: () => undefined },
    (now) => !found(now),
  ),
  card(
    'Scores and threshold',
    'The score says how odd something is. Above the threshold (the dashed line), it is an alarm. Drag the line, or move it with the arrow keys: to the left you catch more, but you also get more false alarms. The axis is logarithmic.',
    thresholdView(choosing),
    found,
  ),
  whyRow,
  card('The oddest rows', 'The higher the score, the odder the row. Choose a row to see why.', rowsView(choosing), ofRows),
  card(
    'The series',
    'Above: the measurements. Below: the score, as its square root, so that small values show. The shaded part was learned from. The marks are events: choose one to see why. Where the faults are known, bars above show them, and false alarms are grey.',
    seriesView(chooseStep),
    ofSeries,
  ),
  whyEvent,
  card('What was read and learned', 'Read this before you trust an alarm.', notes, found),
  programPanel(),
];
const sidebar = [dataPanel(actions), settingsPanel(dispatch), detectorPanel(actions)];
const sheet = settingsSheet(sidebar.map(({ element }) => element));
const bar = trainingBar(actions, sheet.opener);
const steps = guideCard({ guide }, (step) => void actions.doStep(step))!;
const stage = h('div', { class: 'content', id: 'stage', tabIndex: -1 }, steps, ...cards.map(({ element }) => element));
document.title = 'Anomaly detection · autoencoders';
fillPage(
  h('a', { class: 'skip', href: '#stage' }, 'Skip to the results'),
  h(
    'header',
    { class: 'top' },
    gallery && h('a', { class: 'home', href: gallery }, 'All sample apps'),
    h('h1', {}, 'Anomaly detection'),
    lead,
  ),
  bar.element,
  h('main', {}, sheet.element, stage),
  pageFooter(undefined),
);
const draw = (now: PageState): void => {
  for (const panel of [bar, ...sidebar, ...cards]) panel.draw(now);
};
store.subscribe(draw);
draw(state());
// Figures are drawn as wide as a card is inside, so that their text keeps its size.
new ResizeObserver(() => {
  const shown = cards.find(({ element }) => !element.hidden)!.element;
  const { paddingLeft, paddingRight } = getComputedStyle(shown);
  const width = Math.max(200, Math.floor(shown.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)));
  if (width !== state().width) dispatch({ width });
}).observe(stage);
void actions.findKept();
// What can be seen at once comes first.
requestAnimationFrame(() => setTimeout(() => void actions.showShipped(), 100));
