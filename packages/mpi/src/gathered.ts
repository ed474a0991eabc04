import type { Group } from '@autoencoders/core';

/** The values of all ranks, one after the other: all-gather. Every rank gives as many. */
export function gathered({ rank, size, allReduce }: Pick<Group, 'rank' | 'size' | 'allReduce'>, values: Float32Array): Float32Array {
  const all = new Float32Array(size * values.length);
  // Each rank writes at its own place.
  all.set(values, rank * values.length);
  allReduce(all);
  return all;
}
