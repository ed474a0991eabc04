import {
  clipByValue,
  concat,
  customGrad,
  div,
  exp,
  log,
  max,
  mul,
  neg,
  reshape,
  sigmoid,
  slice,
  softplus,
  sub,
  sum,
  tensor2d,
} from '@tensorflow/tfjs-core';
import type { GradSaveFunc, Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { configOf, withConfig } from '@autoencoders/core';
import { addAll, check, checkOptions, showShape, toFloat32 } from '@autoencoders/core/operations';
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
  const width = terms.reduce((sum, { size }) => sum + size, 0);
  return withConfig<Loss>(
    ({ logits, target, mask }) => {
      for (const [what, x] of Object.entries({ logits, target, ...(mask && { mask }) }))
        check(
          x.rank === 2 && x.shape[1] === width,
          () => `mixedLoss: ${what} of shape ${showShape(x.shape)} must be [batch, ${width}], as the encoder has ${width} features`,
        );
      const [p, t, m] = [logits, target, mask].map((x) => x && toFloat32(x as Tensor2D)) as [Tensor2D, Tensor2D, Tensor2D?];
      return withGradient(p, (x) => sumOf(terms, x, t, m));
    },
    configOf('mixedLoss', layout, options),
  );
}

/** A loss of logits, and its gradient. */
interface ValueAndGradient {
  readonly value: Scalar;
  readonly gradient: Tensor2D;
}

/** Columns of the same kind, which are side by side, and the sum of their losses over the batch. */
interface Term {
  readonly size: number;
  readonly loss: (logits: Tensor2D, target: Tensor2D, mask: Tensor2D | undefined) => ValueAndGradient;
}

/** Value and gradient as one operation. tfjs would differentiate each slice by a tensor of the full width. */
const withGradient = (x: Tensor2D, f: (x: Tensor2D) => ValueAndGradient): Scalar =>
  customGrad((logits, save) => {
    const { value, gradient } = f(logits as Tensor2D);
    (save as GradSaveFunc)([gradient]);
    return { value, gradFunc: (dy: Scalar, saved: Tensor[]) => mul(saved[0]!, dy) };
  })(x);

/** The sum of the terms, averaged over the batch. Each term gets its own columns. */
function sumOf(terms: readonly Term[], logits: Tensor2D, target: Tensor2D, mask: Tensor2D | undefined): ValueAndGradient {
  let start = 0;
  const found = terms.map(({ size, loss }) => {
    const part = (x: Tensor2D): Tensor2D => (terms.length === 1 ? x : slice(x, [0, start], [x.shape[0], size]));
    const result = loss(part(logits), part(target), mask && part(mask));
    start += size;
    return result;
  });
  const scale = 1 / logits.shape[0];
  const gradients = found.map(({ gradient }) => gradient);
  return {
    value: mul(addAll(found.map(({ value }) => value)), scale),
    gradient: mul(gradients.length === 1 ? gradients[0]! : concat(gradients, 1), scale),
  };
}

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
      const distance = sub(logits, target);
      // 2h(d) = n·(2d − n) with n = d, but at most ±δ: d² within δ, for which the weights are. Its slope is 2n.
      const near = delta === undefined ? distance : clipByValue(distance, -delta, delta);
      const slope = weighed(near, w);
      return { value: sum(mul(slope, sub(mul(distance, 2), near))), gradient: mul(slope, 2) };
    },
  };
}

function yesNoTerm(weights: readonly number[]): Term {
  return {
    size: weights.length,
    loss(logits, target, mask) {
      const w = weigh(weights, mask);
      // −ln σ(y·l) = softplus(−y·l), with the slope −y·σ(−y·l)
      const against = neg(mul(target, logits));
      return { value: sum(weighed(softplus(against), w)), gradient: neg(weighed(mul(target, sigmoid(against)), w)) };
    },
  };
}

function categoryTerm(levels: number, weights: readonly number[]): Term {
  const each = weights.flatMap((weight) => Array<number>(levels).fill(weight));
  return {
    size: each.length,
    loss(logits, target, mask) {
      // −Σ t·ln softmax(l) = Σ t · ln Σ eˡ⁻ᵐ − Σ t·(l − m), with m the largest logit, and the slope softmax(l)·Σ t − t
      const [chosen, l] = [weighed(target, weigh(each, mask)), logits].map((x) => reshape(x, [-1, levels])) as [Tensor2D, Tensor2D];
      const total = sum(chosen, 1, true);
      const shifted = sub(l, max(l, 1, true));
      const powers = exp(shifted);
      const norm = sum(powers, 1, true);
      const value: Scalar = sub(sum(mul(total, log(norm))), sum(mul(chosen, shifted)));
      return { value, gradient: reshape(sub(mul(powers, div(total, norm)), chosen), logits.shape) };
    },
  };
}
