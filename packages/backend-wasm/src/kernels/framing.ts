import type { TensorInfo, backend_util } from '@tensorflow/tfjs-core';
import { computeConv2DInfo } from '#stock';
import { check } from '@autoencoders/core/operations';
import type { Runner } from './composed-kernel.js';

export type Image = [batch: number, height: number, width: number, channels: number];
export type Filter = [height: number, width: number, inChannels: number, outChannels: number];

/** How a convolution moves over its input, as tfjs's attributes say it. */
export interface Geometry {
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  /** Absent from gradients, which tfjs has for dilation 1 only; tfjs-layers also gives null. */
  readonly dilations?: [number, number] | number | null;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** tfjs's own reckoning of sizes and padding. */
export function infoOf(
  image: Image,
  filter: Filter,
  { strides, pad, dilations, dimRoundingMode }: Geometry,
  depthwise = false,
): backend_util.Conv2DInfo {
  return computeConv2DInfo(image, filter, strides, dilations ?? 1, pad, dimRoundingMode, depthwise);
}

/** Throws where a filter or window is too large for what it moves over: tfjs makes a negative size of that, and writes beyond it. */
export function checkPlaces(call: string, { outHeight, outWidth, inShape }: backend_util.Conv2DInfo): void {
  check(
    outHeight >= 0 && outWidth >= 0,
    () => `${call}: the filter or window is too large for [${inShape}]; it leaves ${outHeight} × ${outWidth} places`,
  );
}

/**
 * The geometry of a gradient, which has as many places as dy. tfjs does not tell it how the forward pass rounded a size, so
 * that dy may have one more than there would be by rounding down. Where dy has more still, `cropped` is true, and the others
 * are left out, as on the CPU backend; throws where it has too few.
 */
export function gradientInfo(
  call: string,
  info: backend_util.Conv2DInfo,
  dy: TensorInfo,
): { info: backend_util.Conv2DInfo; cropped: boolean } {
  const [, rows = 0, columns = 0] = dy.shape;
  const { padInfo, outHeight, outWidth } = info;
  const rounded = (size: number, before: number, after: number, window: number, stride: number): number =>
    padInfo.type !== 'SAME' && (size + before + after - window) % stride !== 0 ? 1 : 0;
  const down = rounded(info.inHeight, padInfo.top, padInfo.bottom, info.filterHeight, info.strideHeight);
  const right = rounded(info.inWidth, padInfo.left, padInfo.right, info.filterWidth, info.strideWidth);
  check(
    rows >= outHeight && columns >= outWidth,
    () => `${call}: [${dy.shape}] has fewer than the ${outHeight} × ${outWidth} places that [${info.inShape}] gives`,
  );
  const cropped = rows > outHeight + down || columns > outWidth + right;
  return { info: cropped ? info : { ...info, outHeight: rows, outWidth: columns }, cropped };
}

/** x with rows and columns of zeros before and after its own; a number below 0 cuts off as many instead. */
export function framed(
  { run, free }: Runner,
  x: TensorInfo,
  rows: readonly [number, number],
  columns: readonly [number, number],
): TensorInfo {
  const frame = [[0, 0], rows, columns, [0, 0]] as const;
  const cut = frame.map((ends) => ends.map((n) => Math.max(0, -n)) as [number, number]);
  const grow = frame.map((ends) => ends.map((n) => Math.max(0, n)));
  const pad = (part: TensorInfo): TensorInfo => run('PadV2', { x: part }, { paddings: grow, constantValue: 0 });
  if (cut.every(([before, after]) => before + after === 0)) return pad(x);
  const size = x.shape.map((n, axis) => n - cut[axis]![0] - cut[axis]![1]);
  const part = run('Slice', { x }, { begin: cut.map(([before]) => before), size });
  const result = pad(part);
  free(part);
  return result;
}
