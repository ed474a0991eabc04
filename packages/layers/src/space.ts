import { reshape } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import { check, checkInteger, showShape } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { Shape } from '@autoencoders/core';

/** Two numbers, one for each axis of images. */
export type Pair = readonly [height: number, width: number];

/** One number for both axes of images, or one for each. */
export type Size = number | Pair;

/** The shape of one image. */
export type ImageShape = readonly [height: number, width: number, channels: number];

/** What convolutions and pooling move over: images, or series, which are images of height 1. */
export interface Space<X extends Tensor> {
  readonly name: 'images' | 'series';
  readonly axes: string;
  /** The number of axes of one example. */
  readonly rank: 2 | 3;
  /** Two numbers of at least `least` (default 1) from an option; 1 for the height of series. Throws for anything else. */
  readonly pair: (call: string, argument: string, size: Size, least?: number) => Pair;
  readonly toImages: (x: X) => Tensor4D;
  readonly fromImages: (images: Tensor4D) => X;
  /** A kernel for images from a kernel for this space. */
  readonly kernel: (kernel: Tensor) => Tensor4D;
}

export const images: Space<Tensor4D> = {
  name: 'images',
  axes: '[height, width, channels]',
  rank: 3,
  pair(call, argument, size, least = 1) {
    if (!Array.isArray(size)) {
      checkInteger(call, argument, size, least);
      return [size as number, size as number];
    }
    check(size.length === 2, () => `${call}: ${argument} must be one number or [height, width], not ${show(size)}`);
    for (const each of size) checkInteger(call, `each number of ${argument}`, each, least);
    return size as unknown as Pair;
  },
  toImages: (x) => x,
  fromImages: (x) => x,
  kernel: (kernel) => kernel as Tensor4D,
};

export const series: Space<Tensor3D> = {
  name: 'series',
  axes: '[time, channels]',
  rank: 2,
  pair(call, argument, size, least = 1) {
    checkInteger(call, argument, size, least);
    return [1, size as number];
  },
  toImages: (x) => reshape(x, [x.shape[0], 1, x.shape[1], x.shape[2]]),
  fromImages: (x) => reshape(x, [x.shape[0], x.shape[2], x.shape[3]]),
  kernel: (kernel) => reshape(kernel, [1, ...kernel.shape] as Tensor4D['shape']),
};

/** One example of a space as an image. Throws when the rank differs. */
export function toImageShape(call: string, { name, axes, rank }: Space<any>, shape: Shape): ImageShape {
  check(shape.length === rank, () => `${call}: the input must be ${name} ${axes}, not ${showShape(shape)}; put reshape before it`);
  return (rank === 3 ? shape : [1, ...shape]) as unknown as ImageShape;
}

/** The reverse of `toImageShape`. */
export const fromImageShape = ({ rank }: Space<any>, shape: ImageShape): Shape => shape.slice(-rank);

/** A pair for error messages: one number for series, and where both are the same. */
export const showPair = ({ rank }: Space<any>, [height, width]: Pair): string =>
  rank === 2 || height === width ? `${width}` : showShape([height, width]);
