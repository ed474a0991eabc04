import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { PointwiseLoss } from '../operations/losses.js';
import { freeing } from './device.js';
import type { Device } from './device.js';
import type { GpuKernel } from './kernels.js';

/** Each loss of p and t, and its derivative by p. */
const formulas: Readonly<Record<PointwiseLoss, readonly [value: string, gradient: string]>> = {
  squared: ['(p - t) * (p - t)', '2.0 * (p - t)'],
  absolute: ['abs(p - t)', 'sign(p - t)'],
  // With n = min(|d|, δ): n² / 2 + δ·(|d| − n).
  huber: [
    '0.5 * min(abs(p - t), delta) * min(abs(p - t), delta) + delta * (abs(p - t) - min(abs(p - t), delta))',
    'min(max(p - t, -delta), delta)',
  ],
  logistic: ['max(p, 0.0) - t * p + log(1.0 + exp(-abs(p)))', '1.0 / (1.0 + exp(-p)) - t'],
};

/** The sum of all numbers, which are freed. */
const summed = (device: Device, values: TensorInfo): TensorInfo =>
  freeing(device, values, (x) => device.run('Sum', { x }, { axis: x.shape.map((_, axis) => axis), keepDims: false }));

export const pointwiseLoss: GpuKernel<'PointwiseLoss'> = (device, { prediction, target }, { loss, scale, delta }) => {
  const [value, gradient] = formulas[loss];
  const given = { p: prediction!, t: target! };
  const scalars = loss === 'huber' ? { scale, delta } : { scale };
  // Scaled before the sum, since the sum over a batch may overflow half precision.
  return [summed(device, device.compute(`scale * (${value})`, given, scalars)), device.compute(`scale * (${gradient})`, given, scalars)];
};

export const gaussianKl: GpuKernel<'GaussianKl'> = (device, { mean, logVar }, { scale }) => [
  summed(device, device.compute('scale * 0.5 * (m * m + exp(l) - 1.0 - l)', { m: mean!, l: logVar! }, { scale })),
  device.compute('scale * m', { m: mean! }, { scale }),
  device.compute('scale * 0.5 * (exp(l) - 1.0)', { l: logVar! }, { scale }),
];
