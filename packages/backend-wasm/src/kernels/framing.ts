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
