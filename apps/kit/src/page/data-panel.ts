import type { AppActions } from '../actions/index.js';
import { controlPanel } from '../controls.js';
import { sources } from '../data/index.js';
import type { TableNotes } from '../data/index.js';
import { areOfModel } from '../data/model-folder.js';
import { h } from '../dom.js';
import { choice } from '../settings.js';
import type { ChosenSource } from '../state.js';
import { ownFiles } from './own-files.js';
import { group } from './panel.js';
import type { Panel } from './panel.js';

const options = Object.entries({ ...sources, own: 'Your own pictures or table …' }) as [ChosenSource, string][];

/** The choice of the data: one of the page's datasets, or files, which can also be dropped anywhere on the page. */
export function dataPanel(actions: Pick<AppActions<unknown>, 'loadSource' | 'loadFiles' | 'openModel'>): Panel {
  let source: ChosenSource | undefined;
  const select = controlPanel({ source: choice({ label: 'Data', value: 'digits', options }) }, () => {
    const { source } = select.values();
    if (source === 'own') own.choose();
    else void actions.loadSource(source);
  });
  const showSource = (): void => void (source && select.set({ source }));
  const own = ownFiles((given) => {
    if (!areOfModel(given.files)) return void actions.loadFiles(given);
    showSource();
    void actions.openModel(given.files);
  }, showSource);
  const sample = h(
    'p',
    { class: 'hint', hidden: true },
    'You see a model that was trained on MNIST before. Start trains a new one on the data chosen here.',
  );
  const summary = h('p', { class: 'hint' });
  const schema = h('pre', { tabIndex: 0, 'aria-label': 'Columns of the table' });
  const notes = h('div', { class: 'table-notes', hidden: true }, summary, h('details', {}, h('summary', {}, 'Columns'), schema));
  let table: TableNotes | undefined;
  return {
    element: group('Data', select.element, sample, notes, own.element),
    draw({ selected, shown }) {
      const data = shown?.data;
      sample.hidden = shown?.source !== 'sample';
      if (data?.table !== table) {
        table = data?.table;
        notes.hidden = table === undefined;
        summary.textContent = table?.summary ?? '';
        schema.textContent = table?.schema ?? '';
      }
      if (selected === source) return;
      source = selected;
      showSource();
    },
  };
}
