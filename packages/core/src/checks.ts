import type { Tensor } from '@tensorflow/tfjs-core';
import { check, show } from './errors.js';
import { leaves } from './tree.js';
import type { Model } from './types.js';

/** Throws unless `x` is a tensor of real numbers that was not disposed. `shape` is what the message says it should have, such as `[batch, 64]`. */
export function checkTensor(call: string, argument: string, x: Tensor, shape: string = ''): void {
  check(
    typeof x === 'object' && x !== null && Array.isArray(x.shape) && 'dtype' in x,
    () => `${call}: ${argument} must be a tensor${shape && ` ${shape}`}, not ${show(x)}`,
  );
  check(!x.isDisposed, () => `${call}: ${argument} was disposed`);
  check(['float32', 'int32', 'bool'].includes(x.dtype), () => `${call}: ${argument} must hold real numbers, its type is ${x.dtype}`);
}

/** Throws unless `model` has what training and judging need of one, and was not disposed of. */
export function checkModel(call: string, model: Model<any, any, any>): void {
  check(
    typeof model?.forward === 'function' && typeof model.weights === 'object',
    () => `${call}: the model must be one, such as autoencoder({ … }) gives, not ${show(model)}`,
  );
  check(!Object.values(leaves(model.weights)).some((leaf) => leaf.isDisposed), () => `${call}: the model was disposed`);
}
