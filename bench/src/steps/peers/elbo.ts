import { add, div, exp, matMul, mul, randomNormal, relu, softplus, square, sub, sum } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor2D, Variable } from '@tensorflow/tfjs-core';

/** The loss of the variational model in plain tfjs operations. `weights` are kernel and bias of each layer. */
export function elboOf(weights: readonly Variable[]): (x: Tensor) => Scalar {
  const layer = (i: number, x: Tensor): Tensor2D => add(matMul(x as Tensor2D, weights[2 * i] as unknown as Tensor2D), weights[2 * i + 1]!);

  return (x) => {
    const hidden = relu(layer(0, x));
    const [mean, logVar] = [layer(1, hidden), layer(2, hidden)];
    const codes = add(mean, mul(exp(mul(logVar, 0.5)), randomNormal(mean.shape)));
    const logits = layer(4, relu(layer(3, codes)));
    // Stable for logits of any size: −x·ln σ(l) − (1 − x)·ln(1 − σ(l)) = softplus(l) − x·l.
    const likelihood = sum(sub(softplus(logits), mul(x, logits)));
    const kl = mul(0.5, sum(sub(add(square(mean), exp(logVar)), add(logVar, 1))));
    return div(add(likelihood, kl), x.shape[0]!);
  };
}
