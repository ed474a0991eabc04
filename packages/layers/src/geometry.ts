import { check } from '@autoencoders/core/operations';
import { showPair } from './space.js';
import type { Pair, Size, Space } from './space.js';

/** `same` pads with zeros, so that stride 1 keeps the size. `valid` does not pad. */
export type Padding = 'same' | 'valid';

/** How a kernel or a window moves over images. */
export interface Geometry {
  readonly kernelSize: Pair;
  readonly stride: Pair;
  readonly dilation: Pair;
  readonly padding: Padding;
}

/** The options of a geometry. Their defaults: a kernel of 3, stride 1, padding `same`, dilation 1. */
interface GeometryOptions {
  readonly kernelSize?: Size;
  readonly stride?: Size;
  readonly padding?: Padding;
  readonly dilation?: Size;
}

/** The geometry in options. Throws when one of them is not possible. */
export function geometryOf(
  call: string,
  space: Space<any>,
  { kernelSize = 3, stride = 1, padding = 'same', dilation = 1 }: GeometryOptions,
): Geometry {
  const g = {
    kernelSize: space.pair(call, 'kernelSize', kernelSize),
    stride: space.pair(call, 'stride', stride),
    padding,
    dilation: space.pair(call, 'dilation', dilation),
  };
  check(
    Math.max(...g.stride) === 1 || Math.max(...g.dilation) === 1,
    () =>
      `${call}: a stride of ${showPair(space, g.stride)} and a dilation of ${showPair(space, g.dilation)} do not go together; one of them must be 1`,
  );
  checkPadding(call, padding);
  return g;
}

/** Throws unless `padding` is `same` or `valid`. */
export function checkPadding(call: string, padding: Padding): void {
  check(padding === 'same' || padding === 'valid', () => `${call}: padding is "${String(padding)}"; there are same and valid`);
}

/** One number for each axis. */
export const eachAxis = (f: (axis: 0 | 1) => number): Pair => [f(0), f(1)];

/** How many pixels a kernel spans: (kernelSize − 1)·dilation + 1. */
export const spanOf = ({ kernelSize, dilation }: Geometry): Pair => eachAxis((axis) => (kernelSize[axis] - 1) * dilation[axis] + 1);

/** The size after convolving or pooling. */
export function convolvedSize(size: Pair, g: Geometry): Pair {
  const span = spanOf(g);
  return eachAxis((axis) => Math.ceil((g.padding === 'same' ? size[axis] : size[axis] - span[axis] + 1) / g.stride[axis]));
}

/** The smallest and the largest size that a convolution takes to `size`. */
export function transposedSizes(size: Pair, g: Geometry): { readonly least: Pair; readonly most: Pair } {
  const span = spanOf(g);
  const least = eachAxis((axis) => (size[axis] - 1) * g.stride[axis] + (g.padding === 'same' ? 1 : span[axis]));
  return { least, most: eachAxis((axis) => least[axis] + g.stride[axis] - 1) };
}

/**
 * The size after a transposed convolution: `wanted`, if a convolution takes it to `size`; otherwise `size`·stride with padding `same`, and
 * the least with `valid`.
 */
export function transposedSize(size: Pair, g: Geometry, wanted?: Pair): Pair {
  if (wanted && String(convolvedSize(wanted, g)) === String(size)) return wanted;
  const { least, most } = transposedSizes(size, g);
  return g.padding === 'same' ? most : least;
}
