import { centerWindows, combine, pca, reconstruction } from '@autoencoders/anomaly';
import type { Method } from '@autoencoders/anomaly';

/** A method that scores windows of series. */
export interface SeriesContender {
  readonly name: string;
  readonly title: string;
  readonly method: Method;
}

const residual = pca({ score: 'residual', variance: 0.9 });
const plain = reconstruction({ hidden: [64, 8, 64], noise: 0, hide: 0, whiten: false });
const narrow = reconstruction({ hidden: [128, 8, 128], whiten: false });

/** All methods, each with one setting for all series. */
export const seriesContenders: readonly SeriesContender[] = [
  { name: 'pca', title: 'PCA, residual of 90 % of the variance', method: residual },
  { name: 'plain', title: 'plain autoencoder, 64-8-64', method: plain },
  { name: 'net', title: 'denoising net, 256-256-256', method: reconstruction() },
  { name: 'net-narrow', title: 'denoising net, 128-8-128', method: narrow },
  { name: 'pca+plain', title: 'PCA and the plain autoencoder, added up', method: combine(residual, plain) },
  { name: 'pca+narrow', title: 'PCA and the narrow denoising net, added up', method: combine(residual, narrow) },
  { name: 'pca-centred', title: 'PCA without the level of windows', method: centerWindows(residual) },
  { name: 'plain-centred', title: 'plain autoencoder without the level of windows', method: centerWindows(plain) },
  { name: 'net-centred', title: 'narrow denoising net without the level of windows', method: centerWindows(narrow) },
];
