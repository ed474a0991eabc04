import {
  codeNeighbours,
  combine,
  fitDetector,
  isolationForest,
  nearestNeighbours,
  pca,
  reconstruction,
  variational,
} from '@autoencoders/anomaly';
import type { Detector, Method } from '@autoencoders/anomaly';
import type { ArrayDataset } from '@autoencoders/core';
import type { TableEncoder } from '@autoencoders/tables';
import { manyEncodings, rawCsv, tableOf } from './raw-tables.js';

/** A net that is fitted in a moment. */
export const small: { readonly hidden: readonly number[]; readonly steps: number } = { hidden: [16, 4, 16], steps: 30 };

/** Each method that can be written, with each of its settings that changes the graph. */
export const methods: Readonly<Record<string, () => Method>> = {
  'reconstruction, plain': () => reconstruction(small),
  'reconstruction, noise': () => reconstruction({ ...small, judge: 'noise' }),
  'reconstruction, hidden': () => reconstruction({ ...small, judge: 'hidden', whiten: false }),
  'the default: a net and neighbours': () => combine(reconstruction(small), nearestNeighbours({ k: 1, distance: 'squared' })),
  'nearest neighbours, kth': () => nearestNeighbours({ k: 3 }),
  'nearest neighbours, mean': () => nearestNeighbours({ k: 4, distance: 'mean' }),
  'neighbours of codes': () => codeNeighbours({ hidden: [16, 4, 16], steps: 30, k: 2 }),
  'pca, mahalanobis': () => pca(),
  'pca, residual': () => pca({ score: 'residual' }),
  'isolation forest': () => isolationForest({ trees: 30, sampleSize: 64 }),
  'variational, ELBO': () => variational({ hidden: [16], codeSize: 3, steps: 30 }),
  'variational, likelihood': () => variational({ hidden: [16], codeSize: 3, steps: 30, judge: 'likelihood', samples: 4 }),
};

/** Usual rows of a table with columns of all kinds. */
export async function usualRows(): Promise<{ readonly encoder: TableEncoder; readonly usual: ArrayDataset }> {
  const learned = await tableOf(rawCsv(300, 1));
  const encoder = await manyEncodings(learned.schema, learned.table);
  return { encoder, usual: encoder.encode(learned.table) };
}

/** A detector of each method, on the same rows. */
export async function fittedDetectors(): Promise<{
  readonly encoder: TableEncoder;
  readonly detectors: Readonly<Record<string, Detector>>;
}> {
  const { encoder, usual } = await usualRows();
  const detectors: Record<string, Detector> = {};
  for (const [name, make] of Object.entries(methods)) detectors[name] = await fitDetector(usual, { encoder, method: make(), folds: 2 });
  return { encoder, detectors };
}
