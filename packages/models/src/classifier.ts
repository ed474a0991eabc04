import { argMax, softmax as softmaxOf } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { checkInteger, checkOptions } from '@autoencoders/core/operations';
import type { Activation } from '@autoencoders/core';
import { activation, dense } from '@autoencoders/layers';
import { HEAD_OPTIONS, encoderOf, headModel, outputsOf } from './head-model.js';
import type { HeadOptions, HeadModel } from './head-model.js';

/** The argument of `classifier`. */
export type ClassifierSpec<X extends Tensor> = HeadOptions<X> & {
  /** How many classes there are, 2 or more. */
  readonly classes: number;
};

/** An encoder with a head that gives the probabilities of classes. */
export interface Classifier<X extends Tensor = Tensor> extends HeadModel<X> {
  readonly kind: 'classifier';
  readonly classes: number;
  /** `[batch, …input] → [batch, classes]`; each row sums to 1. */
  readonly probabilities: (x: X) => Tensor2D;
  /** The most probable class of each example, counted from 0: `[batch, …input] → [batch]`. */
  readonly classify: (x: X) => Tensor1D;
}

/** eˡᵢ / Σⱼ eˡⱼ over the numbers of an example. */
const softmax: Activation = activation((x) => softmaxOf(x), { range: [0, 1], config: { name: 'softmax' } });

/**
 * A classifier on the codes of an encoder, whose weights it copies: probabilities = softmax(head(codes)). Train it with `fit`, with labels as `target` and the loss
 * `softmaxCrossEntropy`. Training changes all weights, or with `headOnly` only those of the head. Throws when sizes do not fit.
 *
 * ```ts
 * const trained = classifier({ from: stack, classes: 10 });
 * const reinitialized = classifier({ from: stack, classes: 10, reinitialize: true, initScale: 4 });
 * const fresh = classifier({ input: [784], encoder: chain(dense(500), sigmoid), classes: 10 });
 * ```
 *
 * @param spec The encoder, the head, and how many classes there are.
 */
export function classifier<X extends Tensor>(spec: ClassifierSpec<X>): Classifier<X> {
  checkOptions('classifier', spec as object, { ...HEAD_OPTIONS, classes: true });
  checkInteger('classifier', 'classes', spec.classes, 2);
  const { classes, head = dense(classes) } = spec;
  const encoder = encoderOf('classifier', spec);
  const config = { name: 'classifier', args: [{ ...encoder, head, classes }] };
  const base = headModel('classifier', { ...encoder, head, output: softmax }, classes, { ...spec, config });
  return {
    ...base,
    kind: 'classifier',
    classes,
    headOnly: { ...base.headOnly, classes },
    probabilities: (x) => outputsOf('probabilities', base, x, (output) => output),
    classify: (x) => outputsOf('classify', base, x, (output) => argMax(output, -1) as Tensor1D),
  };
}
