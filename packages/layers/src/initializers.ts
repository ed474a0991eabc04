import { normal, uniform } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import type { Shape } from '@autoencoders/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** How many inputs feed one output, and how many outputs one input feeds. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/** Makes the initial values of a kernel. */
export type Initializer = (shape: Shape, seed: number, fans: Fans) => Tensor;

/** The name of an initializer. */
export type InitializerName = 'glorotUniform' | 'glorotNormal' | 'heUniform' | 'heNormal';

/**
 * Initial values of kernels, by name. `glorot…` has the variance 2 / (fanIn + fanOut), for tanh, sigmoid and linear layers: Glorot & Bengio
 * 2010, equation 16. `he…` has the variance 2 / fanIn, for ReLU and similar activations: He et al. 2015, equation 10. `…Uniform` draws from
 * ±√(3·variance).
 */
export const initializers: Readonly<Record<InitializerName, Initializer>> = {
  glorotUniform: (shape, seed, { fanIn, fanOut }) => symmetric(shape, seed, 2 / (fanIn + fanOut)),
  glorotNormal: (shape, seed, { fanIn, fanOut }) => normal(shape, seed, 0, Math.sqrt(2 / (fanIn + fanOut))),
  heUniform: (shape, seed, { fanIn }) => symmetric(shape, seed, 2 / fanIn),
  heNormal: (shape, seed, { fanIn }) => normal(shape, seed, 0, Math.sqrt(2 / fanIn)),
};

function symmetric(shape: Shape, seed: number, variance: number): Tensor {
  const limit = Math.sqrt(3 * variance);
  return uniform(shape, seed, -limit, limit);
}

/** The initializer with this name. Throws when there is none. */
export function initializer(call: string, name: InitializerName): Initializer {
  check(
    Object.hasOwn(initializers, name),
    () => `${call}: kernelInitializer is "${name}"; there are ${Object.keys(initializers).join(', ')}`,
  );
  return initializers[name];
}
