import { split } from '@autoencoders/datasets';
import type { NamedDataset } from '@autoencoders/datasets';
import type { Data } from './index.js';

/** The fewest examples to train on. */
export const LEAST = 20;

/** Splits the reader's own examples: 85 % to train on, the others to test. */
export function splitOwn(dataset: NamedDataset): Data {
  const [training, test] = split(dataset, 0.85, { seed: 1 });
  return { training, test };
}
