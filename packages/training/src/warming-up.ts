import { dispose, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { seeded } from '@autoencoders/core';
import { atTheEnd } from '@autoencoders/core/operations';
import type { Clock, Latent } from '@autoencoders/core';
import { lossesOf } from './losses.js';
import { SEED_STREAMS } from './seed-streams.js';
import type { Batch } from './source.js';
import type { StepPlan } from './step.js';

/**
 * Whether a schedule of a loss, of the noise or of the augmentation has not reached its final value. The losses of a batch at `clock` then
 * differ from those at the end of training. Losses that differ between two calls at the same clock are random, and count as no warm-up.
 */
export async function isWarmingUp<X extends Tensor, L extends Latent, K extends string>(
  run: StepPlan<X, L, K>,
  batch: Pick<Batch<X>, 'load'>,
  clock: Clock,
): Promise<boolean> {
  const now = await lossesAt(run, batch, clock);
  const differs = async (at: Clock): Promise<boolean> => (await lossesAt(run, batch, at)).some((value, i) => !Object.is(value, now[i]));
  return (await differs(atTheEnd)) && !(await differs(clock));
}

async function lossesAt<X extends Tensor, L extends Latent, K extends string>(
  { model, terms, augment, corrupt, seed }: StepPlan<X, L, K>,
  { load }: Pick<Batch<X>, 'load'>,
  clock: Clock,
): Promise<Float32Array> {
  const values = tidy(() => {
    const seeds = seeded(seed, SEED_STREAMS.step, 0);
    const { x: loaded, target: own, mask } = load();
    const clean = augment ? augment(loaded, seeds, clock) : loaded;
    const x = corrupt ? corrupt(clean, seeds, clock) : clean;
    const context = { training: false, seeds };
    return lossesOf(model, terms, { x, target: own === loaded ? clean : own, mask, context, clock }).values;
  });
  // A copy, since some backends give their own memory.
  return values
    .data<'float32'>()
    .then((numbers) => numbers.slice())
    .finally(() => dispose(values));
}
