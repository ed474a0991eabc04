import { Tensor, keep, mul, scalar, stack } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor1D } from '@tensorflow/tfjs-core';
import { check, showShape, addAll } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { Clock, Context, Latent, Loss, Model, Pass, Range } from '@autoencoders/core';

/** Losses by names of your choice. The total loss is their sum. */
export type Losses<L extends Latent, K extends string = string> = Readonly<Record<K, Loss<L>>>;

/** The losses with their names. Throws when there are none. */
export function termsOf<L extends Latent, K extends string>(call: string, losses: Losses<L, K>): readonly (readonly [K, Loss<L>])[] {
  const terms = (typeof losses === 'object' ? Object.entries(losses ?? {}) : []) as [K, Loss<L>][];
  check(terms.length > 0, () => `${call}: loss must name at least one loss, such as { loss: { squaredError } }`);
  for (const [name, loss] of terms)
    check(typeof loss === 'function', () => `${call}: loss.${name} must be a loss, such as squaredError, not ${typeof loss}`);
  return terms;
}

/** A range that data must lie in, and what requires it. */
export interface Bounds {
  readonly range: Range;
  readonly who: string;
}

/** The ranges that this model and these losses require of the data. Data must lie in all of them. */
export function boundsOf<L extends Latent>(
  model: Model<any, L, Tensor>,
  terms: readonly (readonly [string, Loss<L>])[],
): readonly Bounds[] {
  const ranges = [
    { range: model.range, who: "the model's output activation" },
    ...terms.map(([name, { range }]) => ({ range, who: `loss.${name}` })),
  ];
  return ranges.filter((bounds): bounds is Bounds => bounds.range !== undefined);
}

/** The weights of losses that are products, at a clock. Undefined for a loss that is none. */
export const weightsOf = (terms: readonly (readonly [string, Loss<any>])[], clock: Clock): readonly (Scalar | undefined)[] =>
  terms.map(([, { factors }]) => factors && scalar(factors.weight(clock)));

/**
 * One forward pass: the value of each loss term, and their sum. `weights` are those of `weightsOf`; by default, the losses compute them.
 */
export function lossesOf<X extends Tensor, L extends Latent, K extends string>(
  model: Model<X, L, Tensor>,
  terms: readonly (readonly [K, Loss<L>])[],
  { x, target, mask, context, clock }: { x: X; target: Tensor; mask?: Tensor | undefined; context: Context; clock: Clock },
  weights: readonly (Scalar | undefined)[] = [],
): { total: Scalar; values: Tensor1D } {
  const pass: Pass<L> = { ...model.forward(x, context), target, mask, clock, shard: context.shard };
  const values = terms.map(([name, loss], i) => {
    const weight = weights[i];
    const value = weight ? mul<Scalar>(weight, loss.factors!.loss(pass)) : loss(pass);
    check(
      value instanceof Tensor && value.rank === 0,
      () => `loss.${name} gives ${value instanceof Tensor ? `shape ${showShape(value.shape)}` : show(value)}, a loss must give a scalar`,
    );
    return value;
  });
  // tfjs frees tensors that are made in a gradient function, unless they are kept.
  return { total: addAll(values), values: keep(stack(values)) as Tensor1D };
}
