import { check } from '@autoencoders/core/operations';
import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core';
import { checkPlaces, gradientInfo, infoOf } from '../kernels/framing.js';
import type { Filter, Geometry, Image } from '../kernels/framing.js';
import type { Arguments } from './calls.js';

type Info = backend_util.Conv2DInfo;

/** Throws unless a filter takes the channels of images x to those of y. */
function checkChannels(call: string, x: readonly number[], filter: readonly number[], y: readonly number[]): void {
  const fits = x[0] === y[0] && x[3] === filter[2] && y[3] === filter[3];
  check(fits, () => `${call}: a filter of [${filter}] does not take [${x}] to [${y}]`);
}

/** The geometry of a convolution of x. */
export function forwardInfo(call: string, x: readonly number[], filter: readonly number[], attrs: Geometry): Info {
  const info = infoOf(x as Image, filter as Filter, attrs);
  checkChannels(call, x, filter, info.outShape);
  checkPlaces(call, info);
  return info;
}

/** The geometry of a gradient of a convolution, and whether a part of dy is left out: see `gradientInfo`. */
export function backwardInfo(
  call: string,
  x: readonly number[],
  filter: readonly number[],
  dy: TensorInfo,
  attrs: Geometry,
): { info: Info; cropped: boolean } {
  checkChannels(call, x, filter, dy.shape);
  return gradientInfo(call, infoOf(x as Image, filter as Filter, attrs), dy);
}

/** A geometry for the functions of assembly/: images, a filter or window that moves over them, and how many places it has. */
export const geometryOf = (info: Info): Record<GeometryParameter, number> => ({
  batch: info.batchSize,
  height: info.inHeight,
  width: info.inWidth,
  channels: info.inChannels,
  filterHeight: info.filterHeight,
  filterWidth: info.filterWidth,
  down: info.strideHeight,
  across: info.strideWidth,
  dilationHeight: info.dilationHeight,
  dilationWidth: info.dilationWidth,
  top: info.padInfo.top,
  left: info.padInfo.left,
  outRows: info.outHeight,
  outColumns: info.outWidth,
});

type GeometryParameter = Exclude<keyof Arguments<'averagePoolGradient'>, 'dy' | 'dx'>;

/** A geometry with as many places as dy has. */
export function sizedBy(info: Info, { shape }: TensorInfo): Info {
  const [, outHeight, outWidth] = shape as Image;
  return { ...info, outHeight, outWidth };
}
