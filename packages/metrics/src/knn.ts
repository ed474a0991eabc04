import { checkInteger, checkOptions } from '@autoencoders/core/operations';
import { shareRight } from './classification.js';
import { nearest, squaredDistances } from './distances.js';
import { checkLabelled } from './labelled.js';
import type { Classification, LabelledCodes } from './labelled.js';

/**
 * Classifies each test example by its `k` nearest training codes (default 5): it gets the class that most of them have. Distances are
 * Euclidean. On a tie between classes, the class of the nearest code wins. On a tie between distances, the first code wins. Distances are
 * compared in float64, so codes may lie far from 0 and from each other. Distances are computed in blocks: this needs copies of the codes
 * and about 32 MiB. Throws when labels do not fit the rows or are all the same, when codes are not finite or have different widths, and
 * when `k` is above the number of training codes. Fix & Hodges 1951; Cover & Hart, "Nearest neighbor pattern classification", 1967.
 *
 * @param train Codes and labels to learn from.
 */
export async function knn(train: LabelledCodes, test: LabelledCodes, options: { readonly k?: number } = {}): Promise<Classification> {
  checkOptions('knn', options, { k: true });
  const { k = 5 } = options;
  const { classes, places } = await checkLabelled('knn', train, test);
  checkInteger('knn', 'k', k, 1, train.codes.shape[0]);
  const predicted = new Int32Array(test.codes.shape[0]);
  for await (const distances of squaredDistances(test.codes, train.codes)) {
    const votes = nearest(distances, k).map((neighbour) => places[neighbour]!);
    predicted[distances.row] = classes[mostOften(votes, classes.length)]!;
  }
  return { accuracy: shareRight(test.labels, predicted), predicted };
}

/** The number below `limit` that occurs most often. On a tie, the one that occurs first. */
function mostOften(numbers: Int32Array, limit: number): number {
  const counts = new Int32Array(limit);
  for (const number of numbers) counts[number]!++;
  const most = numbers.reduce((greatest, number) => Math.max(greatest, counts[number]!), 0);
  return numbers.find((number) => counts[number] === most)!;
}
