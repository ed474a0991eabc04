import { split } from '@autoencoders/datasets';
import type { Dataset } from '@autoencoders/datasets';
import type { Data } from './index.js';

/** So few examples can be learned from at all. */
export const LEAST = 20;

/** Most of the reader's own examples to train on, the rest to test. */
export function parts(dataset: Dataset): Data {
  const [training, test] = split(dataset, 0.85, { seed: 1 });
  return { training, test };
}
