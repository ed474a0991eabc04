import type { Tensor2D } from '@tensorflow/tfjs-core';
import { check, checkInteger, checkOptions } from '@autoencoders/core/operations';
import { checkCodes } from './checks.js';
import { countNearer, nearest, squaredDistances } from './distances.js';

/**
 * How well a map keeps neighbours, from 0 to 1 (best), as scikit-learn's `trustworthiness`: T(k) = 1 − 2 / (nk(2n − 3k − 1)) · Σᵢ Σⱼ max(0, r(i, j) − k). The sum
 * goes over the `k` nearest neighbours j of each example i on the map (default 5). r(i, j) is the rank of j among the
 * neighbours of i in the data, 1 for the nearest. Equal distances share the lowest rank. `data` is `[examples, features]`, `map` is
 * `[examples, latents]`, usually with two latents. Time grows with the square of the number of examples. This needs copies of the data and
 * about 32 MiB. Throws when `data` and `map` differ in the number of examples or are not finite, and when `k` is half of that number or
 * more. Venna & Kaski, "Neighborhood preservation in nonlinear projection methods", 2001.
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
