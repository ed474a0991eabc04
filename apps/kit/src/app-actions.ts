import { check } from '@autoencoders/core/operations';
import type { BackendName } from './backends.js';
import { fromFiles, load } from './data/index.js';
import type { Data, Source } from './data/index.js';
import type { AnyModel, App, AppDefinition } from './definition.js';
import { download } from './download.js';
import { messageOf } from './errors.js';
import { openModel, saveModel } from './model-file.js';
import { keepModel, keptModel } from './model-store.js';
import { runner } from './runner.js';
import type { Runner } from './runner.js';
import { sceneOf } from './state.js';
import type { AppEvent, AppState, DataSource } from './state.js';
import type { Store } from './store.js';
import { trainApp } from './train.js';

/** What a reader can do on the page of an app. Errors become the page's alert. */
export interface AppActions<S> extends Pick<Runner, 'pause' | 'resume' | 'stop'> {
  /** Trains a new model; true if it went to the end. */
  readonly start: () => Promise<boolean>;
  readonly chooseBackend: (backend: BackendName) => void;
  readonly loadSource: (source: Source) => Promise<void>;
  readonly loadFiles: (files: readonly File[]) => Promise<void>;
  /** Changes the settings. Without `live`, they need a new model, and a training starts again. */
  readonly changeSettings: (settings: S, live: boolean) => void;
  readonly downloadModel: () => Promise<void>;
  readonly openModel: (bytes: Uint8Array) => Promise<void>;
  /** Keeps the model in this browser. */
  readonly keepModel: () => Promise<void>;
  /** Looks for a model that was kept, and offers it. */
  readonly findKept: () => Promise<void>;
  readonly restoreKept: () => Promise<void>;
  readonly report: (error: Error) => void;
}

/** What the actions need. */
interface Context<S> {
  readonly definition: AppDefinition<S>;
  readonly store: Store<AppState<S>, AppEvent<S>>;
  readonly run: Runner;
  readonly app: () => App<S>;
  /** Does something; an error becomes the page's alert. */
  readonly attempt: (work: () => Promise<unknown> | void) => Promise<void>;
  /** Puts a new model in the place of the one before, which is disposed. */
  readonly replaceModel: (event: AppEvent<S> & { readonly model: AnyModel }) => void;
}

export function appActions<S>(definition: AppDefinition<S>, store: Store<AppState<S>, AppEvent<S>>, app: () => App<S>): AppActions<S> {
  const { state, dispatch } = store;
  const report = (error: Error): void => dispatch({ type: 'failed', message: messageOf(error) });
  const run = runner({
    onState: (run) => dispatch({ type: 'run', run }),
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
    replaceModel(event) {
      const { model } = state();
      dispatch(event);
      model?.dispose();
    },
  };
  return { report, ...trainingActions(context), ...dataActions(context), ...modelActions(context) };
}

type TrainingActions<S> = Pick<AppActions<S>, 'start' | 'pause' | 'resume' | 'stop' | 'chooseBackend' | 'changeSettings'>;

function trainingActions<S>({ definition, store, run, app, attempt, replaceModel }: Context<S>): TrainingActions<S> {
  const { state, dispatch } = store;
  const newModel = (): AnyModel => definition.model(state().data!.training.shape, state().settings);
  const start = async (): Promise<boolean> => {
    if (!state().data) return false;
    await run.stop();
    let completed = false;
    await attempt(async () => {
      replaceModel({ type: 'new training', model: newModel() });
      completed = await run.start(state().backend, (trainer, onNotice) =>
        trainApp(definition, { ...sceneOf(state())!, trainer, app: app(), onNotice }),
      );
    });
    return completed;
  };
  return {
    start,
    pause: run.pause,
    resume: run.resume,
    stop: run.stop,
    chooseBackend: (backend) => dispatch({ type: 'backend', backend }),
    changeSettings(settings, live) {
      dispatch({ type: 'settings', settings });
      if (live || !state().data) return;
      if (run.state() !== 'idle') void start();
      else void attempt(() => replaceModel({ type: 'new model', model: newModel() }));
    },
  };
}

function dataActions<S>({ definition, store, run, attempt, replaceModel }: Context<S>): Pick<AppActions<S>, 'loadSource' | 'loadFiles'> {
  const { state, dispatch } = store;
  const use = async (data: Data, source: DataSource): Promise<void> => {
    await run.stop();
    // If the model cannot take these data, this throws, and the page stays as it was.
    const model = definition.model(data.training.shape, state().settings);
    replaceModel({ type: 'data', data, source, model });
  };
  return {
    loadSource: (source) =>
      attempt(async () => {
        dispatch({ type: 'source', source });
        await use(await load(source, (share) => dispatch({ type: 'loading', share })), source);
      }),
    loadFiles: (files) =>
      attempt(async () => {
        dispatch({ type: 'source', source: 'own' });
        await use(await fromFiles(files), 'own');
      }),
  };
}

type ModelActions<S> = Pick<AppActions<S>, 'downloadModel' | 'openModel' | 'keepModel' | 'findKept' | 'restoreKept'>;

function modelActions<S>({ definition, store, run, attempt, replaceModel }: Context<S>): ModelActions<S> {
  const { id } = definition;
  const { state, dispatch } = store;
  const saved = (): Promise<Uint8Array> => {
    const scene = sceneOf(state());
    check(scene !== undefined, 'there is no model yet');
    return saveModel(id, scene!);
  };
  const open = (bytes: Uint8Array): Promise<void> =>
    attempt(async () => {
      await run.stop();
      const { data, settings } = state();
      const opened = openModel(definition, settings, data?.training.shape ?? [0], bytes);
      replaceModel({ type: 'opened model', ...opened, settings: { ...settings, ...opened.settings } });
    });
  return {
    downloadModel: () => attempt(async () => download(await saved(), `${id}.safetensors`)),
    openModel: open,
    keepModel: () =>
      attempt(async () => {
        await keepModel(id, await saved());
        dispatch({ type: 'kept' });
      }),
    async findKept() {
      const kept = await keptModel(id).catch(() => undefined);
      dispatch({ type: 'restorable', kept });
    },
    async restoreKept() {
      const { kept } = state();
      dispatch({ type: 'restorable', kept: undefined });
      if (kept) await open(kept.bytes);
    },
  };
}
