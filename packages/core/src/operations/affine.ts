import { add, matMul, sum } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { toFloat32 } from '../dtype.js';
import { check, showShape } from '../errors.js';
import { activate, activationGradient, linear } from './activation.js';
import type { FusedActivation } from './activation.js';
import { differentiable, hasKernel, run } from './differentiable.js';

/** Options of `affine`. */
export interface AffineOptions {
  /** f. Default `linear`, which is x itself. */
  readonly activation?: FusedActivation;
  /** Whether the kernel is `[units, n]` and is applied transposed. Default false. */
  readonly transposed?: boolean;
}

/**
 * f(x·W + b): `[batch, n] → [batch, units]`, with the kernel W `[n, units]` and the bias b `[units]`. It is one backend kernel, if
 * the backend has it. Only the gradients that are needed are computed; the first layer needs none for its input. Throws if the
 * sizes do not fit.
 */
export function affine(
  input: Tensor2D,
  kernel: Tensor2D,
  bias: Tensor1D,
  { activation = linear, transposed = false }: AffineOptions = {},
): Tensor2D {
  const x = toFloat32(input);
  const [size, units] = transposed ? kernel.shape.toReversed() : kernel.shape;
  check(
    x.shape[1] === size && bias.size === units,
    () =>
      `affine: ${transposed ? 'a transposed kernel' : 'a kernel'} ${showShape(kernel.shape)} and a bias ${showShape(bias.shape)} do not fit ${showShape(x.shape)}`,
  );
  if (activation.activation === 'gelu' || !hasKernel('FusedAffine'))
    return activate(
      hasKernel('FusedAffine') ? affine(x, kernel, bias, { transposed }) : add(matMul(x, kernel, false, transposed), bias),
      activation,
    );
  return differentiable(
    // The backward pass computes them in this order: a group sums the gradients of weights while it goes on, the small ones first.
    { bias, kernel, x },
    (save) => {
      const [y] = run('FusedAffine', { x, kernel, bias }, { ...activation, transposed });
      save([x, kernel, y]);
      return y;
    },
    (dy, [from, w, y]) => {
      const dz = activationGradient(dy, y!, activation);
      return {
        x: () => product(dz, w!, false, !transposed),
        kernel: () => (transposed ? product(dz, from!, true, false) : product(from!, dz, true, false)),
        bias: () => sum(dz, 0),
      };
    },
  );
}

/** a·b. Runs the kernel directly, since tfjs's `matMul` would first reshape both matrices to batches of one. */
const product = (a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor =>
  run('BatchMatMul', { a, b }, { transposeA, transposeB })[0];
