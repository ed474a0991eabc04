import * as ours from '@autoencoders/layers';
import { printable } from '@autoencoders/core/internal';
import { isObject, own } from './json.js';
import { number, only, option, refuse } from './place.js';
import type { Piece, Place } from './place.js';

/** Keras' activations by name. Its `gelu` is the exact one, as ours; the approximate one is refused. */
const activations: Readonly<Record<string, unknown>> = {
  linear: ours.linear,
  relu: ours.relu,
  elu: ours.elu,
  gelu: ours.gelu,
  tanh: ours.tanh,
  sigmoid: ours.sigmoid,
  softplus: ours.softplus,
  leaky_relu: ours.leakyRelu(0.2),
};

/** The activation of a layer: none for `linear`. */
export function activationOf(place: Place): readonly Piece[] {
  const value = option(place, 'activation') ?? 'linear';
  // Keras 3 writes an activation that is a layer or a function of its own as an object.
  const name = isObject(value) ? (own(value, 'class_name') === 'function' ? own(value, 'config') : undefined) : value;
  if (isObject(value) && name === undefined) return activationLayer(place, String(own(value, 'class_name')), own(value, 'config'));
  if (typeof name !== 'string' || !Object.hasOwn(activations, name))
    return refuse(place, `has the activation ${printable(JSON.stringify(value), 100)}, which these packages do not have`);
  return name === 'linear' ? [] : [{ layer: activations[name] }];
}

/** A layer as the activation of another one. */
function activationLayer(place: Place, className: string, config: unknown): readonly Piece[] {
  if (!Object.hasOwn(activationLayers, className) || !isObject(config))
    return refuse(place, `has an activation of the class ${printable(className, 100)}, which these packages do not have`);
  return activationLayers[className]!({ ...place, layer: { ...place.layer, className, config } });
}

export const activationLayers: Readonly<Record<string, (place: Place) => readonly Piece[]>> = {
  Activation: activationOf,
  ReLU(place) {
    only(place, 'max_value');
    only(place, 'threshold', 0);
    only(place, 'negative_slope', 0);
    return [{ layer: ours.relu }];
  },
  LeakyReLU(place) {
    return [{ layer: ours.leakyRelu(number(place, 'negative_slope', number(place, 'alpha', 0.3))) }];
  },
  ELU(place) {
    only(place, 'alpha', 1);
    return [{ layer: ours.elu }];
  },
};
