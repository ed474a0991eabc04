import { logSoftmax, minimum, mul, neg, reshape, softplus, split, sqrt, sub, sum, tensor2d } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { configOf, withConfig } from '@autoencoders/core';
import { abs, addAll, check, checkOptions, pointwiseLoss, showShape, toFloat32 } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { Loss } from '@autoencoders/core';
import type { FeatureLayout } from './encoders/layout.js';

/** Options of `mixedLoss`. */
export interface MixedLossOptions {
  /** The loss of numbers: `squared`, or `huber`, which outliers pull less. Default `squared`. */
  readonly numbers?: 'squared' | 'huber' | undefined;
  /** δ of `huber`, in units of the features. Default 1. */
  readonly delta?: number | undefined;
}

/**
 * One loss for the columns of a table, averaged over the batch: Σ (x − x̂)² over numbers (or 2h(x − x̂) with Huber's h), the cross-entropy −ln σ(y·l) over
 * yes/no with y = ±1, and the softmax cross-entropy −ln pᵧ over the levels of each one-hot category, in nats. Each column's loss is divided by
 * that of the best constant: the variance of a number, the entropy of the shares of words. So every column costs about 1 before a model has learned
 * anything, and none drowns the others. Entropies below 0.05 nats count as 0.05. Missing cells
 * weigh nothing, by the mask of the pass. Reads the logits `[batch, width]` of a model, which needs a linear output. Takes an encoder, or its
 * `layout`, which is what its config holds. Throws when the sizes do not fit.
 */
export function mixedLoss(encoder: { readonly layout: FeatureLayout } | FeatureLayout, options: MixedLossOptions = {}): Loss {
  checkOptions('mixedLoss', options, { numbers: true, delta: true });
  const { numbers: kind = 'squared', delta = 1 } = options;
  check(kind === 'squared' || kind === 'huber', () => `mixedLoss: numbers must be "squared" or "huber", not ${show(kind)}`);
  check(delta > 0 && delta < Infinity, () => `mixedLoss: delta must be a finite number above 0, not ${show(delta)}`);
  const layout = 'layout' in Object(encoder) ? (encoder as { layout: FeatureLayout }).layout : (encoder as FeatureLayout);
  const terms = termsOf(layout, kind === 'huber' ? delta : undefined);
  const sizes = terms.map(({ size }) => size);
  const width = sizes.reduce((a, b) => a + b, 0);
  return withConfig<Loss>(
    ({ logits, target, mask }) => {
      for (const [what, x] of Object.entries({ logits, target, ...(mask && { mask }) }))
        check(
          x.rank === 2 && x.shape[1] === width,
          () => `mixedLoss: ${what} of shape ${showShape(x.shape)} must be [batch, ${width}], as the encoder has ${width} features`,
        );
      const [p, t, m] = [logits, target, mask].map((x) => x && parts(toFloat32(x as Tensor2D), sizes)) as [
        Tensor2D[],
        Tensor2D[],
        Tensor2D[]?,
      ];
      const scale = 1 / logits.shape[0]!;
      return mul(addAll(terms.map(({ loss }, i) => loss(p[i]!, t[i]!, m?.[i]))), scale);
    },
    configOf('mixedLoss', layout, options),
  );
}

/** Columns of the same kind, which are side by side, and the sum of their losses over the batch. */
interface Term {
  readonly size: number;
  readonly loss: (logits: Tensor2D, target: Tensor2D, mask: Tensor2D | undefined) => Scalar;
}

const parts = (x: Tensor2D, sizes: readonly number[]): Tensor2D[] => (sizes.length === 1 ? [x] : split(x, [...sizes], 1));

function termsOf(layout: FeatureLayout, delta: number | undefined): readonly Term[] {
  const { numbers, yesNo, categories } = Object(layout) as FeatureLayout;
  const isWeights = (weights: unknown): boolean =>
    Array.isArray(weights) && weights.every((weight) => Number.isFinite(weight) && weight >= 0);
  check(
    isWeights(numbers) &&
      isWeights(yesNo) &&
      Array.isArray(categories) &&
      categories.every(({ levels, weights }) => levels > 0 && isWeights(weights)),
    () => `mixedLoss: the first argument must be an encoder, such as fitEncoder gives, or its layout, not ${show(layout)}`,
  );
  const terms = [
    numberTerm(numbers, delta),
    yesNoTerm(yesNo),
    ...categories.map(({ levels, weights }) => categoryTerm(levels, weights)),
  ].filter(({ size }) => size > 0);
  check(terms.length > 0, 'mixedLoss: the encoder has no features');
  return terms;
}

/** Weights of columns, times the mask if there is one: `[1, n]` or `[batch, n]`. Undefined if all are 1. */
function weigh(weights: readonly number[], mask: Tensor2D | undefined): Tensor2D | undefined {
  if (weights.every((weight) => weight === 1)) return mask;
  const row = tensor2d([...weights], [1, weights.length]);
  return mask ? mul(mask, row) : row;
}

const weighed = <T extends Tensor>(x: T, weights: Tensor2D | undefined): T => (weights ? mul(x, weights) : x);

function numberTerm(weights: readonly number[], delta: number | undefined): Term {
  return {
    size: weights.length,
    loss(logits, target, mask) {
      const w = weigh(weights, mask);
      if (delta === undefined) {
        const root = w && sqrt(w);
        return pointwiseLoss('squared', weighed(logits, root), weighed(target, root), 1);
      }
      // 2h(d) = n·(2|d| − n) with n = min(|d|, δ): d² up to δ, for which the weights are.
      const distance = abs(sub(logits, target));
      const near = minimum(distance, delta);
      return sum(weighed(mul(near, sub(mul(distance, 2), near)), w));
    },
  };
}

function yesNoTerm(weights: readonly number[]): Term {
  return {
    size: weights.length,
    // −ln σ(y·l) = softplus(−y·l)
    loss: (logits, target, mask) => sum(weighed(softplus(neg(mul(target, logits))), weigh(weights, mask))),
  };
}

function categoryTerm(levels: number, weights: readonly number[]): Term {
  const each = weights.flatMap((weight) => Array<number>(levels).fill(weight));
  return {
    size: each.length,
    loss(logits, target, mask) {
      const rows = [-1, levels] as const;
      const chosen = reshape(weighed(target, weigh(each, mask)), [...rows]);
      return neg(sum(mul(chosen, logSoftmax(reshape(logits, [...rows])))));
    },
  };
}
