import '../gradients/register.js';
import { engine } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { check } from './errors.js';
import type { Leaves } from './tree.js';

/** A scalar and its gradients with respect to leaves, under the leaves' own paths. */
export interface ValueAndGradients {
  readonly value: Scalar;
  readonly gradients: Leaves;
}

/**
 * `f()` and ∂f/∂leaf for every leaf that `f` depends on, by reverse-mode differentiation. A leaf that `f` does not
 * read gets no gradient. Everything else made within `f` is freed, unless it was kept.
 */
export function valueAndGradients(f: () => Scalar, weights: Leaves): ValueAndGradients {
  const paths = Object.keys(weights);
  const { value, grads } = engine().gradients(f, Object.values(weights) as Tensor[], undefined, true);
  check(value.rank === 0, () => `valueAndGradients: f must give a scalar, not shape [${value.shape.join(', ')}]`);
  const found = paths.map((path, i) => [path, grads[i]] as const).filter(([, gradient]) => gradient);
  return { value: value as Scalar, gradients: Object.fromEntries(found) as Leaves };
}
