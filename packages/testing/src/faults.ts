import { add, mean, mul, norm, sub } from '@tensorflow/tfjs-core';
import type { Scalar } from '@tensorflow/tfjs-core';
import type { Loss } from '@autoencoders/core';

/** `loss`, times `factor` in the given steps of the run, from 1. */
export const wrongAt =
  (loss: Loss, factor: number, ...steps: readonly number[]): Loss =>
  (pass) =>
    steps.includes(pass.clock.step + 1) ? mul(loss(pass), factor) : loss(pass);

/** `loss`, which is finite but has a gradient of 0 / 0, in the given steps of the run, from 1. */
export const badGradientAt =
  (loss: Loss, ...steps: readonly number[]): Loss =>
  (pass) => {
    const output = pass.output();
    const cusp = (): Scalar => mean(norm(sub(output, output), 'euclidean', 1)) as Scalar;
    return steps.includes(pass.clock.step + 1) ? add(loss(pass), cusp()) : loss(pass);
  };
