import type { AppActions } from '../actions/index.js';
import { button, controlPanel } from '../controls.js';
import { sources } from '../data/index.js';
import type { OwnFile, TableNotes } from '../data/index.js';
import { tableEndings } from '../data/table-endings.js';
import { h } from '../dom.js';
import { choice } from '../settings.js';
import type { ChosenSource } from '../state.js';
import { acceptDrops, chosenFiles } from './drops.js';
import { group } from './panel.js';
import type { Panel } from './panel.js';

/** Pictures that every browser reads. SVG has no pixels of its own. */
const pictureTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/bmp', 'image/avif'];

const options = Object.entries({ ...sources, own: 'Your own pictures or table …' }) as [ChosenSource, string][];

const accept = [...pictureTypes, ...tableEndings, '.idx', '.gz', '.idx1-ubyte', '.idx3-ubyte'].join(',');

/** A hidden input for files, or for a folder. */
function fileInput(
  label: string,
  use: (files: readonly OwnFile[]) => void,
  oncancel: () => void,
  kind: { readonly accept?: string; readonly webkitdirectory?: boolean },
): HTMLInputElement {
  const onchange = (): void => {
    const chosen = chosenFiles(input);
    // The same files can be chosen again.
    input.value = '';
    use(chosen);
  };
  const input = h('input', { type: 'file', multiple: true, hidden: true, 'aria-label': label, onchange, oncancel, ...kind });
  return input;
}

/** The choice of the data: one of the page's datasets, or files, which can also be dropped anywhere on the page. */
export function dataPanel(actions: Pick<AppActions<unknown>, 'loadSource' | 'loadFiles'>): Panel {
  let source: ChosenSource | undefined;
  const select = controlPanel({ source: choice({ label: 'Data', value: 'digits', options }) }, () => {
    const { source } = select.values();
    if (source === 'own') files.click();
    else void actions.loadSource(source);
  });
  const showSource = (): void => void (source && select.set({ source }));
  const colour = h('input', { type: 'checkbox' });
  const use = (list: readonly OwnFile[]): void => {
    if (list.length > 0) void actions.loadFiles({ files: list, colour: colour.checked });
    else showSource();
  };
  const files = fileInput('Your own pictures or a table', use, showSource, { accept });
  const folder = fileInput('A folder of pictures', use, showSource, { webkitdirectory: true });
  const drop = h(
    'div',
    { class: 'drop' },
    h('p', {}, 'Drop one of these anywhere on the page:'),
    h(
      'ul',
      {},
      ...[
        'Pictures, twenty or more, or a folder of them. Two or more folders in it become the labels.',
        'A table: CSV, TSV, JSON, JSON lines or ARFF.',
        'IDX files, such as those of Fashion-MNIST: images, and their labels.',
      ].map((text) => h('li', {}, text)),
    ),
    h('p', {}, 'Tables and IDX files can be gzipped (.gz). Pictures become 28×28.'),
    h(
      'div',
      { class: 'buttons' },
      button('Choose files', () => files.click(), { kind: 'quiet' }),
      button('Choose a folder', () => folder.click(), { kind: 'quiet' }),
    ),
    h('label', { class: 'check' }, colour, 'Pictures in colour'),
    files,
    folder,
  );
  acceptDrops(drop, use);
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
    element: group('Data', select.element, sample, notes, drop),
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
