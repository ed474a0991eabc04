import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { fit, pretrain } from '@autoencoders/training';
import type { ArrayData, WorkerTrainer } from '@autoencoders/training';

/** Trains on the page itself, on its own backend, where the browser starts no worker. It is slower, and the page responds late. */
export const trainerOnPage: WorkerTrainer = {
  info: undefined,
  fit: (model, data, { onNotice: _notice, weightsWith: _weights, ...options }) =>
    withTensors(data, options, (x, given) => fit(model, x as never, given as never)),
  pretrain: (stack, data, { onNotice: _notice, weightsWith: _weights, ...options }) =>
    withTensors(data, options, (x, given) => pretrain(stack, x as never, given as never)),
  terminate: () => undefined,
};

/** Trains with the arrays in `data` and `options` as tensors, and disposes of these at the end. */
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
