import { Tensor, tensor, variable } from '@tensorflow/tfjs-core';
import type { Variable } from '@tensorflow/tfjs-core';
import { check } from './errors.js';
import { seeded } from './random.js';
import { sizeOf } from './shape.js';
import { numbersFor } from './state-dict.js';
import type { StateDict } from './state-dict.js';
import { mapLeaves } from './tree.js';
import type { InitContext, Shape, Weights } from './types.js';

/*
 * A model that is loaded needs no starting weights: each weight gets the numbers that the file has for its path. So `init` of its layers makes only
 * shapes, as on PyTorch's `meta` device. These are compared with the file before any memory is taken.
 */

/** The weights that models under construction begin with. */
interface Given {
  /** The beginning of errors. */
  readonly who: string;
  readonly values: StateDict<ArrayLike<number>>;
  /** Makes the `weight` of one context. */
  readonly weight: () => NonNullable<InitContext['weight']>;
  /** The variables that were made of `values`. */
  readonly made: Set<Tensor>;
}

let given: Given | undefined;

/** The error when a layer computes with a weight that has only a shape. */
class OnlyShapeError extends Error {}

/** A tensor that has a shape and no numbers. It takes no memory, and throws when something computes with it. */
function shapeOnly(shape: Shape): Tensor {
  const made = new Tensor([...shape], 'float32', {}, -1);
  return Object.defineProperties(made, {
    dataId: {
      get() {
        throw new OnlyShapeError('the numbers of this weight are not known yet');
      },
    },
    dispose: { value: () => undefined },
  });
}

/** Makes weights as usual, as long as `values` have so many numbers. */
function within(values: Given['values']): Given['weight'] {
  const total = Object.values(values).reduce((sum, entry) => sum + (entry.values?.length ?? 0), 0);
  return () => {
    let needed = 0;
    return (shape, make) => {
      needed += sizeOf(shape);
      check(needed <= total, () => `the weights need more numbers than the ${total} that there are`);
      return make();
    };
  };
}

/**
 * What `make` gives, a model whose weights begin with `values`. `made` are those of its variables that do so already: a model that is not
 * made by `toVariables` draws its weights. Errors about weights begin with `who`.
 */
export function withGivenWeights<M>(
  who: string,
  values: Given['values'],
  make: () => M,
): { readonly model: M; readonly made: Set<Tensor> } {
  const run = (weight: Given['weight']) => {
    const before = given;
    const made = new Set<Tensor>();
    given = { who, values, weight, made };
    try {
      return { model: make(), made };
    } finally {
      given = before;
    }
  };
  try {
    return run(() => shapeOnly);
  } catch (error) {
    // In its `init`, a layer has read the numbers of another layer's weights.
    if (!(error instanceof OnlyShapeError)) throw error;
    return run(within(values));
  }
}

/** What the layers of a new model get. `seed` decides all weights, unless they are given. */
export const initContext = (seed: number): InitContext => ({
  seeds: seeded(seed),
  built: new Map(),
  ...(given && { weight: given.weight() }),
});

/**
 * A new weight of a layer, for `init` to return: the result of `make`. When a model is loaded, `make` is not called, and the weight has only
 * a shape, because its numbers come from the file. A layer that does not call `initWeight` works, but draws weights that loading replaces.
 */
export const initWeight = <T extends Tensor>({ weight }: InitContext, shape: Shape, make: () => T): T =>
  weight ? (weight(shape, make) as T) : make();

/** The weights of a new model as variables. They outlive a `tidy`, unlike what the layers made. */
export function toVariables(weights: Weights): Weights<Variable> {
  if (!given) return mapLeaves(weights, (leaf) => variable(leaf));
  const { made } = given;
  const numbers = numbersFor(given.who, weights, given.values);
  try {
    return mapLeaves(weights, (leaf, path) => {
      // A copy, since some backends would keep the caller's array.
      const start = tensor(new Float32Array(numbers.get(path)!), leaf.shape);
      const own = variable(start);
      start.dispose();
      made.add(own);
      return own;
    });
  } catch (error) {
    // There may be no memory for all of them.
    for (const own of made) own.dispose();
    throw error;
  }
}
