import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { Variable } from '@tensorflow/tfjs-core';
import { leaves } from '@autoencoders/core';
import type { Weights } from '@autoencoders/core';
import type { WeightValues } from './protocol.js';

/** The values of all weights, by their paths, in arrays of their own. */
export async function readWeights(weights: Weights): Promise<WeightValues> {
  const read = Object.entries(leaves(weights)).map(async ([path, leaf]) => [path, (await leaf.data<'float32'>()).slice()] as const);
  return Object.fromEntries(await Promise.all(read));
}

/** Gives weights these values. Weights that were disposed meanwhile are left out. */
export function assignWeights(weights: Weights, values: WeightValues): void {
  for (const [path, leaf] of Object.entries(leaves(weights)))
    if (!leaf.isDisposed) tidy(() => (leaf as Variable).assign(tensor(values[path]!, leaf.shape, 'float32')));
}
