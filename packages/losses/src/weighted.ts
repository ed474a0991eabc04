import { mul } from '@tensorflow/tfjs-core';
import { configOf } from '@autoencoders/core';
import { checkNumber, toSchedule } from '@autoencoders/core/operations';
import type { Latent, Loss, Schedule } from '@autoencoders/core';

/** weight · loss; the weight may follow a schedule, such as `linearWarmUp(4, { epochs: 10 })`. */
export function weighted<L extends Latent>(weight: number | Schedule, loss: Loss<L>): Loss<L> {
  if (typeof weight !== 'function') checkNumber('weighted', 'weight', weight);
  const schedule = toSchedule(weight);
  return Object.assign<Loss<L>, Pick<Loss<L>, 'range' | 'config' | 'factors'>>((pass) => mul(schedule(pass.clock), loss(pass)), {
    ...(loss.range && { range: loss.range }),
    factors: { weight: schedule, loss },
    config: configOf('weighted', weight, loss),
  });
}
