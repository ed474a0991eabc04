import type { Tensor } from '@tensorflow/tfjs-core';
import { check, showShape } from '@autoencoders/core/operations';
import { checkModel, checkTensor, show, sizeOf } from '@autoencoders/core/internal';
import type { Latent, Loss, Model } from '@autoencoders/core';
import { checkLabels, checkShape, checkValues } from './checks.js';
import { ofArray, ofTensor } from './examples.js';
import type { Examples, Pairs } from './examples.js';
import { boundsOf } from './losses.js';

/**
 * What the outputs of a model should be: the labels of the examples for a classifier, `[examples, …output]` for other models.
 * A tensor, or an array of numbers such as the labels of a dataset.
 */
export type Target = Tensor | ArrayLike<number>;

/** What errors call data, and its targets. */
export interface ArgumentNames {
  readonly data: string;
  readonly target: string;
}

/** The names of the data to train on, and of the data to judge by. */
export const ARGUMENT_NAMES: Readonly<Record<'training' | 'validation', ArgumentNames>> = {
  training: { data: 'data', target: 'target' },
  validation: { data: 'validation', target: 'validation.target' },
};

/** Validation data for a model with targets. */
export interface ValidationData<X extends Tensor> {
  readonly data: X;
  readonly target: Target;
}

/** Data and targets for a model. Throws where their shapes do not fit it. */
export function pairsOf<X extends Tensor>(
  call: string,
  names: ArgumentNames,
  model: Model<X, any, Tensor>,
  data: X,
  target: Target | undefined,
): Pairs<X> {
  checkModel(call, model);
  checkShape(call, names.data, model, data);
  check(
    target !== undefined || model.output === undefined,
    () => `${call}: the model is ${model.classes ? 'a classifier' : 'no autoencoder'}; give ${names.target}, what its outputs should be`,
  );
  return { data: ofTensor(data), target: target === undefined ? undefined : targetOf(call, names.target, model, data.shape[0]!, target) };
}

function targetOf(call: string, name: string, model: Model<any, any, any>, count: number, target: Target): Examples {
  const { classes, output = model.input } = model;
  const shape = classes === undefined ? output : [];
  const things = classes === undefined ? 'targets' : 'labels';
  check(
    typeof target === 'object' && target !== null && ('shape' in target || 'length' in target),
    () => `${call}: ${name} must be a tensor or an array of numbers, not ${show(target)}`,
  );
  if ('shape' in target) {
    const given = target.shape;
    checkTensor(call, name, target);
    check(given[0] === count, () => `${call}: there are ${count} examples, but ${given[0] ?? 'no'} ${things} in ${name}`);
    check(
      String(given.slice(1)) === String(shape),
      () => `${call}: ${name} has shape ${showShape(given)}, the model's ${things} are ${showShape([count, ...shape])}`,
    );
    return ofTensor(target);
  }
  const size = sizeOf(shape);
  check(
    target.length === count * size,
    () =>
      `${call}: there are ${count} examples, but ${target.length} ${size === 1 ? things : 'numbers'} in ${name}${size === 1 ? '' : `, ${size} for each are needed`}`,
  );
  return ofArray(Float32Array.from(target), shape);
}

/** Reads data and targets. Throws for values that the model or a loss cannot work with. */
export async function checkPairs<X extends Tensor, L extends Latent>(
  call: string,
  names: ArgumentNames,
  { data, target }: Pairs<X>,
  model: Model<X, L, Tensor>,
  terms: readonly (readonly [string, Loss<L>])[],
): Promise<void> {
  const bounds = model.classes === undefined ? boundsOf(model, terms) : [];
  await checkValues(call, names.data, data, target ? [] : bounds);
  if (!target) return;
  if (model.classes !== undefined) await checkLabels(call, names.target, target, model.classes);
  else await checkValues(call, names.target, target, bounds);
}
