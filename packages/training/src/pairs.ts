import { Tensor } from '@tensorflow/tfjs-core';
import { check, showShape } from '@autoencoders/core/operations';
import {
  checkDataset,
  checkModel,
  checkTensor,
  isArrayDataset,
  isDataset,
  isNumberArray,
  rowCount,
  show,
  sizeOf,
} from '@autoencoders/core/internal';
import type { ArrayDataset, Dataset, Model, Shape } from '@autoencoders/core';
import { checkShape } from './checks.js';
import { floats, ofArray, ofTensor } from './examples.js';
import type { Examples } from './examples.js';
import { readSource } from './read-source.js';
import { memorySource } from './source.js';
import type { BatchTensors, Source } from './source.js';

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
  readonly data: X | Dataset;
  readonly target: Target;
}

/** The call, and what its errors call data and targets. */
interface Naming {
  readonly call: string;
  readonly names: ArgumentNames;
  /** Whether the data may have no examples, since they are the part of one rank. Default false. */
  readonly mayBeEmpty?: boolean;
}

/** Data and targets for a model, from a tensor or a dataset. Throws where their shapes do not fit the model. */
export function sourceFor<X extends Tensor>(
  naming: Naming,
  model: Model<X, any, Tensor>,
  data: X | Dataset,
  target: Target | undefined,
): Source<X> {
  const { call, names, mayBeEmpty = false } = naming;
  checkModel(call, model);
  if (!(data instanceof Tensor) && isDataset(data)) return datasetSource(naming, model, data, target);
  checkShape(call, names.data, model, data as X, mayBeEmpty);
  const given = givenTarget(naming, model, (data as X).shape[0]!, target);
  checkTargeted(naming, model, given !== undefined);
  return memorySource({ data: ofTensor(data as X, `${call}: ${names.data}`), target: given });
}

function datasetSource<X extends Tensor>(
  naming: Naming,
  model: Model<X, any, Tensor>,
  data: Dataset,
  target: Target | undefined,
): Source<X> {
  const { call, names, mayBeEmpty = false } = naming;
  const count = checkDataset(call, names.data, data);
  check(
    sizeOf(data.shape) === sizeOf(model.input),
    () => `${call}: the examples of ${names.data} have shape ${showShape(data.shape)}, the model takes ${showShape(model.input)}`,
  );
  check(mayBeEmpty || count !== 0, () => `${call}: ${names.data} has no examples`);
  if (isArrayDataset(data)) {
    const own = givenTarget(naming, model, count!, target) ?? ownTarget(naming, model, count!, data);
    checkTargeted(naming, model, own !== undefined);
    const mask = data.mask && !own ? ofArray(data.mask, model.input) : undefined;
    return memorySource({ data: ofArray(data.values, model.input), target: own, mask });
  }
  check(
    target === undefined,
    () =>
      `${call}: ${names.data} is read bit by bit, so its targets must come with it, as targets or labels of its chunks, not as ${names.target}`,
  );
  const load = (rows: ArrayDataset): BatchTensors<X> => {
    const size = rowCount(rows);
    const own = ownTarget(naming, model, size, rows);
    checkTargeted(naming, model, own !== undefined);
    const x = floats<X>(rows.values, model.input);
    return { x, target: own ? own.slice(0, size) : x, mask: rows.mask && !own ? floats(rows.mask, model.input) : undefined };
  };
  return readSource({ call, name: names.data, shape: model.input, load }, data);
}

/** Throws when a model needs targets, and there are none. */
const checkTargeted = ({ call, names }: Naming, model: Model<any, any, any>, targeted: boolean): void =>
  check(
    targeted || model.output === undefined,
    () => `${call}: the model is ${model.classes ? 'a classifier' : 'no autoencoder'}; give ${names.target}, what its outputs should be`,
  );

/** The targets that a dataset brings: labels for a classifier, numbers for other models. */
function ownTarget(naming: Naming, model: Model<any, any, any>, count: number, rows: ArrayDataset): Examples | undefined {
  const own = model.classes === undefined ? rows.targets : rows.labels;
  return own === undefined ? undefined : arrayTarget(naming, model, count, own);
}

/** The shape of one target, and what targets are called. */
const targetShape = ({ classes, output, input }: Model<any, any, any>): readonly [shape: Shape, things: string] =>
  classes === undefined ? [output ?? input, 'targets'] : [[], 'labels'];

function givenTarget(naming: Naming, model: Model<any, any, any>, count: number, target: Target | undefined): Examples | undefined {
  if (target === undefined) return undefined;
  const { call, names } = naming;
  check(
    typeof target === 'object' && target !== null && ('shape' in target || 'length' in target),
    () => `${call}: ${names.target} must be a tensor or an array of numbers, not ${show(target)}`,
  );
  if (!('shape' in target)) return arrayTarget(naming, model, count, target);
  const [shape, things] = targetShape(model);
  const given = target.shape;
  checkTensor(call, names.target, target);
  check(given[0] === count, () => `${call}: there are ${count} examples, but ${given[0] ?? 'no'} ${things} in ${names.target}`);
  check(
    String(given.slice(1)) === String(shape),
    () => `${call}: ${names.target} has shape ${showShape(given)}, the model's ${things} are ${showShape([count, ...shape])}`,
  );
  return ofTensor(target, `${call}: ${names.target}`);
}

function arrayTarget({ call, names }: Naming, model: Model<any, any, any>, count: number, target: ArrayLike<number>): Examples {
  const [shape, things] = targetShape(model);
  const size = sizeOf(shape);
  check(
    target.length === count * size,
    () =>
      `${call}: there are ${count} examples, but ${target.length} ${size === 1 ? things : 'numbers'} in ${names.target}${size === 1 ? '' : `, ${size} for each are needed`}`,
  );
  return ofArray(isNumberArray(target) ? target : Float32Array.from(target), shape);
}
