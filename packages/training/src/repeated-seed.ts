import type { Weights } from '@autoencoders/core';

/** What decides the order and the noise of a training. */
export interface Draws {
  readonly weights: Weights;
  readonly seed: number;
  /** How many examples there are to train on, if that is known. */
  readonly count: number | undefined;
}

/** The draws that models were trained with, by their weights. */
const seen = new WeakMap<Weights, Set<string>>();

const keyOf = ({ seed, count }: Draws): string => `${seed} ${count}`;

/** Notes that a model was trained with these draws. */
export function noteRun(draws: Draws): void {
  seen.set(draws.weights, new Set(seen.get(draws.weights)).add(keyOf(draws)));
}

/** Warns on the console of a training that repeats the order and the noise of one before, as calls of `fit` for one epoch each do. */
export function warnOfRepeat(call: string, draws: Draws): void {
  if (!seen.get(draws.weights)?.has(keyOf(draws))) return;
  // oxlint-disable-next-line no-console -- A likely mistake in an otherwise valid program: no error, and nothing to return it by.
  console.warn(
    `${call}: this model was trained with seed ${draws.seed} before, and this run repeats its order and its noise. To train on, give another seed, or take all epochs from one run`,
  );
}
