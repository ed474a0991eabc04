import { sizeOf } from '@autoencoders/core/internal';
import type { Shape } from '@autoencoders/core';
import type { Weight } from '../operation.js';

/** A parameter or a buffer of a PyTorch module, and which of our numbers stands at each of its places. */
export interface Parameter {
  /** Its name within the module: `weight`. */
  readonly name: string;
  readonly shape: Shape;
  readonly weight: Weight;
  /** Our place for each place of PyTorch. Undefined where both orders are the same. */
  readonly places: Int32Array | undefined;
}

/** A parameter with the numbers in our order. */
export const asItIs = (name: string, weight: Weight): Parameter => ({ name, shape: weight.shape, weight, places: undefined });

/** A parameter whose axis i is our axis `axes[i]`. `orders` has our index for each index along an axis of PyTorch, where it is another. */
export function reordered(
  name: string,
  weight: Weight,
  axes: readonly number[],
  orders: readonly (Int32Array | undefined)[] = [],
): Parameter {
  const { shape: ours } = weight;
  const shape = axes.map((axis) => ours[axis]!);
  const steps = axes.map((axis) => sizeOf(ours.slice(axis + 1)));
  const places = new Int32Array(sizeOf(shape));
  const at = shape.map(() => 0);
  for (let i = 0; i < places.length; i++) {
    let place = 0;
    for (let axis = 0; axis < at.length; axis++) place += steps[axis]! * (orders[axis]?.[at[axis]!] ?? at[axis]!);
    places[i] = place;
    for (let axis = at.length - 1; axis >= 0 && ++at[axis]! === shape[axis]; axis--) at[axis] = 0;
  }
  return { name, shape, weight, places };
}

/** The numbers in the order of PyTorch. */
export const valuesOf = ({ weight: { values }, places }: Parameter): Float32Array =>
  places ? Float32Array.from(places, (place) => values[place]!) : values;

/** PyTorch's numbers in our order. */
export function oursOf({ places }: Parameter, theirs: Float32Array): Float32Array {
  if (!places) return theirs;
  const values = new Float32Array(theirs.length);
  places.forEach((place, i) => (values[place] = theirs[i]!));
  return values;
}

/** Our index for each index of an image flattened with its channels first: PyTorch's order. */
export function channelsFirst(shape: Shape): Int32Array {
  const channels = shape.at(-1)!;
  const positions = sizeOf(shape) / channels;
  return Int32Array.from({ length: positions * channels }, (_, i) => (i % positions) * channels + Math.floor(i / positions));
}
