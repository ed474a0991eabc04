import type { Tensor } from '@tensorflow/tfjs-core';
import type { Config, Shape, Weights } from '@autoencoders/core';
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
