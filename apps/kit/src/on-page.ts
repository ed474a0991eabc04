import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { fit, pretrain } from '@autoencoders/training';
import type { ArrayData, WorkerTrainer } from '@autoencoders/training';

/** Trains on the page itself, with what it computes with, where the browser starts no worker: slower, and the page answers late. */
export const onPage: WorkerTrainer = {
  info: undefined,
  fit: (model, data, { onNotice: _notice, weightsWith: _weights, ...options }) =>
    withTensors(data, options, (x, given) => fit(model, x as never, given as never)),
  pretrain: (stack, data, { onNotice: _notice, weightsWith: _weights, ...options }) =>
    withTensors(data, options, (x, given) => pretrain(stack, x as never, given as never)),
  terminate: () => undefined,
};

/** Plain data as tensors, for the time of a training. */
async function* withTensors<T>(
  data: Tensor | ArrayData,
  options: object,
  train: (x: Tensor, options: object) => AsyncGenerator<T>,
): AsyncGenerator<T> {
  const owned: Tensor[] = [];
  const own = (given: any): any => {
    if (given === undefined || !('values' in given)) return given?.data ? { ...given, data: own(given.data) } : given;
    const made = tidy(() => tensor(given.values, [...given.shape]));
    owned.push(made);
    return made;
  };
  try {
    const validation = 'validation' in options ? { validation: own(options.validation) } : {};
    yield* train(own(data), { ...options, ...validation });
  } finally {
    for (const each of owned) each.dispose();
  }
}
