import type { Weights } from '@autoencoders/core';

/** What a run draws its order and its noise from. */
export interface Draws {
  readonly weights: Weights;
  readonly seed: number;
  /** How many examples are trained on. */
  readonly count: number;
}

/** The draws that a model has been trained with, by its weights. */
const seen = new WeakMap<Weights, Set<string>>();

const keyOf = ({ seed, count }: Draws): string => `${seed} ${count}`;

/** Notes that a model was trained with these draws. */
export function noteRun(draws: Draws): void {
  seen.set(draws.weights, new Set(seen.get(draws.weights)).add(keyOf(draws)));
}

/** Says so on the console when a run is about to repeat the order and the noise of one before, as calls of `fit` for an epoch each do. */
export function warnOfRepeat(call: string, draws: Draws): void {
  if (!seen.get(draws.weights)?.has(keyOf(draws))) return;
  // oxlint-disable-next-line no-console -- A likely mistake in an otherwise valid program: no error, and nothing to return it by.
  console.warn(
    `${call}: this model was trained with seed ${draws.seed} before, so the order and the noise of that run come again. To go on, take more epochs from one run (await run.next()), or give another seed`,
  );
}
