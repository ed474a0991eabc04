import { configOf } from '@autoencoders/core';
import { activate, checkNumber } from '@autoencoders/core/operations';
import type { Activation, Config, Range } from '@autoencoders/core';
import type { FusedActivation } from '@autoencoders/core/operations';
import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * An activation from a function that keeps the shape. `range` is the range of its output; before training, the range of the data is
 * compared with it. Without a `config`, a model that uses it cannot be saved.
 *
 * @param f The function; its output has the shape of its input.
 */
export function activation(f: <T extends Tensor>(x: T) => T, { range, config }: { range?: Range; config?: Config } = {}): Activation {
  return {
    init: (shape) => ({ weights: {}, shape }),
    apply: (_, x) => f(x),
    ...(range && { range }),
    ...(config && { config }),
  };
}

/** An activation that fused operations support. */
const known = (fusable: FusedActivation, config: Config, range?: Range): Activation => ({
  ...activation((x) => activate(x, fusable), { config, ...(range && { range }) }),
  fusable,
});

const named = (name: FusedActivation['activation'], range?: Range): Activation => known({ activation: name }, { name }, range);

/** x. */
export const linear: Activation = named('linear');

/** max(0, x). */
export const relu: Activation = named('relu', [0, Infinity]);

/** x where x > 0, slope·x elsewhere. `slope` is 0.2 by default. Throws when it is below 0. Maas et al. 2013. */
export function leakyRelu(slope: number = 0.2): Activation {
  checkNumber('leakyRelu', 'slope', slope, 0);
  return known({ activation: 'leakyRelu', slope }, configOf('leakyRelu', slope));
}

/** x where x > 0, eˣ − 1 elsewhere. Clevert et al. 2016, with α = 1. */
export const elu: Activation = named('elu', [-1, Infinity]);

/** The GELU activation: x·Φ(x) = x·(1 + erf(x / √2)) / 2. Hendrycks & Gimpel 2016. */
export const gelu: Activation = named('gelu', [-0.17, Infinity]);

/** (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ). */
export const tanh: Activation = named('tanh', [-1, 1]);

/** 1 / (1 + e⁻ˣ). */
export const sigmoid: Activation = named('sigmoid', [0, 1]);

/** ln(1 + eˣ). */
export const softplus: Activation = named('softplus', [0, Infinity]);
