import { Tensor } from '@tensorflow/tfjs-core';
import type { Shape, Weights } from './types.js';

/** Weights by path, such as `encoder.0.kernel`. */
export type Leaves<T extends Tensor = Tensor> = Readonly<Record<string, T>>;

const INPUT_SHAPE: unique symbol = Symbol('inputShape');

/**
 * Weights that know the shape of the examples for which their layer was built. It is no weight: it is not trained, counted or saved,
 * since `init` gives it again. `mapLeaves` keeps it.
 */
export const withInputShape = <W extends Weights>(weights: W, shape: Shape): W => ({ ...weights, [INPUT_SHAPE]: shape });

/** The shape that `withInputShape` added, if it did. */
export const inputShapeOf = (weights: Weights): Shape | undefined => (weights as { readonly [INPUT_SHAPE]?: Shape })[INPUT_SHAPE];

const isLeaf = <T extends Tensor>(node: T | Weights<T>): node is T => node instanceof Tensor;

/**
 * Every tensor of a tree by its path. A tensor that is used twice is one weight, under its first path.
 *
 * @param weights Weights of a layer, or of a whole model.
 */
export function leaves<T extends Tensor>(weights: Weights<T>): Leaves<T> {
  const found = new Map<T, string>();
  const walk = (node: Weights<T>, prefix: string): void => {
    for (const [name, child] of Object.entries(node)) {
      if (!isLeaf(child)) walk(child, `${prefix}${name}.`);
      else if (!found.has(child)) found.set(child, prefix + name);
    }
  };
  walk(weights, '');
  return Object.fromEntries([...found].map(([leaf, path]) => [path, leaf]));
}

/** The weights that an optimizer trains: all except those under `statistics`. */
export function trainable<T extends Tensor>(weights: Weights<T>): Leaves<T> {
  return Object.fromEntries(Object.entries(leaves(weights)).filter(([path]) => !path.split('.').includes('statistics')));
}

/**
 * A tree of the same structure with `f` of each tensor. A tensor that is used twice is mapped once.
 *
 * @param weights Weights of a layer, or of a whole model.
 */
export function mapLeaves<T extends Tensor, U extends Tensor>(weights: Weights<T>, f: (leaf: T, path: string) => U): Weights<U> {
  const done = new Map<T, U>(Object.entries(leaves(weights)).map(([path, leaf]) => [leaf, f(leaf, path)]));
  const walk = (node: Weights<T>): Weights<U> => {
    const mapped: Weights<U> = mapRecord(node, (child) => (isLeaf(child) ? done.get(child)! : walk(child)));
    const shape = inputShapeOf(node);
    return shape ? withInputShape(mapped, shape) : mapped;
  };
  return walk(weights);
}

/**
 * Counts all numbers of a tree, `statistics` included. A tensor that is used twice counts once.
 *
 * @param weights Weights of a layer, or of a whole model.
 */
export function countParameters(weights: Weights): number {
  return Object.values(leaves(weights)).reduce((sum, leaf) => sum + leaf.size, 0);
}

/** A record with the same keys and `f` of each value. */
export const mapRecord = <K extends string, A, B>(record: Readonly<Record<K, A>>, f: (value: A, key: K) => B): Record<K, B> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, f(value as A, key as K)])) as Record<K, B>;
