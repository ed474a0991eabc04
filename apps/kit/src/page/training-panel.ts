import type { AppActions } from '../app-actions.js';
import { backendNames } from '../backends.js';
import type { BackendName } from '../backends.js';
import { button, controlPanel } from '../controls.js';
import { h } from '../dom.js';
import { choice } from '../settings.js';
import { group, setText } from './panel.js';
import type { Panel } from './panel.js';

const options = Object.entries(backendNames) as [BackendName, string][];

/** The backend, the buttons of the training, how far it is, and what went wrong. */
export function trainingPanel(actions: Pick<AppActions<unknown>, 'start' | 'pause' | 'resume' | 'stop' | 'chooseBackend'>): Panel {
  const select = controlPanel({ backend: choice({ label: 'Trains on', value: 'wasm', options }) }, () =>
    actions.chooseBackend(select.values().backend),
  );
  let paused = false;
  const start = button('Start', () => void actions.start(), { kind: 'primary' });
  const pause = button('Pause', () => (paused ? actions.resume() : actions.pause()));
  const stop = button('Stop', () => void actions.stop());
  const bar = h('progress', { max: 1, value: 0, 'aria-label': 'Progress of the training' });
  const status = h('p', { class: 'status', role: 'status' });
  const alert = h('p', { class: 'alert', role: 'alert', hidden: true });
  const backend = h('p', { class: 'hint' });
  return {
    element: group('Training', select.element, h('div', { class: 'buttons' }, start, pause, stop), bar, status, alert, backend),
    draw(state) {
      const { run, ready } = state;
      paused = run === 'paused';
      document.documentElement.dataset['state'] = run;
      setText(start, run === 'idle' ? 'Start' : 'Start again');
      start.disabled = !ready;
      setText(pause, paused ? 'Resume' : 'Pause');
      pause.disabled = run !== 'running' && !paused;
      stop.disabled = run === 'idle' || run === 'stopping';
      bar.value = state.share;
      setText(status, state.status);
      setText(alert, state.alert ?? '');
      alert.hidden = state.alert === undefined;
      setText(backend, state.backendText);
      if (ready) document.documentElement.dataset['ready'] = 'true';
    },
  };
}
