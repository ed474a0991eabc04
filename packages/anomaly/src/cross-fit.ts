import { permutation } from '@autoencoders/core';
import { pickRows, rowCount } from '@autoencoders/core/internal';
import type { ArrayDataset } from '@autoencoders/core';
import { averaged, inPart } from './methods/combine.js';
import type { Method, MethodOptions, Scorer } from './types.js';

/** A scorer, and what usual examples score that it has not learned from. */
export interface Calibrated {
  readonly scorer: Scorer;
  /** The scores of held-out usual examples. */
  readonly calibration: Float64Array;
  /** Where each of these examples stands among all. */
  readonly places: Int32Array;
}

/** How usual examples are divided. */
export interface Division {
  /** How many parts, of which each is held out once: 2 or more. With 1, only one part is held out. */
  readonly folds: number;
  /** The share of the examples that is held out where `folds` is 1. */
  readonly share: number;
}

/**
 * Fits a method to usual examples, and scores those that it has not seen. With folds, it is fitted once for each fold, to all others; a new
 * example gets the mean of the scores. So all examples are learned from, and all are held out once: the cross-conformal predictor of Vovk,
 * "Cross-conformal predictors", 2015, and the CV+ of Barber et al., 2021.
 */
export async function crossFit(
  method: Method,
  usual: ArrayDataset,
  { folds, share }: Division,
  { seed = 0, onProgress, ...options }: Omit<MethodOptions, 'heldOut'>,
): Promise<Calibrated> {
  const count = rowCount(usual);
  const order = permutation(count, seed);
  const size = folds > 1 ? count / folds : Math.max(1, Math.round(share * count));
  const scorers: Scorer[] = [];
  const scores: Float64Array[] = [];
  try {
    for (let fold = 0; fold < folds; fold++) {
      const [from, to] = [Math.round(fold * size), Math.round((fold + 1) * size)];
      const heldOut = pickRows(usual, order.slice(from, to));
      const others = order.filter((_, i) => i < from || i >= to);
      const learned = pickRows(usual, others);
      options.signal?.throwIfAborted();
      const ofFold = (done: number): void => onProgress?.((fold + done) / folds);
      const scorer = await method.fit(learned, {
        ...options,
        seed: seed + fold,
        heldOut,
        onProgress: ofFold,
        checkpoints: inPart(options.checkpoints, `fold-${fold}`),
      });
      scorers.push(scorer);
      scores.push((await scorer.score(heldOut)).values);
    }
  } catch (error) {
    for (const scorer of scorers) scorer.dispose();
    throw error;
  }
  const calibration = Float64Array.from(scores.flatMap((values) => [...values]));
  const places = order.slice(0, calibration.length);
  return { scorer: folds > 1 ? averaged(scorers) : scorers[0]!, calibration, places };
}
