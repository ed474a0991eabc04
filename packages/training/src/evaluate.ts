import { dispose, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { seeded } from '@autoencoders/core';
import { atTheEnd, check, checkInteger, checkOptions } from '@autoencoders/core/operations';
import { checkAlive, periodicYield } from '@autoencoders/core/internal';
import type { Clock, Corruption, Dataset, Group, Latent, Loss, Model } from '@autoencoders/core';
import { checkedGroup, rowsOf, shardOf, summedValues } from './group.js';
import { lossesOf, termsOf } from './losses.js';
import type { Losses } from './losses.js';
import { HINTS } from './option-names.js';
import { batchChecker, checkSource } from './checks.js';
import type { DataChecks } from './checks.js';
import { ARGUMENT_NAMES, sourceFor } from './pairs.js';
import type { Target } from './pairs.js';
import { runningMeans } from './running-means.js';
import type { Evaluation } from './running-means.js';
import { isSharded, ranksOf } from './ranks.js';
import type { Source } from './source.js';

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
  /** The processes that evaluate together. All call `evaluate` alike, and each computes a part of every batch. Default: this process alone. */
  readonly group?: Group | undefined;
  /** Whether `data` are only the part of this rank. The means are over the examples of all ranks. Default false. */
  readonly sharded?: boolean | undefined;
}

/**
 * The mean losses of `model` on `data`, a tensor `[examples, …input]` or a dataset. The weights do not change. Layers work as outside
 * training, and schedules have their final values. A Gaussian bottleneck draws one sample per example, so that a
 * cross-entropy plus a KL is an unbiased estimate of the negative ELBO, in nats. Throws an `InputError` for data that do
 * not fit the model or a loss.
 *
 * @param given The losses, and options.
 */
export async function evaluate<X extends Tensor, L extends Latent, K extends string>(
  model: Model<X, L, Tensor>,
  data: X | Dataset,
  given: EvaluateOptions<NoInfer<L>, K>,
): Promise<Evaluation<K>> {
  checkOptions('evaluate', given, { loss: true, target: true, corrupt: true, batch: true, seed: true, group: true, sharded: true }, HINTS);
  const { loss, target, ...rest } = given;
  const group = checkedGroup('evaluate', rest.group);
  const mayBeEmpty = isSharded('evaluate', rest.sharded, rest.group);
  const options = { ...rest, group };
  const terms = termsOf<L, K>('evaluate', loss);
  const names = ARGUMENT_NAMES.training;
  const own = sourceFor({ call: 'evaluate', names, mayBeEmpty }, model, data, target);
  checkInteger('evaluate', 'batch', options.batch ?? BATCH, 1);
  checkInteger('evaluate', 'seed', options.seed ?? 0, 0);
  const ranks = mayBeEmpty ? await ranksOf('evaluate', group!, model) : undefined;
  const source = ranks ? ranks.whole(own, names.data) : own;
  const checked = async (): Promise<void> => {
    if (own.inMemory) await checkSource({ call: 'evaluate', names, model, terms }, own);
  };
  await (ranks ? ranks.all(checked) : checked());
  return meanLosses({ call: 'evaluate', names, model, terms }, source, options, atTheEnd);
}

/** The mean losses. Schedules have their values at `clock`. Data in memory are checked before, other data as they are read. */
export async function meanLosses<X extends Tensor, L extends Latent, K extends string>(
  checks: DataChecks & { readonly model: Model<X, L, Tensor>; readonly terms: readonly (readonly [K, Loss<L>])[] },
  source: Source<X>,
  { corrupt, batch: size = BATCH, seed = 0, group }: Omit<EvaluateOptions<L, K>, 'loss' | 'target'>,
  clock: Clock,
): Promise<Evaluation<K>> {
  const { model, terms } = checks;
  const sums = runningMeans(terms.map(([name]) => name));
  const breathe = periodicYield();
  const checker = source.inMemory ? undefined : batchChecker(checks, source.shape);
  let at = 0;
  for await (const batch of source.batches({ size, shard: corrupt ? undefined : group })) {
    await checker?.add(batch);
    checkAlive(checks.call, model.weights);
    const shard = batch.shard ?? shardOf(group, batch.size);
    const values = tidy(() => {
      const seeds = seeded(seed, at);
      const { x: clean, ...rest } = batch.load(corrupt ? undefined : shard);
      const whole = { x: corrupt ? corrupt(clean, seeds, clock) : clean, ...rest };
      const part = shard && corrupt ? rowsOf(whole, shard) : whole;
      return lossesOf(model, terms, { ...part, context: { training: false, seeds, shard }, clock }).values;
    });
    sums.add(summedValues(await values.data<'float32'>(), shard), batch.size);
    dispose(values);
    at += batch.size;
    await breathe();
  }
  check(at > 0, () => `${checks.call}: ${checks.names.data} has no examples`);
  checker?.finish();
  return sums.means();
}
