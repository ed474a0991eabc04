import type { Tensor } from '@tensorflow/tfjs-core';
import { check, checkOptions } from '@autoencoders/core/operations';
import type { Latent, Model } from '@autoencoders/core';
import type { Pairs } from './examples.js';
import { FIT_OPTIONS, HINTS, planOf } from './options.js';
import type { FitOptions } from './options.js';
import { NAMES, pairsOf } from './pairs.js';
import type { ValidationData } from './pairs.js';
import { train } from './train.js';
import type { Progress } from './train.js';

/**
 * Trains `model` on `data`, `[examples, …input]`, in place. Yields after every epoch, and every so many steps when asked
 * to; leaving the loop stops training and frees what it held. The same seed gives the same weights. An autoencoder
 * learns to give its input back, a model with a head the `target`. For one epoch at a time, keep one run and ask it:
 * `const { value } = await run.next()`; a new call for each epoch would repeat the order and the noise of the first.
 *
 * Throws an `InputError` at once for options that do not fit, before the first step for data that is not finite or lies
 * outside of what the model can give back or a loss can judge, and for labels that are none or all the same, and in the
 * first step, which then changes nothing, where the backend lacks a kernel, naming the layer that needs it. Throws a
 * `DivergenceError` at the step whose loss is not finite, and at the end where the last step left weights that are not
 * finite, also when the caller leaves the loop. The model then holds the last weights that gave a finite loss, or the best
 * with early stopping.
 *
 * ```ts
 * for await (const { epoch, loss, terms } of fit(model, images, { loss: { squaredError }, epochs: 20, batch: 128 })) {
 *   console.log(epoch, loss, terms.squaredError);
 * }
 * ```
 */
export function fit<X extends Tensor, L extends Latent, K extends string>(
  model: Model<X, L, Tensor>,
  data: X,
  options: FitOptions<X, NoInfer<L>, K>,
): AsyncGenerator<Progress<K>, void, void> {
  checkOptions('fit', options, FIT_OPTIONS, HINTS);
  const { target, validation, ...rest } = options;
  const pairs = pairsOf('fit', NAMES.training, model, data, target);
  return train(planOf<X, L, K>('fit', model, pairs, { ...rest, validation: judgedBy(model, target, validation) }));
}

/** What to judge by, as pairs. */
function judgedBy<X extends Tensor>(
  model: Model<X, any, Tensor>,
  target: FitOptions<X, any, any>['target'],
  validation: FitOptions<X, any, any>['validation'],
): number | Pairs<X> | undefined {
  if (typeof validation !== 'object' || validation === null) return validation;
  if (isJudged(validation)) return pairsOf('fit', NAMES.validation, model, validation.data, validation.target);
  check(target === undefined, 'fit: there are targets to train on, so validation needs some, too: { data, target }');
  return pairsOf('fit', NAMES.validation, model, validation, undefined);
}

const isJudged = <X extends Tensor>(validation: X | ValidationData<X>): validation is ValidationData<X> => 'target' in validation;
