import { tensor } from '@tensorflow/tfjs-core';
import { checkAlive } from './checks.js';
import { check, show, showShape } from './errors.js';
import { printable } from './printable.js';
import { leaves } from './tree.js';
import type { Model, Shape, Weights } from './types.js';

/** One weight: its shape, and its numbers row by row. */
export interface StateEntry<V extends ArrayLike<number> = Float32Array> {
  readonly shape: Shape;
  readonly values: V;
}

/** All weights of a model as plain arrays, by path, such as `encoder.0.kernel`; PyTorch's state dict. */
export type StateDict<V extends ArrayLike<number> = Float32Array> = Readonly<Record<string, StateEntry<V>>>;

/** Anything with weights: a model, or a part of one. */
type HasWeights = Pick<Model<any, any, any>, 'weights'>;

/**
 * Copies the weights of a model to plain arrays, with running statistics. The copies stay valid after the model or the backend is
 * gone. Throws for a model that was disposed.
 *
 * ```ts
 * const before = await readWeights(model);
 * // … train, then undo it:
 * writeWeights(model, before);
 * ```
 */
export async function readWeights(model: HasWeights): Promise<StateDict> {
  checkWeights('readWeights', model);
  const read = Object.entries(leaves(model.weights)).map(
    async ([path, leaf]) => [path, { shape: leaf.shape, values: new Float32Array(await leaf.data()) }] as const,
  );
  return Object.fromEntries(await Promise.all(read));
}

/**
 * Sets every weight of a model to the numbers of its path in `values`. Throws an `InputError` if a path is missing or is not in the
 * model, if a shape differs, and for a model that was disposed. The model then keeps its weights.
 */
export function writeWeights(model: HasWeights, values: StateDict<ArrayLike<number>>): void {
  checkWeights('writeWeights', model);
  check(
    typeof values === 'object' && values !== null,
    () => `writeWeights: values must be weights by path, as readWeights gives them, not ${show(values)}`,
  );
  const paths = leaves(model.weights);
  for (const path of Object.keys(values))
    check(Object.hasOwn(paths, path), () => `writeWeights: the model has no weights ${printable(path, LONGEST)}`);
  assignWeights('writeWeights: the state dict', model, values);
}

/** How many characters of a file's text an error message shows. */
const LONGEST = 100;

/** The numbers of each weight by its path. Throws unless `values` have them all, in the shapes of `weights`. Errors begin with `who`. */
export function numbersFor(who: string, weights: Weights, values: StateDict<ArrayLike<number>>): ReadonlyMap<string, ArrayLike<number>> {
  const found = Object.entries(leaves(weights)).map(([path, leaf]): [string, ArrayLike<number>] => {
    const entry = Object.hasOwn(values, path) ? values[path] : undefined;
    check(entry !== undefined, () => `${who} has no weights ${printable(path, LONGEST)}`);
    check(
      String(entry.shape) === String(leaf.shape),
      () =>
        `${who} has ${printable(path, LONGEST)} of shape ${printable(showShape(entry.shape), LONGEST)}, the model needs ${showShape(leaf.shape)}`,
    );
    check(
      entry.values?.length === leaf.size,
      () =>
        `${who} has ${entry.values?.length} numbers for ${printable(path, LONGEST)}, the shape ${showShape(leaf.shape)} needs ${leaf.size}`,
    );
    return [path, entry.values];
  });
  return new Map(found);
}

/** Like `writeWeights`, but errors begin with `who`, and paths that the model lacks are ignored. */
export function assignWeights(who: string, { weights }: HasWeights, values: StateDict<ArrayLike<number>>): void {
  const own = leaves(weights);
  for (const [path, numbers] of numbersFor(who, weights, values)) {
    const leaf = own[path]!;
    // A copy, since some backends would keep the caller's array.
    const value = tensor(new Float32Array(numbers), leaf.shape);
    leaf.assign(value);
    value.dispose();
  }
}

function checkWeights(call: string, model: HasWeights): void {
  check(
    typeof model?.weights === 'object' && model.weights !== null,
    () => `${call}: the model must be one, such as autoencoder({ … }) gives, not ${show(model)}`,
  );
  checkAlive(call, model.weights);
}
