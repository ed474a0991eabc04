import { slice } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { check } from '@autoencoders/core/operations';
import { readsWait, rowsOfRank, show } from '@autoencoders/core/internal';
import { leaves } from '@autoencoders/core';
import type { Group, Shard, Weights } from '@autoencoders/core';
import { murmur3 } from './checkpoints/fingerprint.js';
import type { Settings } from './checkpoints/settings.js';
import type { BatchTensors } from './source.js';

/*
 * Training in a group of processes. `batch` is the batch of all ranks together, and each computes a part of its rows. Gradients and losses are
 * summed over the ranks, so that every rank makes the same step as one process would with the whole batch.
 */

/** The group, if it has several ranks: one process alone trains as without a group. Throws if it is no group, or the backend cannot serve it. */
export function checkedGroup(call: string, group: Group | undefined): Group | undefined {
  if (group === undefined) return undefined;
  check(
    typeof group?.allReduce === 'function' && Number.isInteger(group.rank) && Number.isInteger(group.size),
    () => `${call}: group must be a group of processes, such as mpiGroup() gives, not ${show(group)}`,
  );
  if (group.size === 1) return undefined;
  check(!readsWait(), () => `${call}: a group needs a backend on the processor, such as wasm; on a GPU, use one process`);
  return group;
}

/** What rank 0 alone does, such as taking and reading checkpoints. */
export const onlyOnFirst = <T>(group: Group | undefined, given: T | undefined): T | undefined =>
  group !== undefined && group.rank > 0 ? undefined : given;

/** The rows that this rank computes of a batch with `size` rows. Without a group, undefined: all. */
export function shardOf(group: Group | undefined, size: number): Shard | undefined {
  return group && { group, of: size, ...rowsOfRank(group, size) };
}

/** Its rows of the tensors of a whole batch. */
export function rowsOf<X extends Tensor>({ x, target, mask }: BatchTensors<X>, { from, rows }: Shard): BatchTensors<X> {
  const own = <T extends Tensor>(whole: T): T => slice(whole, from, rows);
  const part = own(x);
  return { x: part, target: target === x ? part : own(target), mask: mask && own(mask) };
}

/** Loss terms of the whole batch, from those of each rank's rows. */
export function summedValues(values: Float32Array, shard: Shard | undefined): Float32Array {
  if (!shard) return values;
  const { share, group } = shard;
  const all = values.map((value) => (share > 0 ? value * share : 0));
  group.allReduce(all);
  return all;
}

/** Throws, on all ranks alike, unless all ranks have the same model, options, data and weights. */
export async function checkAlike(call: string, group: Group, settings: Settings, weights: Weights): Promise<void> {
  const { difference } = await import('./alike.js');
  const numbers = await Promise.all(Object.values(leaves(weights)).map((leaf) => leaf.data<'float32'>()));
  const found = difference(group, { settings, weights: numbers, hash: murmur3 });
  check(found === undefined, () => `${call}: ${found}`);
}

/** The checkpoint that rank 0 reads. Throws on all ranks if it cannot. */
export async function readOnFirst(
  call: string,
  group: Group,
  read: () => Promise<Uint8Array | undefined>,
): Promise<Uint8Array | undefined> {
  const { sharedCheckpoint } = await import('./checkpoints/shared-checkpoint.js');
  const found = await sharedCheckpoint(group, read);
  check(found !== 'failed', () => `${call}: resume: rank 0 cannot read its checkpoint`);
  return found as Uint8Array | undefined;
}
