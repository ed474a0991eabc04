import type { BackendName } from '../backends.js';
import type { OwnFile, OwnFiles, Source } from '../data/index.js';
import type { App, AppDefinition, GuideStep } from '../definition.js';
import { messageOf } from '../errors.js';
import { runner } from '../runner.js';
import type { Runner } from '../runner.js';
import { modelsOf } from '../selectors.js';
import type { AppEvent, AppState } from '../state.js';
import type { Store } from '../store.js';
import { dataActions } from './data-actions.js';
import { modelActions } from './model-actions.js';
import { trainingActions } from './training-actions.js';

/** What a reader can do on the page of an app. Errors become the page's alert. */
export interface AppActions<S> extends Pick<Runner, 'pause' | 'resume' | 'stop'> {
  /** Trains a new model; true if it went to the end. */
  readonly start: () => Promise<boolean>;
  /** Does a step of the guide: sets what it needs, and trains a new model. */
  readonly doStep: (step: GuideStep<S>) => Promise<boolean>;
  /** Trains the model on the page for more epochs, as many as the settings say. */
  readonly trainFurther: () => Promise<boolean>;
  /** Shows the model before instead, and this one becomes the model before. */
  readonly goBack: () => Promise<void>;
  /** Whether the model before stays when another training starts. */
  readonly pin: (pinned: boolean) => void;
  readonly chooseBackend: (backend: BackendName) => void;
  readonly loadSource: (source: Source) => Promise<void>;
  readonly loadFiles: (files: OwnFiles) => Promise<void>;
  /** Changes the settings. Without `live`, they are those of the next model, unless this one is not trained yet. */
  readonly changeSettings: (settings: S, live: boolean) => void;
  /** Sets the controls to the settings of the model on the page. */
  readonly undoSettings: () => void;
  readonly downloadModel: () => Promise<void>;
  /** Opens the model among files: one file, or a folder as Hugging Face has it. */
  readonly openModel: (files: readonly OwnFile[]) => Promise<void>;
  /** Keeps the model in this browser. */
  readonly keepModel: () => Promise<void>;
  /** Looks for a model that was kept, and offers it. */
  readonly findKept: () => Promise<void>;
  readonly restoreKept: () => Promise<void>;
  /** Shows the model that comes with the page, once the backend has started; false if there is none, or it does not load. */
  readonly showPretrained: (backend: Promise<void>) => Promise<boolean>;
  readonly report: (error: Error) => void;
}

/** What the actions need. */
export interface Context<S> {
  readonly definition: AppDefinition<S>;
  readonly store: Store<AppState<S>, AppEvent<S>>;
  readonly run: Runner;
  readonly app: () => App<S>;
  /** Does something; an error becomes the page's alert. */
  readonly attempt: (work: () => Promise<unknown> | void) => Promise<void>;
  /** Dispatches an event, and disposes of the models that the page no longer has. */
  readonly replace: (event: AppEvent<S>) => void;
}

export function appActions<S>(definition: AppDefinition<S>, store: Store<AppState<S>, AppEvent<S>>, app: () => App<S>): AppActions<S> {
  const { state, dispatch } = store;
  const report = (error: Error): void => dispatch({ type: 'failed', message: messageOf(error) });
  const run = runner({
    onState: (activity) => dispatch({ type: 'activity', activity }),
    onProgress: (progress) => dispatch({ type: 'progress', progress }),
    onBackend: (text) => dispatch({ type: 'backend started', text }),
    onNotice: (message) => dispatch({ type: 'failed', message }),
    onError: report,
  });
  const context: Context<S> = {
    definition,
    store,
    run,
    app,
    async attempt(work) {
      try {
        await work();
      } catch (error) {
        report(error as Error);
      }
    },
    replace(event) {
      const models = modelsOf(state());
      dispatch(event);
      const left = modelsOf(state());
      for (const model of models) if (!left.includes(model)) model.dispose();
    },
  };
  const data = dataActions(context);
  return { report, ...trainingActions(context, data), ...data, ...modelActions(context, data) };
}
