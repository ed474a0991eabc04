import type { AnyModel, PhaseProgress } from '../definition.js';
import { sceneOf } from '../selectors.js';
import { trainApp } from '../train.js';
import type { AppActions, Context } from './index.js';

type TrainingActions<S> = Pick<
  AppActions<S>,
  'start' | 'doStep' | 'trainFurther' | 'goBack' | 'pin' | 'pause' | 'resume' | 'stop' | 'chooseBackend' | 'changeSettings' | 'undoSettings'
>;

/** What starts and ends a training, and what decides about the next one. */
export function trainingActions<S>(
  { definition, store, run, app, attempt, replace }: Context<S>,
  { loadSource }: Pick<AppActions<S>, 'loadSource'>,
): TrainingActions<S> {
  const { state, dispatch } = store;
  const newModel = (): AnyModel => definition.model(state().shown!.data.training.shape, state().settings);
  const train = (from?: Beginning): Promise<boolean> =>
    run.start(state().backend, (trainer, onNotice) => {
      const progress = trainApp(definition, { ...sceneOf(state())!, trainer, app: app(), onNotice });
      return from ? following(from, progress) : progress;
    });
  const attempted = async (work: () => Promise<boolean>): Promise<boolean> => {
    let completed = false;
    await run.stop();
    await attempt(async () => void (completed = await work()));
    return completed;
  };
  const start = async (): Promise<boolean> =>
    (await isReady(store)) &&
    attempted(async () => {
      const { selected, shown } = state();
      if (selected !== shown?.source && selected !== 'own') await loadSource(selected);
      if (state().shown?.source !== selected) return false;
      replace({ type: 'shown', run: { model: newModel() } });
      return train();
    });
  return {
    start,
    async doStep({ settings, source }) {
      if (!(await isReady(store))) return false;
      await run.stop();
      if (source) dispatch({ type: 'source', source });
      dispatch({ type: 'settings', settings: { ...state().settings, ...settings }, live: false });
      return start();
    },
    trainFurther: () =>
      attempted(() => {
        const { progress, epoch } = state().shown!;
        return train(progress ?? { epoch: Math.round(epoch), elapsedSeconds: 0 });
      }),
    async goBack() {
      await run.stop();
      replace({ type: 'go back' });
    },
    pin: (pinned) => dispatch({ type: 'pin', pinned }),
    pause: run.pause,
    resume: run.resume,
    stop: run.stop,
    chooseBackend: (backend) => dispatch({ type: 'backend', backend }),
    changeSettings(settings, live) {
      dispatch({ type: 'settings', settings, live });
      const { shown } = state();
      // A model that nobody trained yet is made anew at once. A trained one stays until the reader starts.
      if (live || !shown || shown.epoch > 0 || run.state() !== 'idle') return;
      void attempt(() => replace({ type: 'shown', run: { model: newModel() } }));
    },
    undoSettings: () => state().shown && dispatch({ type: 'settings', settings: state().shown!.settings, live: false }),
  };
}

/** Waits until the page is ready; false if another training waits for that already. */
async function isReady<S>({ state, dispatch, subscribe }: Context<S>['store']): Promise<boolean> {
  if (state().ready) return true;
  if (state().wanted) return false;
  dispatch({ type: 'wanted' });
  return new Promise((resolve) => subscribe(({ ready }) => ready && resolve(true)));
}

/** Where a training goes on. */
type Beginning = Pick<PhaseProgress, 'epoch' | 'elapsedSeconds'>;

/** The progress of a training that goes on after another one: its epochs and seconds count from the beginning of the first. */
async function* following(first: Beginning, progress: AsyncIterable<PhaseProgress>): AsyncGenerator<PhaseProgress> {
  for await (const now of progress)
    yield {
      ...now,
      epoch: first.epoch + now.epoch,
      epochs: first.epoch + now.epochs,
      elapsedSeconds: first.elapsedSeconds + now.elapsedSeconds,
    };
}
