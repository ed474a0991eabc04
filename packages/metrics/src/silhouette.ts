import type { Tensor2D } from '@tensorflow/tfjs-core';
import { checkCodes, checkLabels, classesOf } from './checks.js';
import { squaredDistances } from './distances.js';

/**
 * The silhouette of each code, how well it fits its class: s = (b − a) / max(a, b). a is the mean Euclidean distance to the other codes of its class, b the
 * smallest mean distance to the codes of another class. s is 0 for the only code of a class. `[examples, latents] → [examples]`, from −1 to
 * 1; below 0 where another class is nearer. The mean of s is the silhouette of the data. Time grows with the square of the number of
 * examples. This needs copies of the codes and about 32 MiB. Throws when labels do not fit the rows or are all the same, and when codes are
 * not finite. Rousseeuw, "Silhouettes", 1987, section 2.
 */
export async function silhouette(codes: Tensor2D, labels: ArrayLike<number>): Promise<Float32Array> {
  await checkCodes('silhouette', 'codes', codes);
  checkLabels('silhouette', 'labels', labels, codes.shape[0], 'codes');
  const { classes, places } = classesOf('silhouette', 'labels', labels);
  const sizes = new Float64Array(classes.length);
  for (const place of places) sizes[place]!++;

  const values = new Float32Array(codes.shape[0]);
  for await (const { row, squared } of squaredDistances(codes, codes)) {
    const sums = new Float64Array(classes.length);
    for (let j = 0; j < places.length; j++) if (j !== row) sums[places[j]!]! += Math.sqrt(squared[j]!);
    values[row] = silhouetteOf(sums, sizes, places[row]!);
  }
  return values;
}

/** s of a code of class `own`, from the sums of its distances to the codes of each class and how many these are. */
function silhouetteOf(sums: Float64Array, sizes: Float64Array, own: number): number {
  if (sizes[own] === 1) return 0;
  const a = sums[own]! / (sizes[own]! - 1);
  const b = sums.reduce((least, sum, place) => (place === own ? least : Math.min(least, sum / sizes[place]!)), Infinity);
  return a === b ? 0 : (b - a) / Math.max(a, b);
}
