import type { Progress } from '@autoencoders/training';

/** The weights of a model, and of the models beside it, by path. */
export type Weights = readonly Readonly<Record<string, Float32Array>>[];

/** A model as it was after some training. */
export interface Snapshot {
  /** Epochs that it was trained for, with a fraction. */
  readonly epoch: number;
  readonly progress: Progress | undefined;
  readonly weights: Weights;
}

/** How many snapshots there are at most, and how many bytes all of them take. */
export interface Limits {
  readonly most: number;
  readonly bytes: number;
}

export const limits: Limits = { most: 40, bytes: 64 * 2 ** 20 };

/**
 * The snapshots with a new one at their end. Where they would be too many, the one whose neighbours are nearest to each other goes, so
 * the rest stay evenly spread; the first and the last always stay. One of the same epoch as the last takes its place. One whose weights
 * are the last's is left out: nothing would be seen.
 */
export function withSnapshot(all: readonly Snapshot[], next: Snapshot, { most, bytes }: Limits = limits): readonly Snapshot[] {
  const last = all.at(-1);
  if (last && areEqual(last.weights, next.weights)) return all;
  const kept = last && last.epoch >= next.epoch ? [...all.slice(0, -1), next] : [...all, next];
  const room = Math.max(2, Math.min(most, Math.floor(bytes / Math.max(1, bytesOf(next.weights)))));
  while (kept.length > room) kept.splice(closest(kept), 1);
  return kept;
}

/** The place of the snapshot, neither first nor last, that leaves the least gap. */
function closest(all: readonly Snapshot[]): number {
  let [place, least] = [1, Infinity];
  for (let i = 1; i < all.length - 1; i++) {
    const gap = all[i + 1]!.epoch - all[i - 1]!.epoch;
    if (gap < least) [place, least] = [i, gap];
  }
  return place;
}

const bytesOf = (weights: Weights): number =>
  weights.reduce((sum, each) => sum + Object.values(each).reduce((all, { byteLength }) => all + byteLength, 0), 0);

function areEqual(one: Weights, other: Weights): boolean {
  return one.every((weights, i) =>
    Object.entries(weights).every(([path, values]) => {
      const others = other[i]?.[path];
      return others?.length === values.length && values.every((value, at) => value === others[at]);
    }),
  );
}
