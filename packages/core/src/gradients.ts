import '../gradients/register.js';
import { engine, tidy } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, TensorContainer } from '@tensorflow/tfjs-core';
import { check, showShape } from './errors.js';
import type { Leaves } from './tree.js';

/** A scalar and its gradients with respect to weights, by the weights' paths. */
export interface ValueAndGradients {
  readonly value: Scalar;
  readonly gradients: Leaves;
}

/**
 * `f()` and ∂f/∂w for every weight w that `f` depends on, by reverse-mode differentiation. A weight that `f` does not
 * read has no gradient. Intermediate tensors of `f` are disposed, unless they were kept. Throws unless `f` returns a scalar.
 *
 * @param weights The weights to differentiate by, by name.
 */
export function valueAndGradients(f: () => Scalar, weights: Leaves): ValueAndGradients {
  const paths = Object.keys(weights);
  const scalar = (): Tensor => {
    const y = f() as Tensor;
    check(y.rank === 0, () => `valueAndGradients: f must give a scalar, not shape ${showShape(y.shape)}`);
    return y;
  };
  const { value, grads } = freeing(() => engine().gradients(scalar, Object.values(weights) as Tensor[], undefined, true));
  const found = paths.map((path, i) => [path, grads[i]] as const).filter(([, gradient]) => gradient);
  return { value: value as Scalar, gradients: Object.fromEntries(found) as Leaves };
}

/** If `run` throws, disposes of the tensors that tfjs saved for the backward pass. tfjs itself would keep them. */
function freeing<T extends TensorContainer>(run: () => T): T {
  try {
    return tidy(run);
  } catch (error) {
    const { state } = engine();
    if (state.gradientDepth === 0) {
      for (const node of state.activeTape ?? []) for (const saved of node.saved ?? []) saved.dispose();
      state.activeTape = undefined!;
    }
    throw error;
  }
}
