import { appActions } from './actions/index.js';
import { startPageBackend } from './backends.js';
import type { App, AppDefinition } from './definition.js';
import { appPage } from './page/index.js';
import { redraw } from './redraw.js';
import { defaultsOf } from './settings.js';
import { readLink } from './link.js';
import { initialState, reduce } from './state.js';
import type { AppEvent, AppState } from './state.js';
import { createStore } from './store.js';
import { timeline } from './time/timeline.js';

/** Puts an app on the page. Resolves when it can be used. */
export async function mountApp<S>(definition: AppDefinition<S>): Promise<App<S>> {
  const { controls } = definition;
  const linked = readLink(controls, location.hash);
  const source = linked.source ?? definition.source ?? 'digits';
  const store = createStore<AppState<S>, AppEvent<S>>(reduce, initialState(defaultsOf(controls), source));
  const { state, dispatch } = store;
  const actions = appActions(definition, store, () => app);
  const app: App<S> = {
    settings: () => state().settings,
    setSettings(settings) {
      const live = Object.keys(settings).every((key) => controls[key as keyof S].live);
      actions.changeSettings({ ...state().settings, ...settings }, live);
    },
    scene: () => past.scene(),
    refresh: () => drawing.soon(),
    start: actions.start,
    isRunning: () => state().activity !== 'idle',
  };
  const past = timeline(definition, state, () => drawing);
  const views = definition.views(app);
  const drawing = redraw(() => views, app.scene, actions.report);
  const page = appPage(definition, views, actions, past.element);
  page.draw(state());
  store.subscribe((now, event) => {
    page.draw(now);
    past.hear(event);
    if (changesScene(event)) drawing.soon({ canSkip: isWithinEpoch(event) });
  });
  try {
    const backend = startPageBackend();
    // A link is about its settings: the model that comes with the page has others.
    const isShown = linked.isEmpty && (await actions.showPretrained(backend));
    await backend;
    if (!isShown) await actions.loadSource(source);
    if (!linked.isEmpty) actions.changeSettings({ ...state().settings, ...linked.settings }, false);
    await actions.findKept();
  } catch (error) {
    actions.report(error as Error);
  }
  dispatch({ type: 'ready' });
  return app;
}

const sceneEvents: readonly AppEvent['type'][] = ['settings', 'shown', 'go back', 'progress'];

/** Whether views must be drawn again. A new training draws at its first progress. */
const changesScene = (event: AppEvent): boolean =>
  sceneEvents.includes(event.type) || (event.type === 'activity' && event.activity === 'idle');

const isWithinEpoch = (event: AppEvent): boolean => event.type === 'progress' && event.progress.step < event.progress.steps;
