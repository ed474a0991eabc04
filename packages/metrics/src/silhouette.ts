import type { Tensor2D } from '@tensorflow/tfjs-core';
import { checkCodes, checkLabels, classesOf } from './checks.js';
import { squaredDistances } from './distances.js';

/**
 * How well each code lies within its class: s = (b − a) / max(a, b), with a the mean Euclidean distance to the other codes
 * of its class and b the least mean distance to the codes of another; 0 for the only code of a class. `[examples, latents]
 * → [examples]`, from −1 to 1, below 0 where another class is nearer; the average is the silhouette of the whole. Takes
 * time with the square of the number of examples, and copies of the codes and about 32 MiB. Throws for labels that do not
 * fit the rows or are all the same, and codes that are not finite. Rousseeuw, "Silhouettes", 1987, section 2.
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
