import { fitModel } from '@autoencoders/app-kit';
import type { PhaseProgress, TrainContext, TrainingOptions } from '@autoencoders/app-kit';
import type { Progress } from '@autoencoders/training';

/** Steps from one progress to the next: 20 times an epoch, or once where an epoch has at most 50 steps. */
const every = (steps: number): number => (steps > 50 ? Math.ceil(steps / 20) : steps);

/**
 * Trains both models on the same examples in the same order, in turns: a training waits until its next progress is asked
 * for. The terms are the losses of the two models.
 */
export async function* trainBoth<S>(context: TrainContext<S>, options: TrainingOptions): AsyncGenerator<PhaseProgress> {
  const { model } = context;
  const dense = fitModel(context, model.beside!, options, every);
  try {
    for await (const first of fitModel(context, model, options, every)) {
      const { value: second } = await dense.next();
      if (second) yield bothOf(first, second);
    }
  } finally {
    await dense.return(undefined);
  }
}

/** One progress for two trainings that are equally far. */
function bothOf(convolutional: Progress, dense: Progress): Progress {
  const [own, other] = [convolutional.validation, dense.validation];
  return {
    ...convolutional,
    terms: { convolutional: convolutional.loss, dense: dense.loss },
    ...(own && other && { validation: { loss: own.loss, terms: { convolutional: own.loss, dense: other.loss } } }),
    elapsedSeconds: convolutional.elapsedSeconds + dense.elapsedSeconds,
    epochSeconds: convolutional.epochSeconds + dense.epochSeconds,
    examplesPerSecond: 1 / (1 / convolutional.examplesPerSecond + 1 / dense.examplesPerSecond),
  };
}
