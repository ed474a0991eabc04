import { check, checkInteger } from '@autoencoders/core/operations';
import { checkLabels } from './checks.js';

/**
 * The share of correct predictions, from 0 to 1. Labels are classes, counted from 0. Throws when there are no labels, when labels and
 * predictions differ in number, or when one of them is not a class.
 *
 * @param predicted The predicted class of each example.
 */
export function accuracy(labels: ArrayLike<number>, predicted: ArrayLike<number>): number {
  checkPredicted('accuracy', labels, predicted);
  return shareRight(labels, predicted);
}

/** `accuracy` without the checks. */
export function shareRight(labels: ArrayLike<number>, predicted: ArrayLike<number>): number {
  let right = 0;
  for (let i = 0; i < labels.length; i++) if (labels[i] === predicted[i]) right++;
  return right / labels.length;
}

/**
 * How often each class is predicted as each class: `counts[label][predicted]`, one row for each label and one column for each prediction.
 * `classes` is the number of rows and of columns. Default: the largest class plus 1. Throws when there are no labels, when labels and
 * predictions differ in number, or when one of them is not a class.
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
