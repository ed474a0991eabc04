import type { Tensor } from '@tensorflow/tfjs-core';
import { leaves, mapLeaves, seeded } from '@autoencoders/core';
import type { Clock, Weights } from '@autoencoders/core';
import type { StepLosses } from './divergence.js';
import { shardOf } from './group.js';
import type { Gradients, Passes } from './passes.js';
import type { Plan } from './plan.js';
import { SEED_STREAMS } from './seed-streams.js';
import type { Batch } from './source.js';
import { gradientsOf } from './step.js';

/** How steps compute that several batches or several processes have a part in. */
export interface ComposedSteps<X extends Tensor> {
  /** What each step computes, of the batches that are read. */
  readonly batches: (read: AsyncIterable<Batch<X>>) => AsyncIterable<Batch<X>>;
  /** The gradients of a step, over all its batches and all ranks. The model does not change. */
  readonly gradients: (batch: Batch<X>, clock: Clock, compute: Passes<X>) => Gradients;
  /** What ends several steps of each rank, where ranks average their weights. Gradients are then those of this rank. */
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

/** The steps of a plan, where they are composed. What composes them is loaded only then. */
export async function composedSteps<X extends Tensor>(plan: Plan<X, any, any>): Promise<ComposedSteps<X> | undefined> {
  if (!plan.group && plan.accumulationSteps === 1) return undefined;
  const { composed } = await import('./composed.js');
  return composed(plan, { gradientsOf, shardOf, leaves, mapLeaves, seeded, stream: SEED_STREAMS.parts });
}
