import type { AppActions } from '../actions/index.js';
import { backendNames } from '../backends.js';
import type { BackendName } from '../backends.js';
import { controlPanel } from '../controls.js';
import { h } from '../dom.js';
import { figure } from '../format.js';
import { choice } from '../settings.js';
import { group, setText } from './panel.js';
import type { Panel } from './panel.js';

const options = Object.entries(backendNames) as [BackendName, string][];

/** What trains, and how fast. */
export function backendPanel(actions: Pick<AppActions<unknown>, 'chooseBackend'>): Panel {
  const select = controlPanel({ backend: choice({ label: 'Trains on', value: 'wasm', options }) }, () =>
    actions.chooseBackend(select.values().backend),
  );
  const words = h('p', { class: 'hint' });
  const speed = h('p', { class: 'hint' });
  return {
    element: group('Training', select.element, words, speed),
    draw({ backendText, shown }) {
      setText(words, backendText);
      const { examplesPerSecond } = shown?.progress ?? {};
      setText(speed, examplesPerSecond ? `${figure(examplesPerSecond)} examples per second` : '');
    },
  };
}
