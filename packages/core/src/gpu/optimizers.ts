import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { GpuKernel } from './kernels.js';

/*
 * Composed of tfjs's operations, a step of Adam takes 14 programs for each weight. Here it takes 3, one for each tensor that it makes.
 */

/** The inputs of variable i: its gradient, its weight and its state. */
const partOf = (inputs: readonly TensorInfo[], count: number, i: number): [TensorInfo, TensorInfo, ...TensorInfo[]] => {
  const size = inputs.length / count;
  return inputs.slice(i * size, (i + 1) * size) as [TensorInfo, TensorInfo, ...TensorInfo[]];
};

/** The next weight, m and v of each variable. The least divisor is for places beyond the end of a texture, where all numbers are 0. */
export const adamStep: GpuKernel<'AdamStep'> = ({ compute }, inputs, attrs) => {
  const { count, beta1, beta2, scale, root, epsilon, keep } = attrs;
  return Array.from({ length: count }, (_, i): TensorInfo[] => {
    const [gradient, weight, ...before] = partOf(inputs, count, i);
    const m = compute('decay * m + fresh * gradient', { m: before[0]!, gradient }, { decay: beta1, fresh: 1 - beta1 });
    const v = compute('decay * v + fresh * gradient * gradient', { v: before[1]!, gradient }, { decay: beta2, fresh: 1 - beta2 });
    const step = 'keep * weight - scale * m / max(root * sqrt(v) + epsilon, 1e-30)';
    return [compute(step, { weight, m, v }, { keep, scale, root, epsilon }), m, v];
  }).flat();
};

/** The next weight of each variable, and with momentum its velocity. */
export const sgdStep: GpuKernel<'SgdStep'> = ({ compute }, inputs, { count, learningRate: rate, momentum, nesterov }) =>
  Array.from({ length: count }, (_, i): TensorInfo[] => {
    const [gradient, weight, before] = partOf(inputs, count, i);
    if (!before) return [compute('weight - rate * gradient', { weight, gradient }, { rate })];
    const velocity = compute('momentum * velocity + gradient', { velocity: before, gradient }, { momentum });
    const next = nesterov
      ? compute('weight - rate * (gradient + momentum * velocity)', { weight, gradient, velocity }, { rate, momentum })
      : compute('weight - rate * velocity', { weight, velocity }, { rate });
    return [next, velocity];
  }).flat();
