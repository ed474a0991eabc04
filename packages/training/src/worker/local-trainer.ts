import { Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { fit } from '../fit.js';
import { earlyStoppingOf, pretrain } from '../pretrain.js';
import type { LevelProgress } from '../pretrain.js';
import { resultOf, resultsOfLevels } from '../result.js';
import type { Progress } from '../train.js';
import { trainingRun } from '../training-run.js';
import type { ArrayData, WorkerTrainer } from './worker-trainer.js';

/**
 * Trains on this thread and its backend, with the same calls as a trainer in a worker. For browsers that start no worker. Plain
 * arrays are on the backend while they are trained on. The page answers late meanwhile.
 */
export const localTrainer: WorkerTrainer = {
  info: undefined,
  fit: (model, data, options) =>
    trainingRun(
      'fit',
      withTensors<Progress<any>>(data, options, (x, given) => fit(model, x as never, given as never)),
      (outcome) => resultOf(outcome, options.earlyStopping),
    ),
  pretrain: (stack, data, options) =>
    trainingRun(
      'pretrain',
      withTensors<LevelProgress>(data, options, (x, given) => pretrain(stack, x as never, given as never)),
      (outcome) => resultsOfLevels(outcome, earlyStoppingOf(options, stack.levels.length)),
    ),
  terminate: () => undefined,
};

/** Plain data as tensors, for the time of a training. */
async function* withTensors<P>(
  data: Tensor | ArrayData,
  { onNotice: _notice, weightsWith: _weights, ...options }: Readonly<Record<string, any>>,
  train: (x: Tensor, options: object) => AsyncGenerator<P>,
): AsyncGenerator<P, void, void> {
  const owned: Tensor[] = [];
  const own = (given: any): any => {
    if (typeof given !== 'object' || given === null || given instanceof Tensor) return given;
    if (!('values' in given)) return 'data' in given ? { ...given, data: own(given.data) } : given;
    const made = tidy(() => tensor(given.values, [...given.shape]));
    owned.push(made);
    return made;
  };
  try {
    const validation = 'validation' in options ? { validation: own(options['validation']) } : {};
    yield* train(own(data), { ...options, ...validation });
  } finally {
    for (const each of owned) each.dispose();
  }
}
