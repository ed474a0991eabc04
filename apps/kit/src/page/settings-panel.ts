import type { AppActions } from '../actions/index.js';
import { controlPanel } from '../controls.js';
import { writeLink } from '../link.js';
import type { Controls } from '../settings.js';
import type { AppState } from '../state.js';
import { group } from './panel.js';
import { shareLink } from './share.js';

/** The app's own controls, and a link to what they are set to. */
export function settingsPanel<S>(
  controls: Controls<S>,
  actions: Pick<AppActions<S>, 'changeSettings'>,
): { readonly element: HTMLElement; readonly draw: (state: AppState<S>) => void } {
  const panel = controlPanel(controls, (key) => actions.changeSettings(panel.values(), controls[key].live === true));
  let drawn: AppState<S> | undefined;
  const link = shareLink(() => writeLink(drawn!.settings as object, drawn!.selected));
  return {
    element: group('Settings', panel.element, link),
    draw(state) {
      const isNew = state.settings !== drawn?.settings;
      drawn = state;
      // A slider that the reader is dragging must not jump back when the page draws a progress.
      if (isNew) panel.set(state.settings);
    },
  };
}
