import type { AppActions } from '../actions/index.js';
import type { AppDefinition, View } from '../definition.js';
import { fillPage, h } from '../dom.js';
import type { AppState } from '../state.js';
import { backendPanel } from './backend-panel.js';
import { dataPanel } from './data-panel.js';
import { guideCard } from './guide-card.js';
import { lossPanel } from './loss-panel.js';
import { modelPanel } from './model-panel.js';
import { programPanel } from './program-panel.js';
import { explain } from './explained.js';
import { pageFooter } from './page-footer.js';
import { gallery, setText } from './panel.js';
import { runsPanel } from './runs-panel.js';
import { settingsPanel } from './settings-panel.js';
import { settingsSheet } from './settings-sheet.js';
import { trainingBar } from './training-bar.js';

/** Puts the page of an app into the document; `draw` shows a state, all but the views. */
export function appPage<S>(
  definition: AppDefinition<S>,
  views: readonly View<S>[],
  actions: AppActions<S>,
  { time, flow }: { readonly time: HTMLElement; readonly flow: HTMLElement | undefined },
): { readonly draw: (state: AppState<S>) => void } {
  const { title, controls } = definition;
  const sidebar = [settingsPanel(controls, actions), dataPanel(actions), backendPanel(actions), modelPanel(actions)];
  const sheet = settingsSheet(sidebar.map(({ element }) => element));
  const bar = trainingBar(definition, actions, sheet.opener);
  const [loss, runs, program] = [lossPanel(definition), runsPanel(definition, actions), programPanel(definition, actions)];
  const lead = h('p', { class: 'lead' });
  const known = new Set<string>();
  let told = '';
  const cards = views.map((view) => viewCard(view, known));
  document.title = `${title} · autoencoders`;
  fillPage(
    h('a', { class: 'skip', href: '#stage' }, 'Skip to the results'),
    h('header', { class: 'top' }, gallery && h('a', { class: 'home', href: gallery }, 'All sample apps'), h('h1', {}, title), lead, flow),
    bar.element,
    h(
      'main',
      {},
      sheet.element,
      h(
        'div',
        { class: 'content', id: 'stage', tabIndex: -1 },
        ...[guideCard(definition, (step) => void actions.doStep(step))].filter((card) => card !== undefined),
        h('div', { class: 'stage' }, ...cards.map(({ element }) => element)),
        time,
        loss.element,
        runs.element,
        program.element,
      ),
    ),
    pageFooter(definition.next),
  );
  const panels = [...sidebar, bar, loss, runs, program];
  return {
    draw(state) {
      for (const { draw } of panels) draw(state);
      const ofRows = state.shown?.data.rows !== undefined;
      const said = ofRows ? definition.leadForRows : definition.lead;
      if (said !== told) explain(lead, (told = said), known);
      for (const { speak } of cards) speak(ofRows);
    },
  };
}

/** A view on the page; `speak` says what it shows, of pictures or of rows. */
interface ViewCard {
  readonly element: HTMLElement;
  readonly speak: (ofRows: boolean) => void;
}

function viewCard<S>({ title, caption, element, wide, forRows }: View<S>, known: Set<string>): ViewCard {
  let told = '';
  const [heading, words] = [h('h2', {}, title), h('p', { class: 'caption' })];
  const card = h('section', { class: 'card' }, heading, words, element);
  return {
    element: card,
    speak(ofRows) {
      const said = { title, caption, wide, ...(ofRows && forRows) };
      setText(heading, said.title);
      if (said.caption !== told) explain(words, (told = said.caption), known);
      card.classList.toggle('wide', said.wide === true);
      card.hidden = ofRows && forRows === false;
    },
  };
}
