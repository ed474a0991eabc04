import { pca, reconstruction } from '@autoencoders/anomaly';
import type { Method } from '@autoencoders/anomaly';

/** A method that scores windows of series. */
export interface SeriesContender {
  readonly name: string;
  readonly title: string;
  readonly method: Method;
}

/** All methods, each with one setting for all series. */
export const seriesContenders: readonly SeriesContender[] = [
  { name: 'pca', title: 'PCA, residual of 90 % of the variance', method: pca({ score: 'residual', variance: 0.9 }) },
  { name: 'plain', title: 'plain autoencoder, 64-8-64', method: reconstruction({ hidden: [64, 8, 64], noise: 0, hide: 0, whiten: false }) },
  { name: 'net', title: 'denoising net, 256-256-256', method: reconstruction() },
  { name: 'net-narrow', title: 'denoising net, 128-8-128', method: reconstruction({ hidden: [128, 8, 128], whiten: false }) },
];
