import { judged, plain } from '@autoencoders/app-kit';
import type { AnyModel, StepsContext, Training } from '@autoencoders/app-kit';
import { count } from '@autoencoders/datasets';
import type { Progress } from '@autoencoders/training';
import { partnerOf } from './pair.js';

/**
 * Trains both models with the same examples in the same order, some steps of one, then as many of the other: a training
 * rests while nobody asks it to go on. The terms are the losses of the two.
 */
export async function* alternate({ model, data, trainer, onNotice }: StepsContext, training: Training): AsyncGenerator<Progress> {
  const examples = count(data.training);
  const batch = Math.min(training.batch ?? 32, examples);
  const steps = Math.ceil(examples / batch);
  const every = steps > 50 ? Math.ceil(steps / 20) : steps;
  const run = (one: AnyModel): AsyncGenerator<Progress> =>
    trainer.fit(one, plain(data.training, one), {
      ...training,
      batch,
      every,
      validation: plain(judged(data), one),
      weightsWith: 'progress',
      onNotice,
    });
  const second = run(partnerOf(model)!);
  try {
    for await (const own of run(model)) {
      const { value } = await second.next();
      if (value) yield both(own, value);
    }
  } finally {
    await second.return(undefined);
  }
}

/** What two trainings told that are as far as each other. */
function both(convolutional: Progress, dense: Progress): Progress {
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
