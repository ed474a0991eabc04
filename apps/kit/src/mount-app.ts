import { appActions } from './app-actions.js';
import { startPageBackend } from './backends.js';
import type { App, AppDefinition } from './definition.js';
import { appPage } from './page/index.js';
import { redraw } from './redraw.js';
import { defaultsOf } from './settings.js';
import { initialState, reduce, sceneOf } from './state.js';
import type { AppEvent, AppState } from './state.js';
import { createStore } from './store.js';

/** Puts an app on the page. Resolves when it can be used. */
export async function mountApp<S>(definition: AppDefinition<S>): Promise<App<S>> {
  const { controls } = definition;
  const store = createStore<AppState<S>, AppEvent<S>>(reduce, initialState(defaultsOf(controls)));
  const { state, dispatch } = store;
  const actions = appActions(definition, store, () => app);
  const app: App<S> = {
    settings: () => state().settings,
    setSettings(settings) {
      const live = Object.keys(settings).every((key) => controls[key as keyof S].live);
      actions.changeSettings({ ...state().settings, ...settings }, live);
    },
    scene: () => sceneOf(state()),
    refresh: () => drawing.soon(),
    start: actions.start,
    isRunning: () => state().run !== 'idle',
  };
  const views = definition.views(app);
  const drawing = redraw(() => views, app.scene, actions.report);
  const page = appPage(definition, views, actions);
  page.draw(state());
  store.subscribe((now, event) => {
    page.draw(now);
    if (changesScene(event)) drawing.soon({ canSkip: isWithinEpoch(event) });
  });
  try {
    await startPageBackend();
    await actions.loadSource('digits');
    await actions.findKept();
  } catch (error) {
    actions.report(error as Error);
  }
  dispatch({ type: 'ready' });
  return app;
}

const sceneEvents: readonly AppEvent['type'][] = ['settings', 'data', 'new model', 'opened model', 'progress'];

/** Whether views must be drawn again. A new training draws at its first progress. */
const changesScene = (event: AppEvent): boolean => sceneEvents.includes(event.type) || (event.type === 'run' && event.run === 'idle');

const isWithinEpoch = (event: AppEvent): boolean => event.type === 'progress' && event.progress.step < event.progress.steps;
