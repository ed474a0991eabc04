import { centerWindows, defaultSeriesMethod, nearestNeighbours, pca, reconstruction } from '@autoencoders/anomaly';
import type { Method } from '@autoencoders/anomaly';

/** A method that scores windows of series. */
export interface SeriesContender {
  readonly name: string;
  readonly title: string;
  readonly method: Method;
}

const residual = pca({ score: 'residual', variance: 0.9 });
const plain = reconstruction({ hidden: [64, 8, 64], noise: 0, hide: 0, whiten: false });

/** All methods, each with one setting for all series. Centred: the level of each window is subtracted first. */
export const seriesContenders: readonly SeriesContender[] = [
  { name: 'pca', title: 'PCA, residual of 90 % of the variance', method: residual },
  { name: 'pca-centred', title: 'the same, centred', method: centerWindows(residual) },
  { name: 'plain', title: 'plain autoencoder, 64-8-64', method: plain },
  { name: 'plain-centred', title: 'the same, centred', method: centerWindows(plain) },
  { name: 'default', title: 'the default: denoising net, 128-8-128, centred', method: defaultSeriesMethod() },
  { name: 'knn', title: 'nearest neighbour, centred', method: centerWindows(nearestNeighbours({ k: 1 })) },
];
