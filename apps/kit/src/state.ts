import type { Progress } from '@autoencoders/training';
import type { BackendName } from './backends.js';
import type { Data, Source } from './data/index.js';
import type { AnyModel, PhaseProgress } from './definition.js';
import { changes } from './selectors.js';
import { epochOf } from './measures.js';
import type { KeptModel } from './model-store.js';
import { endOf, shareOf, sizesOf, statusOf } from './status.js';

/** What the trainer does now. */
export type Activity = 'idle' | 'starting' | 'running' | 'paused' | 'stopping';

/** Data that the reader can choose: one of the page's datasets, or own files. */
export type ChosenSource = Source | 'own';

/** Where data come from: `sample` are the few pictures that come with the page's model. */
export type DataSource = ChosenSource | 'sample';

/** The mean losses of a model after its training. */
export interface Losses {
  readonly training: number;
  readonly test?: number | undefined;
}

/** A model, what it was made for, and its training so far. `S` are the app's settings. */
export interface Run<S = unknown> {
  readonly model: AnyModel;
  /** The settings that it was made with. Those that need no new model follow the controls. */
  readonly settings: S;
  readonly data: Data;
  readonly source: DataSource;
  /** Epochs that it was trained for, with a fraction; 0 for a new model. */
  readonly epoch: number;
  readonly progress: PhaseProgress | undefined;
  /** Its losses when its training ended, where a file tells them and there is no progress. */
  readonly losses?: Losses | undefined;
  /** All progress of its training, for the loss chart. */
  readonly history: readonly Progress[];
}

/** All that an app's page shows; `S` are the app's settings. */
export interface AppState<S = unknown> {
  readonly ready: boolean;
  /** Whether a training begins as soon as the page is ready. */
  readonly wanted: boolean;
  /** What the controls show: the settings of the next model. */
  readonly settings: S;
  readonly activity: Activity;
  readonly backend: BackendName;
  /** What the page says about the backend that trains. */
  readonly backendText: string;
  /** The source that the next training uses. */
  readonly selected: ChosenSource;
  /** What the views show; undefined until the data have been loaded. */
  readonly shown: Run<S> | undefined;
  /** The trained model that was shown before, to go back to. */
  readonly before: Run<S> | undefined;
  /** Whether `before` stays when another training starts. */
  readonly pinned: boolean;
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
  /** The reader wants a training, and the page is not ready. */
  | { readonly type: 'wanted' }
  /** With `live`, they need no new model. */
  | { readonly type: 'settings'; readonly settings: S; readonly live: boolean }
  | { readonly type: 'backend'; readonly backend: BackendName }
  | { readonly type: 'backend started'; readonly text: string }
  | { readonly type: 'source'; readonly source: ChosenSource }
  | { readonly type: 'loading'; readonly share: number }
  /** Another model is shown: a new one, one from a file, one for other data. What it lacks is as in the run before. */
  | { readonly type: 'shown'; readonly run: Pick<Run<S>, 'model'> & Partial<Run<S>>; readonly status?: string }
  | { readonly type: 'go back' }
  | { readonly type: 'pin'; readonly pinned: boolean }
  | { readonly type: 'activity'; readonly activity: Activity }
  | { readonly type: 'progress'; readonly progress: PhaseProgress }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'kept' }
  | { readonly type: 'restorable'; readonly kept: KeptModel | undefined };

export const initialState = <S>(settings: S, selected: ChosenSource = 'digits'): AppState<S> => ({
  ready: false,
  wanted: false,
  settings,
  activity: 'idle',
  backend: 'wasm',
  backendText: 'Training runs in a worker, so the page stays responsive.',
  selected,
  shown: undefined,
  before: undefined,
  pinned: false,
  status: 'Getting ready …',
  alert: undefined,
  share: 0,
  kept: undefined,
});

/** The state after an event. */
export function reduce<S>(state: AppState<S>, event: AppEvent<S>): AppState<S> {
  switch (event.type) {
    case 'ready':
      return { ...state, ready: true };
    case 'wanted':
      return { ...state, wanted: true, status: 'Training starts when the page has loaded …' };
    case 'settings':
      return withSettings(state, event.settings, event.live);
    case 'backend':
      return { ...state, backend: event.backend };
    case 'backend started':
      return { ...state, backendText: event.text };
    case 'source':
      return { ...state, selected: event.source };
    case 'loading':
      return { ...state, share: event.share, status: `Loading the data: ${Math.round(100 * event.share)} %` };
    case 'shown':
      return show(state, event);
    case 'go back':
      return goBack(state);
    case 'pin':
      return { ...state, pinned: event.pinned };
    case 'activity':
      return { ...state, activity: event.activity, ...messagesOf(state, event.activity) };
    case 'progress':
      return { ...state, ...withProgress(state.shown!, event.progress) };
    case 'failed':
      return { ...state, alert: event.message };
    case 'kept':
      return { ...state, status: 'Saved in this browser. It is here again after a reload.', alert: undefined };
    case 'restorable':
      return { ...state, kept: event.kept };
  }
}

function withSettings<S>(state: AppState<S>, settings: S, live: boolean): AppState<S> {
  const { shown } = state;
  if (!live || !shown) return { ...state, settings };
  return { ...state, settings, shown: { ...shown, settings: { ...shown.settings, ...changes(state.settings, settings) } } };
}

function show<S>(state: AppState<S>, { run, status }: Extract<AppEvent<S>, { type: 'shown' }>): AppState<S> {
  const { shown, before, pinned, settings } = state;
  const fresh = { settings, epoch: 0, progress: undefined, losses: undefined, history: [] };
  const next = { ...shown!, ...fresh, ...run };
  return {
    ...state,
    shown: next,
    before: isTrained(shown) && !pinned ? shown : before,
    settings: next.settings,
    selected: chosen(next, state),
    share: 0,
    alert: undefined,
    status: status ?? (next.epoch === 0 ? sizesOf(next.data) : endOf(next)),
  };
}

function goBack<S>(state: AppState<S>): AppState<S> {
  const { shown, before } = state;
  if (!before) return state;
  const { settings } = before;
  const left = isTrained(shown) ? shown : undefined;
  return {
    ...state,
    shown: before,
    before: left,
    pinned: false,
    settings,
    selected: chosen(before, state),
    status: endOf(before),
    share: 0,
  };
}

function withProgress<S>(shown: Run<S>, progress: PhaseProgress): Pick<AppState<S>, 'shown' | 'share' | 'status'> {
  const run = { ...shown, progress, epoch: epochOf(progress), history: [...shown.history, progress] };
  return { shown: run, share: shareOf(progress), status: statusOf(progress) };
}

/** What the page says when a training starts or ends. */
function messagesOf({ shown }: AppState, activity: Activity): Partial<Pick<AppState, 'status' | 'alert'>> {
  if (activity === 'starting') return { status: 'Starting …', alert: undefined };
  return activity === 'idle' && shown ? { status: endOf(shown) } : {};
}

/** The source of a run, for the choice of the data. The few pictures of the page's model cannot be chosen. */
const chosen = (run: Pick<Run, 'source'> | undefined, { selected }: Pick<AppState, 'selected'>): ChosenSource =>
  run && run.source !== 'sample' ? run.source : selected;

const isTrained = (run: Pick<Run, 'epoch'> | undefined): boolean => run !== undefined && run.epoch > 0;
