import type { AnyModel, AppDefinition, Scene } from '../definition.js';
import type { Redraw } from '../redraw.js';
import { modelsOf, sceneOf } from '../selectors.js';
import type { AppEvent, AppState } from '../state.js';
import { emptyCopy, setWeights, weightsOf } from './past-model.js';
import { withSnapshot } from './snapshots.js';
import type { Snapshot } from './snapshots.js';
import { timePanel } from './time-panel.js';

/** The past of the models on the page: it keeps snapshots of the training, and shows them. */
export interface Timeline<S> {
  readonly element: HTMLElement;
  /** What the views draw: the model as it was at the chosen epoch, or as it is now. */
  readonly scene: () => Scene<S> | undefined;
  /** Keeps what an event of the page changes. */
  readonly hear: (event: AppEvent<S>) => void;
}

/** The past of one model. */
interface Past {
  snapshots: readonly Snapshot[];
  /** A model with the weights of the snapshot that is shown, once one was. */
  model?: AnyModel;
}

/** `definition` says how a model was trained, where epochs alone do not. */
export function timeline<S>(definition: Pick<AppDefinition<S>, 'trainedFor'>, state: () => AppState<S>, redraw: () => Redraw): Timeline<S> {
  const pasts = new Map<AnyModel, Past>();
  /** The snapshot that is shown; undefined for the model as it is now. */
  let shown: { readonly of: AnyModel; readonly snapshot: Snapshot } | undefined;

  const current = (): Past => {
    const { model } = state().shown!;
    if (!pasts.has(model)) pasts.set(model, { snapshots: [] });
    return pasts.get(model)!;
  };
  const look = (snapshot: Snapshot | undefined): void => {
    const { model } = state().shown!;
    const past = current();
    if (snapshot) setWeights((past.model ??= emptyCopy(model)), snapshot.weights);
    shown = snapshot && { of: model, snapshot };
    redraw().soon();
    draw();
  };
  const panel = timePanel({ look, drawn: () => redraw().drawn() });
  const draw = (): void => {
    const run = state().shown;
    if (!run) return;
    const words = definition.trainedFor?.((shown?.snapshot ?? run).epoch, run.settings);
    panel.draw({ snapshots: pasts.get(run.model)?.snapshots ?? [], shown: shown?.snapshot, epoch: run.epoch, words });
  };
  const take = (): void => {
    const { model, epoch, progress } = state().shown!;
    const past = current();
    past.snapshots = withSnapshot(past.snapshots, { epoch, progress, weights: weightsOf(model) });
  };
  return {
    element: panel.element,
    scene() {
      const now = sceneOf(state());
      if (!now || !shown || shown.of !== now.model) return now;
      const { epoch, progress } = shown.snapshot;
      return { ...now, model: pasts.get(now.model)!.model!, epoch, progress, latest: now.model };
    },
    hear(event) {
      const models = modelsOf(state());
      for (const [model, past] of pasts)
        if (!models.includes(model)) {
          past.model?.dispose();
          pasts.delete(model);
        }
      if (shown && shown.of !== state().shown?.model) shown = undefined;
      if (state().shown && isMoment(event)) take();
      draw();
    },
  };
}

/** Whether a snapshot is taken: before a training, after each epoch, and at the end. */
const isMoment = <S>(event: AppEvent<S>): boolean =>
  (event.type === 'progress' && event.progress.step === event.progress.steps) ||
  (event.type === 'activity' && (event.activity === 'starting' || event.activity === 'idle'));
