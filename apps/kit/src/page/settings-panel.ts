import type { AppActions } from '../app-actions.js';
import { controlPanel } from '../controls.js';
import type { Controls } from '../settings.js';
import { group } from './panel.js';
import type { Panel } from './panel.js';

/** The app's own controls. */
export function settingsPanel<S>(controls: Controls<S>, actions: Pick<AppActions<S>, 'changeSettings'>): Panel {
  const panel = controlPanel(controls, (key) => actions.changeSettings(panel.values(), controls[key].live === true));
  let drawn: unknown;
  return {
    element: group('Settings', panel.element),
    draw({ settings }) {
      // A slider that the reader is dragging must not jump back when the page draws a progress.
      if (settings === drawn) return;
      drawn = settings;
      panel.set(settings as S);
    },
  };
}
