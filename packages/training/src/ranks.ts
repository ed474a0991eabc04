import type { Tensor } from '@tensorflow/tfjs-core';
import { seeded } from '@autoencoders/core';
import { check, checkBoolean } from '@autoencoders/core/operations';
import { joinRows, sliceRows } from '@autoencoders/core/internal';
import type { Group, Model } from '@autoencoders/core';
import { checkedGroup } from './group.js';
import type { shareOf } from './option-checks.js';
import type { Plan, batchOf } from './plan.js';
import { asideOf } from './source.js';
import type { Source } from './source.js';

/** Where each rank of a group has a part of the data: what the ranks do together. Every rank must call it alike. */
export interface Ranks<X extends Tensor = Tensor> {
  /** The same plan, for the data of all ranks. */
  readonly opened: <P extends Plan<X, any, any>>(plan: P, tools: PlanTools) => P;
  /** All examples of the group, of which this rank has `own`. */
  readonly whole: (own: Source<X>, name: string) => Source<X>;
  /** Whether it is so on any rank. */
  readonly any: (here: boolean) => boolean;
  /** Does a task with the part of this rank. If it fails on one rank, it throws on all, so that no rank waits for ever. */
  readonly all: (task: () => Promise<void>) => Promise<void>;
}

/** What makes the parts of a plan that depend on how many examples there are. */
export interface PlanTools {
  readonly batchOf: typeof batchOf;
  readonly shareOf: typeof shareOf;
}

/** What ranks with parts use, besides what they load. */
export interface Tools {
  readonly asideOf: typeof asideOf;
  readonly check: typeof check;
  readonly joinRows: typeof joinRows;
  readonly seeded: typeof seeded;
  readonly sliceRows: typeof sliceRows;
}
export const TOOLS: Tools = { asideOf, check, joinRows, seeded, sliceRows };

/** Whether the data of this rank are a part only. In one process alone, a part is the whole. */
export function isSharded(call: string, sharded: boolean | undefined, group: Group | undefined): boolean {
  if (sharded !== undefined) checkBoolean(call, 'sharded', sharded);
  return sharded === true && checkedGroup(call, group) !== undefined;
}

/** What the ranks of a group do together for a call. A training without a group does not load it. */
export const ranksOf = async <X extends Tensor>(call: string, group: Group, model: Model<X, any, Tensor>): Promise<Ranks<X>> =>
  (await import('./sharded.js')).ranksOf<X>({ call, group, model, ...TOOLS });
