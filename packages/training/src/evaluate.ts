import { dispose, slice, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { atTheEnd, checkInteger, seeded } from '@autoencoders/core';
import type { Clock, Corruption, Latent, Loss, Model } from '@autoencoders/core';
import { checkShape, checkValues } from './checks.js';
import { boundsOf, lossesOf, termsOf } from './losses.js';
import type { Losses } from './losses.js';
import { sumsOf } from './sums.js';
import type { Evaluation } from './sums.js';
import { breather } from './time.js';

/** What `evaluate` can be told. */
export interface EvaluateOptions<L extends Latent, K extends string> {
  readonly loss: Losses<L, K>;
  /** What the model gets to see instead of the clean data, which stays the target. */
  readonly corrupt?: Corruption | undefined;
  /** Examples per pass; 128 by default. */
  readonly batch?: number;
  /** Decides corruption and the samples a Gaussian bottleneck draws; 0 by default. */
  readonly seed?: number;
}

/**
 * The mean loss of `model` on `data`, `[examples, …input]`, with the weights as they are. Layers do what they do outside
 * training, schedules stand at their end, and a Gaussian bottleneck draws one sample per example, so that a
 * cross-entropy plus a KL is an unbiased estimate of the negative ELBO. Throws for data that does not fit the model.
 */
export async function evaluate<X extends Tensor, L extends Latent, K extends string>(
  model: Model<X, L>,
  data: X,
  { loss, ...options }: EvaluateOptions<NoInfer<L>, K>,
): Promise<Evaluation<K>> {
  const terms = termsOf<L, K>('evaluate', loss);
  checkShape('evaluate', 'data', model, data);
  checkInteger('evaluate', 'batch', options.batch ?? 128, 1);
  checkInteger('evaluate', 'seed', options.seed ?? 0, 0);
  await checkValues('evaluate', 'data', data, boundsOf(model, terms));
  return meanLosses(model, data, terms, options, atTheEnd);
}

/** The means without the checks; `clock` is when schedules are read. */
export async function meanLosses<X extends Tensor, L extends Latent, K extends string>(
  model: Model<X, L>,
  data: X,
  terms: readonly (readonly [K, Loss<L>])[],
  { corrupt, batch = 128, seed = 0 }: Omit<EvaluateOptions<L, K>, 'loss'>,
  clock: Clock,
): Promise<Evaluation<K>> {
  const [count = 0] = data.shape;
  const sums = sumsOf(terms.map(([name]) => name));
  const breathe = breather();
  for (let at = 0; at < count; at += batch) {
    const size = Math.min(batch, count - at);
    const values = tidy(() => {
      const seeds = seeded(seed, at);
      const target = slice(data, at, size) as X;
      const x = corrupt ? corrupt(target, seeds) : target;
      return lossesOf(model, terms, { x, target, context: { training: false, seeds }, clock }).values;
    });
    sums.add(await values.data<'float32'>(), size);
    dispose(values);
    await breathe();
  }
  return sums.means();
}
