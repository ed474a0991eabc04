import { acceptDrops, button, choice, controlPanel, group, h, keptOffer, setText, tableEndings } from '@autoencoders/app-kit/parts';
import type { Actions } from './actions.js';
import type { Settings } from './findings.js';
import { about, samples } from './samples/index.js';
import type { Sample } from './samples/index.js';
import { controls } from './settings.js';
import { short } from './text.js';
import type { PageEvent, PageState } from './state.js';

/** How the name of a detector's file ends. */
const DETECTOR = '.safetensors';

/** A part of the page that shows the state. */
export interface Panel {
  readonly element: HTMLElement;
  readonly draw: (state: PageState) => void;
}

/** A hidden input for a file, and a button that opens it. */
function fileButton(text: string, label: string, accept: string, use: (file: File) => void): HTMLElement[] {
  const input = h('input', {
    type: 'file',
    accept,
    hidden: true,
    'aria-label': label,
    onchange() {
      const [file] = input.files ?? [];
      input.value = '';
      if (file) use(file);
    },
  });
  return [button(text, () => input.click()), input];
}

export function dataPanel({ useSample, useFile, openDetector, saveSample }: Actions): Panel {
  const options = Object.entries({ ...samples, own: 'Your own table' }) as [Sample | 'own', string][];
  const select = controlPanel({ source: choice({ label: 'Data', value: 'presses', options }) }, () => {
    const { source } = select.values();
    if (source !== 'own') useSample(source);
  });
  const accept = [...tableEndings, '.gz'].join(',');
  const [sentence, learned, looked] = [h('p', { class: 'hint' }), h('p', { class: 'hint' }), h('p', { class: 'hint' })];
  const drop = h(
    'div',
    { class: 'drop' },
    h(
      'p',
      {},
      'Drop a table with usual rows, or a series with a column of times: CSV, TSV, JSON or ARFF, also gzipped. The first table is to learn from, the second to look at. You can also drop a detector that you downloaded.',
    ),
    h('div', { class: 'buttons' }, ...fileButton('Learn from …', 'A table to learn from', accept, (file) => useFile('learn', file))),
    learned,
    h('div', { class: 'buttons' }, ...fileButton('Look at …', 'A table to look at', accept, (file) => useFile('look', file))),
    looked,
  );
  const sample = h(
    'div',
    { class: 'sample' },
    sentence,
    button('Download the data', () => void saveSample(), { kind: 'quiet' }),
  );
  acceptDrops(drop, (dropped) => {
    const files = dropped.map(({ file }) => file);
    const detector = files.find(({ name }) => name.endsWith(DETECTOR));
    const [learn, look] = files.filter((file) => file !== detector);
    // With a detector comes what it looks at.
    if (learn) useFile('learn', learn);
    if (look) useFile('look', look);
    if (detector) void openDetector(detector);
  });
  return {
    element: group('Data', select.element, sample, drop),
    draw({ source, files }) {
      select.set({ source });
      sample.hidden = source === 'own';
      if (source !== 'own') setText(sentence, about[source]);
      setText(learned, `Learns from ${short(files.learn.name)}.`);
      setText(
        looked,
        files.look ? `Looks at ${short(files.look.name)}.` : 'Looks at a part of the same table, which it does not learn from.',
      );
    },
  };
}

export function settingsPanel(dispatch: (event: PageEvent) => void): Panel {
  const panel = controlPanel<Settings>(controls as never, () => dispatch({ settings: panel.values() }));
  return { element: group('Settings', panel.element), draw: ({ settings }) => panel.set(settings) };
}

/** The bar that stays in sight: the buttons of the training, how far it is, and what went wrong. `settings` opens the settings on a narrow page. */
export function trainingBar({ train, cancel }: Actions, settings: HTMLElement): Panel {
  const start = button('Start', () => void train(), { kind: 'primary' });
  const stop = button('Cancel', cancel);
  const share = h('progress', { max: 1, value: 0, 'aria-label': 'Progress of the training' });
  const status = h('p', { class: 'status', role: 'status' });
  const alert = h('p', { class: 'alert', role: 'alert', hidden: true });
  const buttons = h('div', { class: 'buttons' }, start, stop);
  return {
    element: h('section', { class: 'bar', 'aria-label': 'Training' }, buttons, status, settings, share, alert),
    draw(state) {
      const idle = state.run === 'idle';
      document.documentElement.dataset['state'] = state.run;
      if (state.ready) document.documentElement.dataset['ready'] = 'true';
      start.disabled = !idle;
      setText(start, state.share === 1 ? 'Start again' : 'Start');
      stop.hidden = idle;
      stop.disabled = state.run !== 'running';
      share.value = state.share;
      setText(status, state.status);
      setText(alert, state.alert ?? '');
      alert.hidden = state.alert === undefined;
    },
  };
}

/** Saves the detector, keeps it and opens others. */
export function detectorPanel({ saveDetector, openDetector, keepDetector, restoreKept, saveScores }: Actions): Panel {
  const where = h('p', { class: 'hint' });
  const [save, scores] = [button('Download', () => void saveDetector()), button('Scores as CSV', saveScores)];
  const keep = button('Save in this browser', () => void keepDetector());
  const offer = keptOffer(() => void restoreKept());
  const files = h(
    'div',
    { class: 'buttons' },
    save,
    ...fileButton('Open …', 'A detector file', DETECTOR, (file) => void openDetector(file)),
    keep,
    scores,
  );
  return {
    element: group('Detector', files, offer.element, where),
    draw(state) {
      save.disabled = keep.disabled = scores.disabled = state.run !== 'idle' || !state.findings;
      offer.draw(state.kept);
      setText(where, state.where);
    },
  };
}
