import { check, checkInteger } from '@autoencoders/core/operations';
import { checkLabels } from './checks.js';

/**
 * The share of labels that are predicted right, from 0 to 1; labels are classes from 0 on. Throws when the two are not
 * equally many, there are none, or one of them is no such label.
 */
export function accuracy(labels: ArrayLike<number>, predicted: ArrayLike<number>): number {
  checkPredicted('accuracy', labels, predicted);
  return shareRight(labels, predicted);
}

/** `accuracy` of what has been checked. */
export function shareRight(labels: ArrayLike<number>, predicted: ArrayLike<number>): number {
  let right = 0;
  for (let i = 0; i < labels.length; i++) if (labels[i] === predicted[i]) right++;
  return right / labels.length;
}

/**
 * How often class `l` is taken for class `p`: `counts[l][p]`, one row for each label, one column for each prediction. There
 * are `classes` of each; by default one more than the greatest number that occurs. Throws when labels and predictions are
 * not equally many, there are none, or one of them is no class.
 */
export function confusionMatrix(
  labels: ArrayLike<number>,
  predicted: ArrayLike<number>,
  { classes }: { readonly classes?: number | undefined } = {},
): Int32Array[] {
  checkPredicted('confusionMatrix', labels, predicted);
  let size = 0;
  for (const each of [labels, predicted]) for (let i = 0; i < each.length; i++) size = Math.max(size, each[i]! + 1);
  if (classes !== undefined) checkInteger('confusionMatrix', 'classes', classes, size);
  const counts = Array.from({ length: classes ?? size }, () => new Int32Array(classes ?? size));
  for (let i = 0; i < labels.length; i++) counts[labels[i]!]![predicted[i]!]!++;
  return counts;
}

function checkPredicted(call: string, labels: ArrayLike<number>, predicted: ArrayLike<number>): void {
  check(labels.length > 0, `${call}: there are no labels`);
  checkLabels(call, 'predictions', predicted, labels.length, 'labels');
  checkLabels(call, 'labels', labels, predicted.length, 'predictions');
}
