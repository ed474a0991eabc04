import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { FusedActivation } from '../operations/activation.js';
import { freeing } from './device.js';
import type { Device } from './device.js';
import type { GpuKernel } from './kernels.js';

type Name = FusedActivation['activation'];

/** tfjs's own kernels of activations, and what its matrix products call those that they have. */
const own: Readonly<Record<Exclude<Name, 'linear' | 'gelu'>, readonly [kernel: string, inProduct?: string]>> = {
  relu: ['Relu', 'relu'],
  leakyRelu: ['LeakyRelu', 'leakyrelu'],
  elu: ['Elu', 'elu'],
  sigmoid: ['Sigmoid', 'sigmoid'],
  tanh: ['Tanh'],
  softplus: ['Softplus'],
};

/** dx by dy and y = f(x). */
const gradients: Readonly<Record<Exclude<Name, 'linear' | 'gelu'>, string>> = {
  relu: 'dy * max(sign(y), 0.0)',
  leakyRelu: 'dy * (slope + (1.0 - slope) * max(sign(y), 0.0))',
  elu: 'dy * (1.0 + min(y, 0.0))',
  sigmoid: 'dy * y * (1.0 - y)',
  tanh: 'dy * (1.0 - y * y)',
  softplus: 'dy * (1.0 - exp(-y))',
};

/** erf(x / √2). */
const erf = (device: Device, x: TensorInfo): TensorInfo =>
  freeing(device, device.compute('x * 0.7071067811865476', { x }), (scaled) => device.run('Erf', { x: scaled }));

export const activation: GpuKernel<'Activation'> = (device, { x }, { activation: name, slope = 0 }) => {
  if (name === 'gelu') return freeing(device, erf(device, x!), (e) => device.compute('0.5 * x * (1.0 + e)', { x: x!, e }));
  if (name === 'linear') return device.run('Identity', { x: x! });
  return device.run(own[name][0], { x: x! }, name === 'leakyRelu' ? { alpha: slope } : {});
};

/** For GELU, y is x. Its derivative is Φ(x) + x·φ(x). */
export const activationGradient: GpuKernel<'ActivationGrad'> = (device, { dy, y }, { activation: name, slope = 0 }) => {
  const given = { dy: dy!, y: y! };
  if (name === 'gelu') {
    const formula = 'dy * (0.5 + 0.5 * e + y * 0.3989422804014327 * exp(-0.5 * y * y))';
    return freeing(device, erf(device, y!), (e) => device.compute(formula, { ...given, e }));
  }
  if (name === 'linear') return device.run('Identity', { x: dy! });
  return device.compute(gradients[name], given, name === 'leakyRelu' ? { slope } : {});
};

export const fusedAffine: GpuKernel<'FusedAffine'> = (device, { x, kernel, bias }, { activation: name, slope = 0, transposed }) => {
  const inProduct = name === 'linear' ? 'linear' : name === 'gelu' ? undefined : own[name][1];
  const attrs = { transposeA: false, transposeB: transposed, activation: inProduct ?? 'linear', leakyreluAlpha: slope };
  const product = device.run('_FusedMatMul', { a: x!, b: kernel!, bias: bias! }, attrs);
  if (inProduct) return product;
  return freeing(device, product, (z) => activation(device, { x: z }, { activation: name, slope }) as TensorInfo);
};
