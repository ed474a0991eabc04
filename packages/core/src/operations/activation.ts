import { add, div, elu, erf, leakyRelu, mul, relu, sigmoid, softplus, tanh } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { differentiable, hasKernel, run } from './differentiable.js';

/** An activation by its name. `slope` is the slope of `leakyRelu` below 0. */
export interface FusedActivation {
  readonly activation: 'linear' | 'relu' | 'leakyRelu' | 'elu' | 'sigmoid' | 'tanh' | 'softplus' | 'gelu';
  readonly slope?: number;
}

export const linear: FusedActivation = { activation: 'linear' };

const composed: Readonly<Record<FusedActivation['activation'], (x: Tensor, slope: number) => Tensor>> = {
  linear: (x) => x,
  relu: (x) => relu(x),
  leakyRelu: (x, slope) => leakyRelu(x, slope),
  elu: (x) => elu(x),
  sigmoid: (x) => sigmoid(x),
  tanh: (x) => tanh(x),
  softplus: (x) => softplus(x),
  gelu: (x) => mul(mul(x, 0.5), add(erf(div(x, Math.SQRT2)), 1)),
};

/**
 * f(x) for each number of x, of any shape. One backend kernel forward and one backward, if the backend has them.
 *
 * @param name The activation f.
 */
export function activate<T extends Tensor>(x: T, name: FusedActivation): T {
  if (name.activation === 'linear') return x;
  if (!hasKernel('Activation')) return composed[name.activation](x, name.slope ?? 0) as T;
  return differentiable(
    { x },
    (save) => {
      const [y] = run('Activation', { x }, name);
      // The derivative of GELU is not a function of its value, so x itself is needed.
      save([name.activation === 'gelu' ? x : y]);
      return y as T;
    },
    (dy, [saved]) => ({ x: () => activationGradient(dy, saved!, name) }),
  );
}

/** dy · f′(x), computed from y = f(x), or from y = x for GELU. Only for backends that have the kernel. */
export function activationGradient(dy: Tensor, y: Tensor, name: FusedActivation): Tensor {
  return name.activation === 'linear' ? dy : run('ActivationGrad', { dy, y }, name)[0];
}
