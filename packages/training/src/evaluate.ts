import { dispose, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { seeded } from '@autoencoders/core';
import { atTheEnd, checkInteger, checkOptions } from '@autoencoders/core/operations';
import { periodicYield } from '@autoencoders/core/internal';
import type { Clock, Corruption, Latent, Loss, Model } from '@autoencoders/core';
import { lossesOf, termsOf } from './losses.js';
import type { Losses } from './losses.js';
import type { Pairs } from './examples.js';
import { HINTS } from './options.js';
import { ARGUMENT_NAMES, checkPairs, pairsOf } from './pairs.js';
import type { Target } from './pairs.js';
import { runningMeans } from './running-means.js';
import type { Evaluation } from './running-means.js';

/** Examples per pass by default. */
const BATCH = 128;

/** Options of `evaluate`. */
export interface EvaluateOptions<L extends Latent, K extends string> {
  /** Losses by names of your choice. */
  readonly loss: Losses<L, K>;
  /** What the outputs should be. Default: the data. */
  readonly target?: Target | undefined;
  /** Makes noisy data of the clean data: the model sees the noisy data, the losses compare with the clean. Default: none. */
  readonly corrupt?: Corruption | undefined;
  /**
   * Examples per pass. Default 128. That is more than the 32 of `fit`, since a pass without gradients takes less memory, and
   * fewer passes take less time. Where nothing is random, the losses are the same for any batch, to rounding.
   */
  readonly batch?: number;
  /** Decides the corruption and the samples of a Gaussian bottleneck. Default 0. */
  readonly seed?: number;
}

/**
 * The mean losses of `model` on `data`, `[examples, …input]`. The weights do not change. Layers work as outside
 * training, and schedules have their final values. A Gaussian bottleneck draws one sample per example, so that a
 * cross-entropy plus a KL is an unbiased estimate of the negative ELBO, in nats. Throws an `InputError` for data that do
 * not fit the model or a loss.
 */
export async function evaluate<X extends Tensor, L extends Latent, K extends string>(
  model: Model<X, L, Tensor>,
  data: X,
  given: EvaluateOptions<NoInfer<L>, K>,
): Promise<Evaluation<K>> {
  checkOptions('evaluate', given, { loss: true, target: true, corrupt: true, batch: true, seed: true }, HINTS);
  const { loss, target, ...options } = given;
  const terms = termsOf<L, K>('evaluate', loss);
  const pairs = pairsOf('evaluate', ARGUMENT_NAMES.training, model, data, target);
  checkInteger('evaluate', 'batch', options.batch ?? BATCH, 1);
  checkInteger('evaluate', 'seed', options.seed ?? 0, 0);
  await checkPairs('evaluate', ARGUMENT_NAMES.training, pairs, model, terms);
  return meanLosses(model, pairs, terms, options, atTheEnd);
}

/** The mean losses, without checks. Schedules have their values at `clock`. */
export async function meanLosses<X extends Tensor, L extends Latent, K extends string>(
  model: Model<X, L, Tensor>,
  { data, target }: Pairs<X>,
  terms: readonly (readonly [K, Loss<L>])[],
  { corrupt, batch = BATCH, seed = 0 }: Omit<EvaluateOptions<L, K>, 'loss' | 'target'>,
  clock: Clock,
): Promise<Evaluation<K>> {
  const sums = runningMeans(terms.map(([name]) => name));
  const breathe = periodicYield();
  for (let at = 0; at < data.count; at += batch) {
    const size = Math.min(batch, data.count - at);
    const values = tidy(() => {
      const seeds = seeded(seed, at);
      const clean = data.slice(at, size);
      const given = { x: corrupt ? corrupt(clean, seeds, clock) : clean, target: target?.slice(at, size) ?? clean };
      return lossesOf(model, terms, { ...given, context: { training: false, seeds }, clock }).values;
    });
    sums.add(await values.data<'float32'>(), size);
    dispose(values);
    await breathe();
  }
  return sums.means();
}
