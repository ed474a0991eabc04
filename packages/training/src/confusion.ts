import { argMax, dispose, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { check, checkInteger } from '@autoencoders/core';
import type { Model } from '@autoencoders/core';
import { checkPairs, pairsOf } from './pairs.js';
import type { Target } from './pairs.js';
import { breather } from './time.js';

/** How often a classifier takes which class for which. */
export interface Confusion {
  /** The share of examples whose most probable class is their label. */
  readonly accuracy: number;
  /** `counts[label][found]`: how many examples of class `label` were taken for class `found`. */
  readonly counts: readonly (readonly number[])[];
}

const NAMES = { data: 'data', target: 'labels' };

/**
 * The confusion matrix of a classifier on `data`, `[examples, …input]`, whose classes are `labels`, `batch` examples at
 * a time, 128 by default. An example counts as of the class with the greatest logit. Throws for labels that do not fit.
 */
export async function confusion<X extends Tensor>(
  model: Model<X, any, Tensor>,
  data: X,
  labels: Target,
  { batch = 128 }: { readonly batch?: number } = {},
): Promise<Confusion> {
  const { classes } = model;
  check(classes !== undefined, 'confusion: the model is no classifier, its outputs are not probabilities of classes');
  checkInteger('confusion', 'batch', batch, 1);
  const pairs = pairsOf('confusion', NAMES, model, data, labels);
  await checkPairs('confusion', NAMES, pairs, model, []);
  const counts = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  const breathe = breather();
  for (let at = 0; at < pairs.data.count; at += batch) {
    const size = Math.min(batch, pairs.data.count - at);
    const found = tidy(() => [
      pairs.target!.slice(at, size),
      argMax(model.forward(pairs.data.slice(at, size), { training: false }).logits, -1),
    ]);
    const [actual, taken] = await Promise.all(found.map((each) => each.data()));
    dispose(found);
    for (let i = 0; i < size; i++) counts[actual![i]!]![taken![i]!]! += 1;
    await breathe();
  }
  const right = counts.reduce((sum, row, label) => sum + row[label]!, 0);
  return { accuracy: right / pairs.data.count, counts };
}
