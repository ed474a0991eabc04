import {
  add,
  cast,
  equal,
  fill,
  greater,
  greaterEqual,
  max,
  min,
  mul,
  relu,
  reshape,
  scalar,
  sub,
  where,
  zeros,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { check, checkInteger, checkOptions, gatherRows, initWeight, ownRows, sumOverRanks, topKMask } from '@autoencoders/core/operations';
import type { Context, InitContext, Shape, Shard, TopK } from '@autoencoders/core';
import type { Bottleneck } from './bottlenecks.js';

/** Options of `topK` and `batchTopK`. */
export interface TopKOptions {
  /** A unit is dead when it has not fired for this many training examples. Default 2,000. */
  readonly deadAfter?: number;
  /** The most dead units that the loss `auxK` trains per example. Default 512, as in the paper. */
  readonly auxK?: number;
}

/** For each unit, the number of examples since it last fired. */
type Idle = { readonly idle: Tensor1D };
type TopKWeights = { readonly statistics: Idle };
type BatchTopKWeights = { readonly statistics: Idle & { readonly threshold: Scalar } };

/**
 * Keeps the `k` largest activations of each example and sets all others to 0. Negative ones become 0, too: codes = relu(x) where x is among
 * the k largest, `[batch, units] → [batch, units]`. So the codes are sparse without a penalty. The loss `auxK` brings dead units back into
 * use. Throws when there are fewer units than `k`. Makhzani & Frey, "k-sparse autoencoders", 2014; Gao et al., "Scaling and evaluating
 * sparse autoencoders", 2024, section 2.3.
 */
export function topK(k: number, options: TopKOptions = {}): Bottleneck<TopK> {
  const { idle, follow, auxiliaryOf } = dying('topK', k, options);
  return {
    bottleneck: true,
    init: (shape, context) => ({ weights: { statistics: { idle: idle(shape, context) } }, shape }),
    apply({ statistics }: TopKWeights, x, context) {
      const codes: Tensor2D = relu(mul(x, topKMask(x, k)));
      follow(statistics, codes, context);
      return { codes, auxiliaryCodes: auxiliaryOf(statistics, x) };
    },
    config: { name: 'topK', args: [k, { ...options }] },
  };
}

/** The weight of a new batch in the running threshold. */
const PACE = 0.01;

/**
 * Keeps the k·batch largest positive activations of a batch, or outside training those above a running threshold, and sets the rest to 0: `[batch, units] → [batch, units]`. An
 * example has k on average, and may have more or fewer. Outside training, the code of an example must not depend on the rest of the batch.
 * There it keeps the activations above a threshold: the running mean of the smallest kept activation, in which the last few hundred
 * training steps count most. Throws when there are fewer units than `k`. Bussmann, Leask & Nanda, "BatchTopK sparse autoencoders", 2024.
 */
export function batchTopK(k: number, options: TopKOptions = {}): Bottleneck<TopK> {
  const { idle, follow, auxiliaryOf } = dying('batchTopK', k, options);
  return {
    bottleneck: true,
    init: (shape, context) => ({
      weights: { statistics: { idle: idle(shape, context), threshold: initWeight(context, [], () => scalar(0)) } },
      shape,
    }),
    apply({ statistics }: BatchTopKWeights, x, context) {
      const { threshold } = statistics;
      const codes: Tensor2D = context.training ? largestOfBatch(x, k, context.shard) : mul(relu(x), greater(x, threshold));
      follow(statistics, codes, context);
      if (context.training) context.update?.(threshold, followed(threshold, gatherRows(codes, context.shard)));
      return { codes, auxiliaryCodes: auxiliaryOf(statistics, x) };
    },
    config: { name: 'batchTopK', args: [k, { ...options }] },
  };
}

function largestOfBatch(x: Tensor2D, k: number, shard: Shard | undefined): Tensor2D {
  const batch = gatherRows(x, shard);
  const all: Tensor2D = reshape(batch, [1, -1]);
  const mask: Tensor2D = reshape(topKMask(all, k * batch.shape[0]), batch.shape);
  return relu(mul(x, ownRows(mask, shard)));
}

/** The threshold after a batch: the first is the batch's own, and where nothing fires it stays. */
function followed(threshold: Scalar, codes: Tensor2D): Tensor {
  const least = min(where(greater(codes, 0), codes, fill(codes.shape, Infinity)));
  const next = where(equal(threshold, 0), least, add(threshold, mul(sub(least, threshold), PACE)));
  return where(greater(least, 1e30), threshold, next);
}

/** What both bottlenecks share: they count how long each unit has been idle, and give the auxiliary codes of dead units. */
function dying(call: string, k: number, options: TopKOptions) {
  checkOptions(call, options, { deadAfter: true, auxK: true });
  const { deadAfter = 2000, auxK = 512 } = options;
  checkInteger(call, 'k', k, 1);
  checkInteger(call, 'deadAfter', deadAfter, 1);
  checkInteger(call, 'auxK', auxK, 1);
  return {
    idle(shape: Shape, context: InitContext): Tensor1D {
      check(shape.length === 1, () => `${call}: the encoder must give flat codes`);
      check(k <= shape[0]!, () => `${call}: k is ${k}, but the encoder has only ${shape[0]} units; choose a k from 1 to ${shape[0]}`);
      return initWeight(context, shape, () => zeros([shape[0]!]) as Tensor1D);
    },
    follow({ idle }: Idle, codes: Tensor2D, { training, update, shard }: Context): void {
      if (!training || !update) return;
      const fired = greater(sumOverRanks(max(codes, 0) as Tensor, shard), 0);
      update(idle, where(fired, zerosLike(idle), add(idle, shard?.of ?? codes.shape[0])));
    },
    auxiliaryOf:
      ({ idle }: Idle, x: Tensor2D) =>
      (): Tensor2D => {
        const dead = greaterEqual(idle, deadAfter);
        const able: Tensor2D = relu(mul(x, cast(dead, 'float32')));
        return mul(able, topKMask(able, Math.min(auxK, idle.size)));
      },
  };
}
