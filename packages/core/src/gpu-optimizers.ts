import { getKernel, registerKernel } from '@tensorflow/tfjs-core';
import type { KernelBackend, TensorInfo } from '@tensorflow/tfjs-core';
import { precision } from './backend.js';
import type { FusedKernels } from './kernels.js';

/*
 * Steps of optimizers on GPUs. Composed of tfjs's operations, a step of Adam takes 14 programs for each weight. Here it takes 3, one for each
 * tensor that it makes.
 */

type Tensors = Readonly<Record<string, TensorInfo>>;

/** Numbers of a program that may be others in the next call, by their names in its formula. */
export type Scalars = Readonly<Record<string, number>>;

/**
 * Makes a tensor of tensors of its shape, by a formula for each number. The formula is an expression that is valid in GLSL and in WGSL; tensors
 * and scalars have their names in it.
 */
export type Compute = (backend: KernelBackend, formula: string, tensors: Tensors, scalars: Scalars) => TensorInfo;

/** The smallest ε that is safe in half precision. */
const LEAST_HALF = 1e-4;

/** The next weight, m and v of each variable. The least divisor is for places beyond the end of a texture, where all numbers are 0. */
function adamStep(
  compute: (formula: string, tensors: Tensors, scalars: Scalars) => TensorInfo,
  inputs: Tensors,
  { count, beta1, beta2, scale, root, keep, epsilon: least }: FusedKernels['AdamStep']['attrs'],
): TensorInfo[] {
  const epsilon = precision() === 16 ? Math.max(least, LEAST_HALF) : least;
  return Array.from({ length: count }, (_, i) => {
    const [gradient, weight] = [inputs[`gradient${i}`]!, inputs[`weight${i}`]!];
    const m = compute('decay * m + fresh * gradient', { m: inputs[`m${i}`]!, gradient }, { decay: beta1, fresh: 1 - beta1 });
    const v = compute('decay * v + fresh * gradient * gradient', { v: inputs[`v${i}`]!, gradient }, { decay: beta2, fresh: 1 - beta2 });
    const step = 'keep * weight - scale * m / max(root * sqrt(v) + epsilon, 1e-30)';
    return [compute(step, { weight, m, v }, { keep, scale, root, epsilon }), m, v];
  }).flat();
}

/** The next weight of each variable, and with momentum its velocity. */
function sgdStep(
  compute: (formula: string, tensors: Tensors, scalars: Scalars) => TensorInfo,
  inputs: Tensors,
  { count, learningRate: rate, momentum, nesterov }: FusedKernels['SgdStep']['attrs'],
): TensorInfo[] {
  return Array.from({ length: count }, (_, i) => {
    const [gradient, weight, before] = [inputs[`gradient${i}`]!, inputs[`weight${i}`]!, inputs[`velocity${i}`]];
    if (!before) return [compute('weight - rate * gradient', { weight, gradient }, { rate })];
    const velocity = compute('momentum * velocity + gradient', { velocity: before, gradient }, { momentum });
    const next = nesterov
      ? compute('weight - rate * (gradient + momentum * velocity)', { weight, gradient, velocity }, { rate, momentum })
      : compute('weight - rate * velocity', { weight, velocity }, { rate });
    return [next, velocity];
  }).flat();
}

/** Registers `AdamStep` and `SgdStep` for a backend on a GPU, whose programs `compute` runs. */
export function registerGpuOptimizers(backendName: string, compute: Compute): void {
  for (const [kernelName, step] of [
    ['AdamStep', adamStep],
    ['SgdStep', sgdStep],
  ] as const) {
    if (getKernel(kernelName, backendName)) continue;
    registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, attrs, backend }) =>
        step((...given) => compute(backend as KernelBackend, ...given), inputs as Tensors, attrs as never),
    });
  }
}
