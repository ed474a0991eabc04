import { InputError } from '@autoencoders/core';
import type { Shape } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { printable, showUntrusted } from '@autoencoders/core/internal';
import type { KerasLayer } from './graph.js';
import { finite, list, own, whole } from './json.js';

/** A weight of a file. Some read their numbers when they are asked for them. */
export interface Numbers {
  readonly shape: Shape;
  readonly values: Float32Array;
}

/** The weights of a layer, by Keras' names for them in Keras' order. Throws unless the file has all of them. */
export type WeightSource = (layer: KerasLayer, names: readonly string[]) => readonly Numbers[];

/** Where a model comes from. */
export interface Origin {
  /** The call of the user, for messages. */
  readonly call: string;
  readonly weights: WeightSource;
  /** Whether tfjs-layers computes it, which differs from Keras in some options. */
  readonly tfjs: boolean;
  /** Sentences about what was changed on the way. */
  readonly notes: string[];
}

/** A layer in its place. */
export interface Place extends Origin {
  readonly layer: KerasLayer;
  /** The shape of one example before it. */
  readonly shape: Shape;
}

/** A layer of ours with its weights by path. */
export interface Piece {
  readonly layer: any;
  readonly weights?: Readonly<Record<string, Numbers>>;
}

/** Where a layer stands, for messages: `fromKeras: encoder/dense (Dense)`. */
export const whereOf = ({ call, layer }: Place): string => `${call}: ${printable(layer.path)} (${showUntrusted(layer.className)})`;

export const refuse = (place: Place, problem: string): never => {
  throw new InputError(`${whereOf(place)} ${problem}`);
};

/** An option of the layer; `undefined` where it is absent or null. */
export const option = ({ layer }: Place, key: string): unknown => own(layer.config, key) ?? undefined;

export const flag = (place: Place, key: string, otherwise: boolean): boolean => {
  const value = option(place, key) ?? otherwise;
  if (typeof value !== 'boolean') return refuse(place, `has ${key} ${showUntrusted(value)}, which must be true or false`);
  return value;
};

export const integer = (place: Place, key: string, otherwise?: number): number =>
  whole(`${whereOf(place)}: ${key}`, option(place, key) ?? otherwise);

export const number = (place: Place, key: string, otherwise: number): number =>
  finite(`${whereOf(place)}: ${key}`, option(place, key) ?? otherwise);

/** One number for each axis of positions. */
export function sizes(place: Place, key: string, otherwise?: unknown, least: number = 1): number[] {
  const value = option(place, key) ?? otherwise;
  const axes = place.shape.length - 1;
  const what = `${whereOf(place)}: ${key}`;
  if (!Array.isArray(value)) return Array<number>(axes).fill(whole(what, value, least));
  check(value.length === axes, () => `${what} has ${value.length} numbers, and the input has ${axes} axes of positions`);
  return list(what, value).map((n) => whole(what, n, least));
}

/** Throws unless the option has a value that we have. */
export function only(place: Place, key: string, ...allowed: readonly unknown[]): void {
  const value = option(place, key);
  if (value !== undefined && !allowed.some((one) => JSON.stringify(one) === JSON.stringify(value)))
    refuse(place, `has ${key} ${printable(JSON.stringify(value), 100)}, which these packages do not have`);
}

/** Throws unless the input has so many axes, channels included. */
export function rank(place: Place, axes: number): void {
  const { shape } = place;
  if (shape.length !== axes) refuse(place, `reads examples of shape [${shape.join(', ')}]; it must have ${axes} axes without the batch`);
}

/** The weights of a layer, by their names in Keras. Throws unless they have the shapes that the layer needs. */
export function weightsOf<K extends string>(place: Place, wanted: Readonly<Partial<Record<K, Shape>>>): Readonly<Record<K, Numbers>> {
  const names = Object.keys(wanted) as K[];
  const found = place.weights(place.layer, names);
  return Object.fromEntries(
    names.map((name, i) => {
      const { shape } = found[i]!;
      const needed = wanted[name]!;
      if (String(shape) !== String(needed))
        refuse(place, `has ${name} of shape [${shape.join(', ')}] in the file; it needs [${needed.join(', ')}]`);
      const { values } = found[i]!;
      const bad = values.find((value) => !Number.isFinite(value));
      if (bad !== undefined) refuse(place, `has ${bad} among the numbers of ${name}`);
      return [name, { shape, values }];
    }),
  ) as Record<K, Numbers>;
}
