import type { AppDefinition, View } from './app.js';
import { backendNames } from './backends.js';
import type { BackendName } from './backends.js';
import { button } from './controls.js';
import { fromFiles, sources } from './data/index.js';
import type { Data, Source } from './data/index.js';
import { h, uniqueId } from './dom.js';
import type { State } from './runner.js';

/** What the reader does, and what the page puts where. */
export interface ShellEvents {
  readonly controls: HTMLElement;
  readonly chart: HTMLElement;
  readonly onStart: () => void;
  readonly onPause: () => void;
  readonly onResume: () => void;
  readonly onStop: () => void;
  readonly onSource: (source: Source) => void;
  readonly onFiles: (read: () => Promise<Data>) => void;
  readonly onDownload: () => void;
  readonly onOpen: (bytes: Uint8Array) => void;
  readonly onKeep: () => void;
  readonly code: () => string;
}

/** The page around an app: everything but its views. */
export interface Shell {
  readonly show: (state: State) => void;
  readonly say: (text: string, kind: 'status' | 'error') => void;
  /** Takes back what was wrong. */
  readonly calm: () => void;
  readonly progress: (text: string, share: number) => void;
  readonly loading: (share: number) => void;
  readonly backend: (words: string) => void;
  readonly chosenBackend: () => BackendName;
  readonly describe: (words: string, summary: string) => void;
  readonly dataset: (source: string | undefined) => void;
  readonly codeChanged: () => void;
  readonly views: (views: readonly View[]) => void;
  readonly offer: (when: Date, restore: () => void) => void;
  readonly ready: () => void;
}

const OWN = 'own';

export function shell(definition: AppDefinition, events: ShellEvents): Shell {
  const { title, lead } = definition;
  const start = button('Start', events.onStart, { kind: 'primary' });
  const pause = button('Pause', () => (state === 'paused' ? events.onResume() : events.onPause()));
  const stop = button('Stop', events.onStop);
  let state: State = 'idle';

  const bar = h('progress', { max: 1, value: 0, 'aria-label': 'Progress of the training' });
  const status = h('p', { class: 'status', role: 'status' }, 'Getting ready …');
  const alert = h('p', { class: 'alert', role: 'alert', hidden: true });
  const computing = h('p', { class: 'hint' }, 'Training runs in a worker; the page stays free.');

  const sourceSelect = select('Data', [...Object.entries(sources), [OWN, 'Your own pictures or CSV …']], (value) => {
    if (value === OWN) files.click();
    else events.onSource(value as Source);
  });
  const backendSelect = select('Trains on', Object.entries(backendNames), () => undefined);
  backendSelect.input.value = 'wasm';

  const files = h('input', {
    type: 'file',
    multiple: true,
    accept: 'image/*,.csv',
    hidden: true,
    'aria-label': 'Your own pictures or a CSV',
  });
  files.addEventListener('change', () => taken([...(files.files ?? [])]));
  const drop = h(
    'div',
    { class: 'drop' },
    h('p', {}, 'Drop pictures here (twenty or more), or a CSV of numbers.'),
    button('Choose files', () => files.click(), { kind: 'quiet' }),
    files,
  );
  const taken = (list: readonly File[]): void => {
    files.value = '';
    if (list.length > 0) events.onFiles(() => fromFiles(list));
    else sourceSelect.input.value = chosen;
  };
  let chosen: string = 'digits';
  for (const type of ['dragenter', 'dragover', 'dragleave', 'drop'] as const)
    document.addEventListener(type, (event) => {
      event.preventDefault();
      drop.classList.toggle('over', type === 'dragenter' || type === 'dragover');
      if (type === 'drop') taken([...(event.dataTransfer?.files ?? [])]);
    });

  const opener = h('input', { type: 'file', accept: '.safetensors', hidden: true, 'aria-label': 'A model file' });
  opener.addEventListener('change', async () => {
    const [file] = opener.files ?? [];
    opener.value = '';
    if (file) events.onOpen(new Uint8Array(await file.arrayBuffer()));
  });
  const offered = h('div', { class: 'offer', hidden: true });
  const summary = h('pre', { tabIndex: 0, 'aria-label': 'Layers of the model' });
  const words = h('span', {});
  const code = h('pre', { class: 'code', tabIndex: 0, 'aria-label': 'The program' });
  const copy = button('Copy', async () => {
    try {
      await navigator.clipboard.writeText(events.code());
      copy.textContent = 'Copied';
    } catch {
      // A page that may not write to the clipboard still lets its reader select.
      getSelection()?.selectAllChildren(code);
      copy.textContent = 'Selected';
    }
    setTimeout(() => (copy.textContent = 'Copy'), 2000);
  });
  const stage = h('div', { class: 'stage' });

  const group = (name: string, ...children: readonly HTMLElement[]): HTMLElement =>
    h('section', { class: `card group ${name.toLowerCase()}` }, h('h2', {}, name), ...children);
  document.title = `${title} · autoencoders`;
  document.body.append(
    h('a', { class: 'skip', href: '#stage' }, 'Skip to the pictures'),
    h(
      'header',
      { class: 'top' },
      gallery && h('a', { class: 'home', href: gallery }, 'All sample apps'),
      h('h1', {}, title),
      h('p', { class: 'lead' }, lead),
    ),
    h(
      'main',
      {},
      h(
        'aside',
        { class: 'panel', 'aria-label': 'Settings' },
        group('Data', sourceSelect.element, drop),
        group('Settings', events.controls),
        group('Training', backendSelect.element, h('div', { class: 'buttons' }, start, pause, stop), bar, status, alert, computing),
        group(
          'Model',
          h('p', { class: 'hint' }, words),
          h(
            'div',
            { class: 'buttons' },
            button('Download', events.onDownload),
            button('Open …', () => opener.click()),
            button('Keep here', events.onKeep, { title: 'Keeps the model in this browser' }),
            opener,
          ),
          offered,
          h('details', {}, h('summary', {}, 'Layers'), summary),
        ),
      ),
      h(
        'div',
        { class: 'content', id: 'stage', tabIndex: -1 },
        h(
          'section',
          { class: 'card' },
          h('h2', {}, `Loss, ${definition.unit}`),
          h('p', { class: 'caption' }, 'Lower is better; the dashed line is on examples that the model does not learn from.'),
          events.chart,
        ),
        stage,
        h(
          'section',
          { class: 'card' },
          h('details', { class: 'program' }, h('summary', {}, 'The program that does this'), h('div', { class: 'buttons' }, copy), code),
        ),
      ),
    ),
    h('footer', {}, h('p', {}, 'Everything happens in this page: nothing is sent anywhere.')),
  );

  const show = (next: State): void => {
    state = next;
    const idle = next === 'idle';
    document.documentElement.dataset['state'] = next;
    start.textContent = idle ? 'Start' : 'Start anew';
    pause.textContent = next === 'paused' ? 'Resume' : 'Pause';
    pause.disabled = next !== 'running' && next !== 'paused';
    stop.disabled = idle || next === 'stopping';
  };
  show('idle');
  start.disabled = true;

  return {
    show,
    say(text, kind) {
      (kind === 'error' ? alert : status).textContent = text;
      if (kind === 'status') return;
      alert.hidden = false;
      sourceSelect.input.value = chosen;
    },
    calm: () => (alert.hidden = true),
    progress(text, share) {
      bar.value = share;
      status.textContent = text;
    },
    loading(share) {
      status.textContent = `Fetching the data: ${Math.round(100 * share)} %`;
      bar.value = share;
    },
    backend: (text) => (computing.textContent = text),
    chosenBackend: () => backendSelect.input.value as BackendName,
    describe(text, layers) {
      words.textContent = text;
      summary.textContent = layers;
    },
    dataset(source = OWN) {
      chosen = source;
      sourceSelect.input.value = source;
      bar.value = 0;
      alert.hidden = true;
    },
    codeChanged: () => (code.textContent = events.code()),
    views: (views) =>
      stage.append(
        ...views.map(({ title: name, caption, element, wide }) =>
          h('section', { class: `card${wide ? ' wide' : ''}` }, h('h2', {}, name), h('p', { class: 'caption' }, caption), element),
        ),
      ),
    offer(when, restore) {
      const time = when.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
      offered.replaceChildren(
        h('span', {}, `Kept here on ${time}.`),
        button('Restore', () => {
          offered.hidden = true;
          restore();
        }),
      );
      offered.hidden = false;
    },
    ready() {
      start.disabled = false;
      document.documentElement.dataset['ready'] = 'true';
    },
  };
}

/** Where the gallery is, when the app is served as part of it. */
const gallery = import.meta.env['VITE_GALLERY'] as string | undefined;

interface Select {
  readonly element: HTMLElement;
  readonly input: HTMLSelectElement;
}

function select(label: string, options: readonly (readonly [string, string])[], changed: (value: string) => void): Select {
  const id = uniqueId('select');
  const input = h('select', { id, onchange: () => changed(input.value) }, ...options.map(([value, text]) => h('option', { value }, text)));
  return { input, element: h('div', { class: 'control' }, h('div', { class: 'control-head' }, h('label', { for: id }, label)), input) };
}
