import type { Tensor } from '@tensorflow/tfjs-core';
import { check, show } from './errors.js';
import { leaves } from './tree.js';
import type { Model, Weights } from './types.js';

/** Throws unless `x` is a tensor of real numbers that was not disposed. `shape` (`[batch, 64]`) is only for the message. */
export function checkTensor(call: string, argument: string, x: Tensor, shape: string = ''): void {
  check(
    typeof x === 'object' && x !== null && Array.isArray(x.shape) && 'dtype' in x,
    () => `${call}: ${argument} must be a tensor${shape && ` ${shape}`}, not ${show(x)}`,
  );
  check(!x.isDisposed, () => `${call}: ${argument} was disposed`);
  check(['float32', 'int32', 'bool'].includes(x.dtype), () => `${call}: ${argument} must hold real numbers, its type is ${x.dtype}`);
}

/** Throws unless `model` has a `forward` function and weights, and was not disposed. */
export function checkModel(call: string, model: Model<any, any, any>): void {
  check(
    typeof model?.forward === 'function' && typeof model.weights === 'object',
    () => `${call}: the model must be one, such as autoencoder({ … }) gives, not ${show(model)}`,
  );
  checkAlive(call, model.weights);
}

/** Throws if a weight was disposed. The message calls the owner of the weights `what`. */
export function checkAlive(call: string, weights: Weights, what: string = 'the model'): void {
  check(!Object.values(leaves(weights)).some((leaf) => leaf.isDisposed), () => `${call}: ${what} was disposed`);
}

/** Throws unless `bytes` is a `Uint8Array`. An `ArrayBuffer`, which a response of `fetch` gives, is a likely mistake. */
export function checkBytes(call: string, bytes: unknown): asserts bytes is Uint8Array {
  check(
    bytes instanceof Uint8Array,
    () => `${call}: bytes must be a Uint8Array, not ${bytes instanceof ArrayBuffer ? 'an ArrayBuffer' : show(bytes)}`,
  );
}
