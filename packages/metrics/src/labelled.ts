import type { Tensor2D } from '@tensorflow/tfjs-core';
import { check } from '@autoencoders/core/operations';
import { checkCodes, checkLabels, classesOf } from './checks.js';

/** Codes `[examples, latents]` and the class of each example, counted from 0. */
export interface LabelledCodes {
  readonly codes: Tensor2D;
  readonly labels: ArrayLike<number>;
}

/** What a classifier predicts for the test examples. */
export interface Classification {
  /** The share of correct predictions, from 0 to 1. */
  readonly accuracy: number;
  /** The predicted class of each test example. */
  readonly predicted: Int32Array;
}

/** The classes of the training labels. Throws unless codes and labels fit each other and there are at least two classes. */
export async function checkLabelled(call: string, train: LabelledCodes, test: LabelledCodes): Promise<ReturnType<typeof classesOf>> {
  for (const [name, { codes, labels }] of Object.entries({ train, test })) {
    await checkCodes(call, `${name} codes`, codes);
    checkLabels(call, `${name} labels`, labels, codes.shape[0], `${name} codes`);
  }
  const [first, second] = [train.codes.shape[1], test.codes.shape[1]];
  check(first === second, () => `${call}: train codes have ${first} latents, test codes ${second}`);
  return classesOf(call, 'train labels', train.labels);
}
