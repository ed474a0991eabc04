import { mean, mul, pad, slice, tensor, zerosLike } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Shard } from '../group.js';
import type { Shape } from '../types.js';
import { differentiable } from './differentiable.js';

/*
 * What layers and losses that look across a batch need when a group of processes computes the batch. Without a shard, this process has the
 * whole batch.
 */

/** x as the sum over all ranks, as numbers. A rank without rows adds nothing. */
function reduced(x: Tensor, { group, share }: Shard): Tensor {
  // A copy, since some backends give their own memory. A rank without rows reads, too: a step that reads is captured on no rank.
  const values = x.dataSync<'float32'>().slice();
  if (share === 0) values.fill(0);
  group.allReduce(values);
  return tensor(values, x.shape, 'float32');
}

/**
 * Σᵣ xᵣ over the ranks r of a group, the same on every rank; x itself without a shard. The gradient of x is the sum of the gradients of all
 * ranks. Every rank must call it.
 */
export function sumOverRanks<T extends Tensor>(x: T, shard: Shard | undefined): T {
  if (!shard) return x;
  return differentiable(
    { x },
    () => reduced(x, shard) as T,
    // A rank without rows takes part in the sum, but has no part in its result.
    (dy) => ({
      x: () => {
        const all = reduced(dy, shard);
        return shard.share > 0 ? all : zerosLike(all);
      },
    }),
  );
}

/**
 * The mean of x over `axes`, the first of which is the batch, over all ranks. Differentiable.
 *
 * @param shard The rows of a batch that this process has. Undefined: all.
 */
export function batchMean<T extends Tensor>(x: Tensor, axes: number | number[], shard: Shard | undefined): T {
  const own = mean<T>(x, axes);
  return shard ? sumOverRanks(mul(own, shard.share) as T, shard) : own;
}

/**
 * x `[rows, …]` of all ranks, one after the other: `[batch, …]`. No gradient goes through it.
 *
 * @param shard The rows of a batch that this process has. Undefined: all.
 */
export function gatherRows<T extends Tensor>(x: T, shard: Shard | undefined): T {
  if (!shard) return x;
  const { from, of } = shard;
  return differentiable(
    {},
    () => {
      const sides = x.shape.map((_, axis): [number, number] => (axis === 0 ? [from, of - from - x.shape[0]!] : [0, 0]));
      return reduced(pad(x, sides), shard) as T;
    },
    () => ({}),
  );
}

/**
 * This rank's rows of what belongs to the whole batch: `[batch, …] → [rows, …]`.
 *
 * @param shard The rows of a batch that this process has. Undefined: all.
 */
export const ownRows = <T extends Tensor>(whole: T, shard: Shard | undefined): T => (shard ? slice(whole, shard.from, shard.rows) : whole);

/**
 * Random numbers of a shape `[rows, …]`: the same that one process draws for these rows of the batch.
 *
 * @param shard The rows of a batch that this process has. Undefined: all.
 * @param draw Draws numbers of a shape, such as `(shape) => normal(shape, seed)`.
 */
export function drawRows<T extends Tensor>(shape: Shape, shard: Shard | undefined, draw: (shape: Shape) => T): T {
  return shard ? ownRows(draw([shard.of, ...shape.slice(1)]), shard) : draw(shape);
}
