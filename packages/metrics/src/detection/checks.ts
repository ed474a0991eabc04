import { check, checkInteger } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';

/** Throws unless `flags` are 0 and 1, and there is at least one. The error calls them `name`. */
export function checkFlags(call: string, name: string, flags: ArrayLike<number>): void {
  check(flags.length > 0, `${call}: there are no ${name}`);
  const bad = placeOf(flags, (flag) => flag !== 0 && flag !== 1);
  check(bad < 0, () => `${call}: ${name} must be 0 or 1, number ${bad} is ${show(flags[bad])}`);
}

/** Throws unless there is one score for each label, no score is NaN, and the labels are 0 and 1, with at least one of each. */
export function checkScored(call: string, labels: ArrayLike<number>, scores: ArrayLike<number>): void {
  checkFlags(call, 'labels', labels);
  check(scores.length === labels.length, () => `${call}: ${scores.length} scores do not fit ${labels.length} labels`);
  const bad = placeOf(scores, (score) => !(score >= -Infinity));
  check(bad < 0, () => `${call}: scores must be numbers, number ${bad} is ${show(scores[bad])}`);
  const other = placeOf(labels, (label) => label !== labels[0]);
  check(other >= 0, () => `${call}: all labels are ${labels[0]}, at least one anomaly (1) and one usual example (0) are needed`);
}

/** Throws unless there are as many predictions as labels, all of them 0 or 1, and at least one label is 1. */
export function checkPredictions(call: string, labels: ArrayLike<number>, predicted: ArrayLike<number>): void {
  checkFlags(call, 'labels', labels);
  check(predicted.length === labels.length, () => `${call}: ${predicted.length} predictions do not fit ${labels.length} labels`);
  checkFlags(call, 'predictions', predicted);
  const anomaly = placeOf(labels, (label) => label === 1);
  check(anomaly >= 0, () => `${call}: all labels are 0, at least one anomaly (1) is needed`);
}

/** Throws unless `points` is undefined or a whole number of 2 or more. */
export function checkPoints(call: string, points: number | undefined): void {
  if (points !== undefined) checkInteger(call, 'points', points, 2);
}

/** The first place whose value is `bad`, or −1. */
function placeOf(values: ArrayLike<number>, bad: (value: number) => boolean): number {
  for (let i = 0; i < values.length; i++) if (bad(values[i]!)) return i;
  return -1;
}
