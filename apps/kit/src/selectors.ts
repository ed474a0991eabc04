import type { AnyModel, Scene } from './definition.js';
import type { AppState, ChosenSource, Losses, Run } from './state.js';

/** The settings in `next` that differ from those in `now`. */
export const changes = <S>(now: S, next: S): Partial<S> =>
  Object.fromEntries(Object.entries(next as object).filter(([key, value]) => value !== now[key as keyof S])) as Partial<S>;

/** The settings that the model on the page does not have: the next one will. */
export const pendingOf = <S>({ settings, shown }: AppState<S>): Partial<S> => (shown ? changes(shown.settings, settings) : {});

/** The data that a run was trained on: the few pictures of the page's model are of the smaller MNIST. */
export const trainedOn = ({ source }: Pick<Run, 'source'>): ChosenSource => (source === 'sample' ? 'mnist-small' : source);

/** The losses of a run at its end. Those of the last of several phases say nothing of the model: then undefined. */
export function lossesOf({ progress, losses }: Pick<Run, 'progress' | 'losses'>): Losses | undefined {
  if (!progress) return losses;
  return progress.phase === undefined ? { training: progress.loss, test: progress.validation?.loss } : undefined;
}

/** The models that the page can still show. */
export const modelsOf = <S>({ shown, before }: AppState<S>): readonly AnyModel[] =>
  [shown, before].flatMap((run) => (run ? [run.model] : []));

/** What the views draw; undefined until there are data and a model. */
export const sceneOf = <S>({ shown }: AppState<S>): Scene<S> | undefined =>
  shown && { model: shown.model, data: shown.data, settings: shown.settings, epoch: shown.epoch, progress: shown.progress };
