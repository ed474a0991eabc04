import type { Tensor2D } from '@tensorflow/tfjs-core';
import { check, checkInteger, checkOptions } from '@autoencoders/core/operations';
import { checkCodes } from './checks.js';
import { countNearer, nearest, squaredDistances } from './distances.js';

/**
 * Whether what is near on a map is near in the data: T(k) = 1 − 2 / (nk(2n − 3k − 1)) · Σᵢ Σⱼ max(0, r(i, j) − k), the sum
 * over the k nearest neighbours j of example i on the map (5 by default), r(i, j) the rank of j among the neighbours of i
 * in the data, 1 for the nearest; equally far ones share the least rank. From 0 to 1, 1 is best. `data` is `[examples,
 * features]`, `map` `[examples, latents]`, usually two of them. Takes time with the square of the number of examples, and
 * copies of the data and about 32 MiB. Throws when the examples are not equally many or not finite, and for a `k` of half
 * their number or more. Venna & Kaski, "Neighborhood preservation in nonlinear projection methods", 2001.
 */
export async function trustworthiness(data: Tensor2D, map: Tensor2D, options: { readonly k?: number } = {}): Promise<number> {
  checkOptions('trustworthiness', options, { k: true });
  const { k = 5 } = options;
  await checkCodes('trustworthiness', 'data', data);
  await checkCodes('trustworthiness', 'the map', map);
  const count = data.shape[0];
  check(map.shape[0] === count, () => `trustworthiness: a map of ${map.shape[0]} examples does not fit data of ${count}`);
  check(count > 2, () => `trustworthiness: at least 3 examples are needed, not ${count}`);
  checkInteger('trustworthiness', 'k', k, 1, Math.ceil(count / 2) - 1);

  const neighbours: Int32Array[] = [];
  for await (const distances of squaredDistances(map, map)) neighbours.push(nearest(distances, k, distances.row));
  let excess = 0;
  for await (const distances of squaredDistances(data, data))
    for (const neighbour of neighbours[distances.row]!) excess += Math.max(0, countNearer(distances, neighbour, distances.row) + 1 - k);
  return 1 - (2 / (count * k * (2 * count - 3 * k - 1))) * excess;
}
