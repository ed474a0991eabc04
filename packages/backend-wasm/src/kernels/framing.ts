import { backend_util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Runner } from './run.js';

export type Image = [batch: number, height: number, width: number, channels: number];
export type Filter = [height: number, width: number, inChannels: number, outChannels: number];

/** How a convolution moves over its input, as tfjs's attributes say it. */
export interface Geometry {
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  /** Absent from gradients, which tfjs has for dilation 1 only. */
  readonly dilations?: [number, number] | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** tfjs's own reckoning of sizes and padding. */
export function infoOf(
  image: Image,
  filter: Filter,
  { strides, pad, dilations = 1, dimRoundingMode }: Geometry,
  depthwise = false,
): backend_util.Conv2DInfo {
  return backend_util.computeConv2DInfo(image, filter, strides, dilations, pad, dimRoundingMode, depthwise);
}

/** x with `before` and `after` rows or columns of zeros along `axis`; a number below 0 cuts off as many instead. */
function framed({ run, free }: Runner, x: TensorInfo, axis: 1 | 2, before: number, after: number): TensorInfo {
  let part = x;
  if (before < 0 || after < 0) {
    const begin = x.shape.map((_, i) => (i === axis ? Math.max(0, -before) : 0));
    const size = x.shape.map((n, i) => (i === axis ? n - Math.max(0, -before) - Math.max(0, -after) : n));
    part = run('Slice', { x }, { begin, size });
  }
  const paddings = x.shape.map((_, i) => (i === axis ? [Math.max(0, before), Math.max(0, after)] : [0, 0]));
  const result = run('PadV2', { x: part }, { paddings, constantValue: 0 });
  if (part !== x) free(part);
  return result;
}

/** `framed` along rows and columns. */
export function framedBoth(runner: Runner, x: TensorInfo, rows: readonly [number, number], columns: readonly [number, number]): TensorInfo {
  const tall = framed(runner, x, 1, ...rows);
  const result = framed(runner, tall, 2, ...columns);
  runner.free(tall);
  return result;
}
