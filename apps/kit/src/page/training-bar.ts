import type { AppActions } from '../actions/index.js';
import { button } from '../controls.js';
import type { AppDefinition } from '../definition.js';
import { h } from '../dom.js';
import { entriesOf, settingText } from '../settings.js';
import { pendingOf } from '../selectors.js';
import type { AppState } from '../state.js';
import { announcer } from './announcer.js';
import { setText } from './panel.js';
import { sparkline } from './sparkline.js';

type Actions<S> = Pick<AppActions<S>, 'start' | 'trainFurther' | 'pause' | 'resume' | 'stop' | 'undoSettings'>;

/** A part of the bar. */
interface Part<S> {
  readonly element: HTMLElement;
  readonly draw: (state: AppState<S>) => void;
}

/** The bar that stays in sight: the buttons of the training, how far it is, its loss, and what went wrong. `settings` opens the settings on a narrow page. */
export function trainingBar<S>(definition: AppDefinition<S>, actions: Actions<S>, settings: HTMLElement): Part<S> {
  const [buttons, pending] = [trainingButtons(definition, actions), pendingNote(definition, actions)];
  const share = h('progress', { max: 1, value: 0, 'aria-label': 'Progress of the training' });
  const status = h('p', { class: 'status' });
  const spoken = announcer();
  const alert = h('p', { class: 'alert', role: 'alert', hidden: true });
  const curve = sparkline();
  const parts = [buttons.element, status, curve.element, settings, share, pending.element, alert, spoken.element];
  return {
    element: h('section', { class: 'bar', 'aria-label': 'Training' }, ...parts),
    draw(state) {
      document.documentElement.dataset['state'] = state.activity;
      buttons.draw(state);
      share.value = state.share;
      setText(status, state.status);
      spoken.draw(state);
      curve.draw(state.shown?.history ?? []);
      setText(alert, state.alert ?? '');
      alert.hidden = state.alert === undefined;
      pending.draw(state);
      if (state.ready) document.documentElement.dataset['ready'] = 'true';
    },
  };
}

function trainingButtons<S>({ trainsFurther = true }: AppDefinition<S>, actions: Actions<S>): Part<S> {
  let paused = false;
  const start = button('Start', () => void actions.start(), { kind: 'primary' });
  const further = button('Train further', () => void actions.trainFurther(), { title: 'Trains this model for more epochs' });
  const pause = button('Pause', () => (paused ? actions.resume() : actions.pause()));
  const stop = button('Stop', () => void actions.stop());
  const buttons = [start, further, pause, stop];
  return {
    element: h('div', { class: 'buttons' }, ...buttons),
    draw({ activity, shown }) {
      const idle = activity === 'idle';
      const focused = buttons.find((each) => each === document.activeElement);
      paused = activity === 'paused';
      const isFirst = idle && (!shown || shown.epoch === 0 || shown.source === 'sample');
      setText(start, isFirst ? 'Start' : 'Start again');
      further.hidden = !idle || !trainsFurther || !shown || shown.epoch === 0 || shown.source === 'sample';
      setText(pause, paused ? 'Resume' : 'Pause');
      pause.hidden = idle;
      pause.disabled = activity !== 'running' && !paused;
      stop.hidden = idle;
      stop.disabled = activity === 'stopping';
      // A button that goes away must not take the focus with it.
      if (focused && (focused.hidden || focused.disabled)) start.focus();
    },
  };
}

/** Says what the next start changes, while the controls differ from the trained model on the page. */
function pendingNote<S>({ controls }: AppDefinition<S>, { undoSettings }: Actions<S>): Part<S> {
  const words = h('span', {});
  const undo = button('Undo', undoSettings, { kind: 'quiet', label: 'Undo the change of the settings' });
  const element = h('p', { class: 'pending', role: 'status', hidden: true }, words, undo);
  return {
    element,
    draw(state) {
      element.hidden = (state.shown?.epoch ?? 0) === 0 || Object.keys(pendingOf(state)).length === 0;
      if (!element.hidden) setText(words, pendingText(controls, state));
    },
  };
}

/** What the next start changes: `Start trains a new model with Code size 8 (this one: 2).` */
function pendingText<S>(controls: AppDefinition<S>['controls'], state: AppState<S>): string {
  const pending = pendingOf(state);
  const parts = entriesOf(controls).flatMap(([key, control]) => {
    if (!Object.hasOwn(pending, key)) return [];
    const write = (settings: S): string => settingText(control, settings[key as keyof S]);
    return [`${control.label} ${write(state.settings)} (this one: ${write(state.shown!.settings)})`];
  });
  return `The next start makes a new model: ${parts.join(', ')}.`;
}
