import { tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { InputError, leaves, seeded } from '@autoencoders/core';
import type { Config, Module, Shape, Weights } from '@autoencoders/core';
import type { OnnxLayer } from './onnx/own-layer.js';
import type { Computation, PerAxis, Weight } from './operation.js';

/** What has a config: a layer, an activation, a bottleneck. */
export interface Part {
  readonly config?: Config | undefined;
}

/** A layer in its place. */
export interface Place {
  /** The call of the user, for messages. */
  readonly call: string;
  readonly path: string;
  /** The shape of one example before the layer. */
  readonly shape: Shape;
  readonly weights: Weights;
  /** The numbers of a tensor. */
  readonly weightOf: (tensor: Tensor) => Weight;
  /** How layers of others are written, by the names in their configs. Undefined where none can be. */
  readonly own?: Readonly<Record<string, OnnxLayer>> | undefined;
}

/** What a layer computes, and the shape after it. */
export type Computed = Computation & { readonly shape: Shape };
export type Reader = (place: Place, ...args: readonly any[]) => Computed;

/** The weight of this name in a place, if it has one. */
export const maybe = ({ weights, weightOf }: Place, name: string): Weight | undefined => {
  const tensor = (weights as Readonly<Record<string, Tensor>>)[name];
  return tensor && weightOf(tensor);
};
export const weight = (place: Place, name: string): Weight => maybe(place, name)!;
export const statistic = (place: Place, name: string): Weight =>
  place.weightOf((place.weights as { readonly statistics: Readonly<Record<string, Tensor>> }).statistics[name]!);

/** The sizes of the axes of positions: all but the channels. */
export const positions = (shape: Shape): PerAxis => shape.slice(0, -1);
/** One number for each axis of positions. */
export const perAxis = ({ shape }: Place, size: number | PerAxis): PerAxis =>
  Array.isArray(size) ? (size as PerAxis) : Array<number>(shape.length - 1).fill(size as number);

/** A layer or a bottleneck of others. Throws unless the caller says how to write it. */
export function ownOf(part: Part, place: Place, what: string): Computed {
  const { call, own, shape, weights, weightOf } = place;
  const { name, args = [] } = part.config ?? { name: 'without a config' };
  const write = own && Object.hasOwn(own, name) ? own[name] : undefined;
  if (!write) {
    const hint = own ? `; give ${call} a function that writes it, as layers: { ${name} }` : '';
    throw new InputError(`${call}: ${what} is ${name}, which has no counterpart outside of these packages${hint}`);
  }
  let after: Shape = shape;
  tidy(() => void (after = (part as Module<unknown>).init(shape, { seeds: seeded(0) }).shape));
  const named = Object.entries(leaves(weights)).map(([path, tensor]) => [path, weightOf(tensor as Tensor)] as const);
  return { kind: 'own', args, weights: Object.fromEntries(named), write, shape: after };
}
