import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { checkInteger, checkOptions } from '@autoencoders/core/operations';
import type { Activation } from '@autoencoders/core';
import { dense, linear } from '@autoencoders/layers';
import { HEAD_OPTIONS, encoderOf, headModel, outputsOf } from './head-model.js';
import type { HeadOptions, HeadModel } from './head-model.js';

/** The argument of `regressor`. */
export type RegressorSpec<X extends Tensor> = HeadOptions<X> & {
  /** How many numbers to predict for each example. */
  readonly targets: number;
  /** From logits to predictions. Default `linear`. */
  readonly output?: Activation;
};

/** An encoder with a head that gives numbers. */
export interface Regressor<X extends Tensor = Tensor> extends HeadModel<X> {
  readonly kind: 'regressor';
  /** `[batch, …input] → [batch, targets]`. */
  readonly predict: (x: X) => Tensor2D;
}

/**
 * A regressor on an encoder: predictions = activation(head(codes)). Train it with `fit`, with a `target` of `[examples, targets]` and a
 * loss such as `squaredError`. Training changes all weights, or with `headOnly` only those of the head. Throws when sizes do not fit.
 *
 * @param spec The encoder, the head and the output activation.
 */
export function regressor<X extends Tensor>(spec: RegressorSpec<X>): Regressor<X> {
  checkOptions('regressor', spec as object, { ...HEAD_OPTIONS, targets: true, output: true });
  checkInteger('regressor', 'targets', spec.targets, 1);
  const { targets, head = dense(targets), output = linear } = spec;
  const encoder = encoderOf('regressor', spec);
  const config = { name: 'regressor', args: [{ ...encoder, head, targets, output }] };
  const base = headModel('regressor', { ...encoder, head, output }, targets, { ...spec, config });
  return { ...base, kind: 'regressor', predict: (x) => outputsOf('predict', base, x, (predictions) => predictions) };
}
