import type { Tensor } from '@tensorflow/tfjs-core';
import { leaves, mapLeaves, seeded } from '@autoencoders/core';
import type { Clock, Weights } from '@autoencoders/core';
import type { StepLosses } from './divergence.js';
import { shardOf, summed } from './group.js';
import type { Gradients, Passes } from './passes.js';
import type { Plan } from './plan.js';
import { SEED_STREAMS } from './seed-streams.js';
import type { Batch } from './source.js';
import { ownGradients } from './step.js';

/** How steps compute, where a step is more than one pass over one batch, after which gradients are summed over the ranks. */
export interface StepKind<X extends Tensor> {
  /** What each step computes, of the batches that are read. */
  readonly batches: (read: AsyncIterable<Batch<X>>) => AsyncIterable<Batch<X>>;
  /** The gradients of a step. The model does not change. */
  readonly gradients: (batch: Batch<X>, clock: Clock, compute: Passes<X>) => Gradients;
  /** What ends several steps of each rank, where ranks average their weights. */
  readonly rounds: Rounds | undefined;
}

/** What all ranks do together at the end of a round: after some steps of their own. */
export interface Rounds {
  /** How many steps a round has. */
  readonly every: number;
  /** The losses of steps over all ranks, from the shares of this rank. */
  readonly losses: (shares: readonly StepLosses[]) => readonly StepLosses[];
  /** Gives the model, and the state of the optimizer, their means over the ranks. Frees the old state. Says whether all weights are finite. */
  readonly average: (state: Weights) => { readonly state: Weights; readonly areFinite: boolean };
}

/** How the steps of a plan compute; undefined for usual steps. What does it is loaded only where it is needed. */
export async function stepKindOf<X extends Tensor>(plan: Plan<X, any, any>): Promise<StepKind<X> | undefined> {
  const averages = plan.group !== undefined && plan.averageEvery > 1;
  if (plan.accumulationSteps === 1 && !averages) return undefined;
  const { stepKind } = await import('./accumulation.js');
  return stepKind(plan, averages, { ownGradients, shardOf, summed, leaves, mapLeaves, seeded, stream: SEED_STREAMS.parts });
}
