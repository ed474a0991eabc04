import { dispose, keep, mul } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { valueAndGradients } from '@autoencoders/core/operations';
import type { Clock, Context, Latent, Leaves, Seeds, Shard } from '@autoencoders/core';
import type { GradientSums } from './gradient-sums.js';
import { lossesOf } from './losses.js';
import type { BatchTensors } from './source.js';
import type { StepPlan } from './step.js';

/** The loss terms of one batch, their gradients, and new values of running statistics. The caller frees them. */
export interface Gradients {
  readonly values: Tensor1D;
  readonly gradients: Leaves;
  readonly statistics: readonly (readonly [Tensor, Tensor])[];
}

/** What the passes of a batch use besides the model. */
export interface PassInputs<X extends Tensor> {
  /** The rows that this process computes, changed and corrupted already. */
  readonly part: BatchTensors<X>;
  readonly clock: Clock;
  /** The weights of losses that are products. */
  readonly weights: readonly (Scalar | undefined)[];
  /** The seeds of layers that draw random numbers. */
  readonly seeds: Seeds;
  readonly shard?: Shard | undefined;
  /** Begins with the sums over all ranks while the passes go on. Passes need not call it. */
  readonly openSums?: GradientSums['open'] | undefined;
}

/** The forward and the backward pass of a batch. */
export type Passes<X extends Tensor> = (inputs: PassInputs<X>) => Gradients;

/** The forward and the backward pass by the layers and losses of the model, which does not change. */
export function passes<X extends Tensor, L extends Latent, K extends string>(
  { model, terms, trained }: StepPlan<X, L, K>,
  { part, clock, weights: ofLosses, seeds, shard }: PassInputs<X>,
): Gradients {
  const { weights, frozen, follows, ofRank } = trained;
  const statistics: [Tensor, Tensor][] = [];
  let values: Tensor1D | undefined;
  // tfjs frees tensors that are made in a gradient function, unless they are kept.
  const update: Context['update'] = (statistic, next, isOwn) => {
    if (isOwn) ofRank.add(statistic);
    if (follows(statistic)) statistics.push([statistic, keep(next)]);
  };
  const context: Context = { training: true, seeds, update, frozen, ...(shard && { shard }) };
  const cost = (): Scalar => {
    const losses = lossesOf(model, terms, { ...part, context, clock }, ofLosses);
    values = losses.values;
    return shard ? mul<Scalar>(losses.total, shard.share) : losses.total;
  };
  try {
    const { gradients } = valueAndGradients(cost, weights);
    return { values: values!, gradients, statistics };
  } catch (error) {
    dispose([...(values ? [values] : []), ...statistics.map(([, next]) => next)]);
    throw error;
  }
}
