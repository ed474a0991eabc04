import { checkInteger, checkOptions } from '@autoencoders/core/operations';
import { shareRight } from './classification.js';
import { nearest, squaredDistances } from './distances.js';
import { checkLabelled } from './labelled.js';
import type { Classified, Labelled } from './labelled.js';

/**
 * Each test example gets the class that most of its `k` nearest training codes have (5 by default), in Euclidean distance;
 * of classes with equally many, the one that has the nearest of them. Of equally near codes the first counts; what is near
 * is decided in float64, however far from 0 or from each other the codes lie. Distances are computed block by block: beside
 * the codes it takes copies of them and about 32 MiB. Throws for labels that do not fit the rows or are all the
 * same, codes that are not finite or of different widths, and a `k` above the number of training codes. Fix & Hodges 1951;
 * Cover & Hart, "Nearest neighbor pattern classification", 1967.
 */
export async function knn(train: Labelled, test: Labelled, options: { readonly k?: number } = {}): Promise<Classified> {
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

/** The number below `limit` that occurs most often; of equally frequent ones the first. */
function mostOften(numbers: Int32Array, limit: number): number {
  const counts = new Int32Array(limit);
  for (const number of numbers) counts[number]!++;
  const most = numbers.reduce((greatest, number) => Math.max(greatest, counts[number]!), 0);
  return numbers.find((number) => counts[number] === most)!;
}
