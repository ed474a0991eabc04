import type { AppActions } from '../actions/index.js';
import { button } from '../controls.js';
import type { AppDefinition } from '../definition.js';
import { h } from '../dom.js';
import { entriesOf } from '../settings.js';
import { pendingOf } from '../state.js';
import type { AppState } from '../state.js';
import { announcer } from './announcer.js';
import { setText } from './panel.js';
import { sparkline } from './sparkline.js';

type Actions<S> = Pick<AppActions<S>, 'start' | 'trainFurther' | 'pause' | 'resume' | 'stop' | 'undoSettings'>;

/** The bar that stays in sight: the buttons of the training, how far it is, its loss, and what went wrong. */
export function trainingBar<S>(
  { controls, trainsFurther = true }: AppDefinition<S>,
  actions: Actions<S>,
): { readonly element: HTMLElement; readonly draw: (state: AppState<S>) => void } {
  let paused = false;
  const start = button('Start', () => void actions.start(), { kind: 'primary' });
  const further = button('Train further', () => void actions.trainFurther(), { title: 'Trains this model for more epochs' });
  const pause = button('Pause', () => (paused ? actions.resume() : actions.pause()));
  const stop = button('Stop', () => void actions.stop());
  const buttons = [start, further, pause, stop];
  const share = h('progress', { max: 1, value: 0, 'aria-label': 'Progress of the training' });
  const status = h('p', { class: 'status' });
  const spoken = announcer();
  const alert = h('p', { class: 'alert', role: 'alert', hidden: true });
  const words = h('span', {});
  const pending = h(
    'p',
    { class: 'pending', role: 'status', hidden: true },
    words,
    button('Undo', actions.undoSettings, { kind: 'quiet' }),
  );
  const curve = sparkline();
  const toSettings = h('a', { class: 'to-settings', href: '#settings' }, 'Settings');
  const element = h(
    'section',
    { class: 'bar', 'aria-label': 'Training' },
    h('div', { class: 'buttons' }, ...buttons),
    status,
    curve.element,
    toSettings,
    share,
    pending,
    alert,
    spoken.element,
  );
  return {
    element,
    draw(state) {
      const { activity, ready, shown } = state;
      const idle = activity === 'idle';
      const focused = buttons.find((each) => each === document.activeElement);
      paused = activity === 'paused';
      document.documentElement.dataset['state'] = activity;
      const isFirst = idle && (!shown || shown.epoch === 0 || shown.source === 'sample');
      setText(start, isFirst ? 'Start' : 'Start again');
      start.disabled = !ready;
      further.hidden = !idle || !trainsFurther || !shown || shown.epoch === 0 || shown.progress === undefined;
      setText(pause, paused ? 'Resume' : 'Pause');
      pause.hidden = idle;
      pause.disabled = activity !== 'running' && !paused;
      stop.hidden = idle;
      stop.disabled = activity === 'stopping';
      // A button that goes away must not take the focus with it.
      if (focused && (focused.hidden || focused.disabled)) start.focus();
      share.value = state.share;
      setText(status, state.status);
      spoken.draw(state);
      curve.draw(shown?.history ?? []);
      setText(alert, state.alert ?? '');
      alert.hidden = state.alert === undefined;
      pending.hidden = (shown?.epoch ?? 0) === 0 || Object.keys(pendingOf(state)).length === 0;
      if (!pending.hidden) setText(words, pendingText(controls, state));
      if (ready) document.documentElement.dataset['ready'] = 'true';
    },
  };
}

/** What the next start changes: `Start trains a new model with Code size 8 (this one: 2).` */
function pendingText<S>(controls: AppDefinition<S>['controls'], state: AppState<S>): string {
  const pending = pendingOf(state);
  const parts = entriesOf(controls).flatMap(([key, control]) => {
    if (!Object.hasOwn(pending, key)) return [];
    const write = (settings: S): string => {
      const value = settings[key as keyof S];
      if (control.kind === 'choice') return control.options.find(([option]) => option === value)?.[1] ?? '';
      return (control.show ?? String)(value as number);
    };
    return [`${control.label} ${write(state.settings)} (this one: ${write(state.shown!.settings)})`];
  });
  return `The next start makes a new model: ${parts.join(', ')}.`;
}
