import { count } from '@autoencoders/datasets';
import type { Progress } from '@autoencoders/training';
import type { BackendName } from './backends.js';
import type { Data, Source } from './data/index.js';
import type { AnyModel, PhaseProgress, Scene } from './definition.js';
import { duration, figure, plural } from './format.js';
import { epochOf } from './measures.js';
import type { KeptModel } from './model-store.js';

/** What a training does now. */
export type RunState = 'idle' | 'starting' | 'running' | 'paused' | 'stopping';

/** Where the data comes from: one of the page's datasets, or files of the reader. */
export type DataSource = Source | 'own';

/** All that an app's page shows; `S` are the app's settings. */
export interface AppState<S = unknown> {
  readonly ready: boolean;
  readonly settings: S;
  readonly run: RunState;
  readonly backend: BackendName;
  /** What the page says about the backend that trains. */
  readonly backendText: string;
  /** The source that is selected; while it loads, the page still shows the data before. */
  readonly selected: DataSource;
  readonly source: DataSource;
  readonly data: Data | undefined;
  readonly model: AnyModel | undefined;
  /** Epochs that the model was trained for, with a fraction. */
  readonly epoch: number;
  readonly progress: PhaseProgress | undefined;
  /** The progress of the latest training, for the loss chart. */
  readonly history: readonly Progress[];
  readonly status: string;
  /** What went wrong, until the next success. */
  readonly alert: string | undefined;
  /** How much of the training, or of the download of the data, is done: 0 to 1. */
  readonly share: number;
  /** A model from an earlier visit, while the page offers to restore it. */
  readonly kept: KeptModel | undefined;
}

/** What happens to an app. */
export type AppEvent<S = unknown> =
  | { readonly type: 'ready' }
  | { readonly type: 'settings'; readonly settings: S }
  | { readonly type: 'backend'; readonly backend: BackendName }
  | { readonly type: 'backend started'; readonly text: string }
  | { readonly type: 'source'; readonly source: DataSource }
  | { readonly type: 'loading'; readonly share: number }
  | { readonly type: 'data'; readonly data: Data; readonly source: DataSource; readonly model: AnyModel }
  | { readonly type: 'new model'; readonly model: AnyModel }
  | { readonly type: 'opened model'; readonly model: AnyModel; readonly settings: S; readonly epoch: number }
  | { readonly type: 'new training'; readonly model: AnyModel }
  | { readonly type: 'run'; readonly run: RunState }
  | { readonly type: 'progress'; readonly progress: PhaseProgress }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'kept' }
  | { readonly type: 'restorable'; readonly kept: KeptModel | undefined };

export const initialState = <S>(settings: S): AppState<S> => ({
  ready: false,
  settings,
  run: 'idle',
  backend: 'wasm',
  backendText: 'Training runs in a worker, so the page stays responsive.',
  selected: 'digits',
  source: 'digits',
  data: undefined,
  model: undefined,
  epoch: 0,
  progress: undefined,
  history: [],
  status: 'Getting ready …',
  alert: undefined,
  share: 0,
  kept: undefined,
});

const untrained = { epoch: 0, progress: undefined } as const;

/** The state after an event. */
export function reduce<S>(state: AppState<S>, event: AppEvent<S>): AppState<S> {
  switch (event.type) {
    case 'ready':
      return { ...state, ready: true };
    case 'settings':
      return { ...state, settings: event.settings };
    case 'backend':
      return { ...state, backend: event.backend };
    case 'backend started':
      return { ...state, backendText: event.text };
    case 'source':
      return { ...state, selected: event.source };
    case 'loading':
      return { ...state, share: event.share, status: `Loading the data: ${Math.round(100 * event.share)} %` };
    case 'data': {
      const { data, source, model } = event;
      const status = `${plural(count(data.training), 'example')} to train on, ${count(data.test).toLocaleString('en-US')} to test.`;
      return { ...state, ...untrained, data, source, selected: source, model, history: [], share: 0, status, alert: undefined };
    }
    case 'new model':
      return { ...state, ...untrained, model: event.model };
    case 'opened model': {
      const { model, settings, epoch } = event;
      const status = `The model is here, trained for ${plural(Math.round(epoch), 'epoch')}.`;
      return { ...state, model, settings, epoch, progress: undefined, status, alert: undefined };
    }
    case 'new training':
      return { ...state, ...untrained, model: event.model, history: [] };
    case 'run':
      return { ...state, run: event.run, ...messagesOf(state, event.run) };
    case 'progress': {
      const { progress } = event;
      const [epoch, share] = [epochOf(progress), shareOf(progress)];
      return { ...state, progress, epoch, share, history: [...state.history, progress], status: statusOf(progress) };
    }
    case 'failed':
      return { ...state, alert: event.message, selected: state.source };
    case 'kept':
      return { ...state, status: 'Kept in this browser; it is here again after a reload.', alert: undefined };
    case 'restorable':
      return { ...state, kept: event.kept };
  }
}

/** What the page says when a training starts or ends. */
function messagesOf({ progress, epoch }: AppState, run: RunState): Partial<Pick<AppState, 'status' | 'alert'>> {
  if (run === 'starting') return { status: 'Starting …', alert: undefined };
  if (run !== 'idle') return {};
  return {
    status: progress
      ? `${statusOf(progress)}. Done: trained for ${plural(Math.round(epoch), 'epoch')}.`
      : 'The model has not been trained yet.',
  };
}

/** What the views draw; undefined until there are data and a model. */
export const sceneOf = <S>({ model, data, settings, epoch, progress }: AppState<S>): Scene<S> | undefined =>
  model && data && { model, data, settings, epoch, progress };

const shareOf = (progress: Progress): number => epochOf(progress) / progress.epochs;

function statusOf(progress: PhaseProgress): string {
  const { phase, epoch, epochs, loss, terms, examplesPerSecond, elapsedSeconds } = progress;
  const share = shareOf(progress);
  const left = share > 0 && share < 1 ? `, ${duration((elapsedSeconds / share) * (1 - share))} left` : '';
  const names = Object.entries(terms);
  const parts = names.length > 1 ? ` (${names.map(([name, value]) => `${name} ${figure(value)}`).join(', ')})` : '';
  return `${phase ?? `Epoch ${epoch} of ${epochs}`}: loss ${figure(loss, 4)}${parts}, ${figure(examplesPerSecond)} examples/s${left}`;
}
