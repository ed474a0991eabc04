import { Tensor, clone, tidy } from '@tensorflow/tfjs-core';
import { normal, uniform } from '@autoencoders/core';
import { check, showShape, toFloat32 } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { Shape } from '@autoencoders/core';

/** How many inputs feed one output, and how many outputs one input feeds. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/**
 * Makes the initial values of a kernel of this shape. The same seed must give the same values. With a config (`withConfig`), models that
 * use it can be saved; `load` finds it under its name in `layers`.
 */
export type Initializer = (shape: Shape, fans: Fans, seed: number) => Tensor;

/** The name of an initializer. */
export type InitializerName = 'glorotUniform' | 'glorotNormal' | 'heUniform' | 'heNormal';

/**
 * Initial values of kernels, by name. `glorot…` has the variance 2 / (fanIn + fanOut), for tanh, sigmoid and linear layers: Glorot & Bengio
 * 2010, equation 16. `he…` has the variance 2 / fanIn, for ReLU and similar activations: He et al. 2015, equation 10. `…Uniform` draws from
 * ±√(3·variance).
 */
export const initializers: Readonly<Record<InitializerName, Initializer>> = {
  glorotUniform: (shape, { fanIn, fanOut }, seed) => symmetric(shape, seed, 2 / (fanIn + fanOut)),
  glorotNormal: (shape, { fanIn, fanOut }, seed) => normal(shape, seed, 0, Math.sqrt(2 / (fanIn + fanOut))),
  heUniform: (shape, { fanIn }, seed) => symmetric(shape, seed, 2 / fanIn),
  heNormal: (shape, { fanIn }, seed) => normal(shape, seed, 0, Math.sqrt(2 / fanIn)),
};

function symmetric(shape: Shape, seed: number, variance: number): Tensor {
  const limit = Math.sqrt(3 * variance);
  return uniform(shape, seed, -limit, limit);
}

/** The initializer of this name, or the given function with its result checked. Throws when there is none. */
export function initializer(call: string, given: InitializerName | Initializer): Initializer {
  if (typeof given === 'function') return (shape, fans, seed) => tidy(() => checked(call, given(shape, fans, seed), shape));
  check(
    Object.hasOwn(initializers, given),
    () => `${call}: kernelInitializer is ${show(given)}; there are ${Object.keys(initializers).join(', ')}`,
  );
  return initializers[given];
}

function checked(call: string, kernel: unknown, shape: Shape): Tensor {
  const fits = kernel instanceof Tensor && String(kernel.shape) === String(shape);
  check(
    fits,
    () =>
      `${call}: kernelInitializer must return a tensor of shape ${showShape(shape)}, not ${kernel instanceof Tensor ? showShape(kernel.shape) : show(kernel)}`,
  );
  // A copy, since the tensor may be the caller's.
  return clone(toFloat32(kernel as Tensor));
}
