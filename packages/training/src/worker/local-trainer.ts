import { fit } from '../fit.js';
import { pretrain } from '../pretrain.js';
import type { RemoteOptions, WorkerTrainer } from './worker-trainer.js';

/**
 * Trains on this thread and its backend, with the same calls as a trainer in a worker. For browsers that start no worker. The page
 * answers late meanwhile.
 */
export const localTrainer: WorkerTrainer = {
  info: undefined,
  fit: (model, data, options) => fit(model, data, localOptions(options)),
  pretrain: (stack, data, options) => pretrain(stack, data, localOptions(options)),
  terminate: () => undefined,
};

/** The options without those that are for workers only. */
function localOptions<O extends RemoteOptions>({ onNotice: _notice, weightsWith: _weights, ...options }: O): Omit<O, keyof RemoteOptions> {
  return options;
}
