import { count } from '@autoencoders/datasets';
import type { NamedDataset } from '@autoencoders/datasets';
import type { AnyModel, AppDefinition, PhaseProgress, TrainContext, TrainingOptions } from './definition.js';
import { validationExamples } from './examples.js';

/** Steps from one progress to the next: 25 times an epoch, or once where an epoch has at most 100 steps. */
export const progressEvery = (steps: number): number => (steps > 100 ? Math.ceil(steps / 25) : steps);

/** Steps in an epoch. */
export const stepsIn = (dataset: NamedDataset, batch: number): number => Math.ceil(count(dataset) / batch);

/** Trains one model on the data of the page, and evaluates it on test examples after each epoch. */
export function fitModel(
  { data, trainer, onNotice }: TrainContext,
  model: AnyModel,
  options: TrainingOptions,
  every: (steps: number) => number = progressEvery,
): AsyncGenerator<PhaseProgress> {
  const batch = Math.min(options.batch ?? 32, count(data.training));
  return trainer.fit(model, data.training, {
    ...options,
    batch,
    validation: validationExamples(data),
    every: every(stepsIn(data.training, batch)),
    weightsWith: 'progress',
    onNotice,
  });
}

/** The training of an app: its own `train`, or one call of `fit`. */
export function trainApp<S>({ train, training }: AppDefinition<S>, context: TrainContext<S>): AsyncIterable<PhaseProgress> {
  if (train) return train(context);
  return fitModel(context as TrainContext, context.model, training(context.settings, context.data.training));
}
