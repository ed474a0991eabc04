import { fitDetector, isolationForest, nearestNeighbours, pca, reconstruction } from '@autoencoders/anomaly';
import type { Detector, DetectorOptions, Method, Scorer } from '@autoencoders/anomaly';
import { sklearn } from './sklearn.js';
import { pyodPca } from './pyod-pca.js';
import type { Split } from './protocols.js';

/** The scores of the test rows, and the seconds of processor time that fitting and scoring took. */
export interface Scored {
  readonly scores: Float64Array;
  readonly fit: number;
  readonly score: number;
}

/** A method that takes part. */
export interface Contender {
  /** Its name on the command line. */
  readonly name: string;
  /** Its name on the page. */
  readonly title: string;
  /** The column of published-auroc.csv that it should agree with. */
  readonly published?: string | undefined;
  /** Whether it can run here. Default: it can. */
  readonly available?: () => boolean;
  readonly run: (split: Split, seed: number) => Promise<Scored>;
}

const secondsBetween = (start: NodeJS.CpuUsage, end: NodeJS.CpuUsage): number => (end.user + end.system - start.user - start.system) / 1e6;

/** What was fitted to the training rows. */
type Fitted = Scorer | Detector;

const contender = (
  name: string,
  title: string,
  fit: (train: Split['train'], seed: number) => Promise<Fitted>,
  published?: string,
): Contender => ({
  name,
  title,
  published,
  run: async ({ train, test }, seed) => {
    const start = process.cpuUsage();
    using scorer = await fit(train, seed);
    const fitted = process.cpuUsage();
    const { values } = await scorer.score(test);
    return { scores: values, fit: secondsBetween(start, fitted), score: secondsBetween(fitted, process.cpuUsage()) };
  },
});

/** One of our methods. */
const ours = (name: string, title: string, method: Method, published?: string): Contender =>
  contender(name, title, (train, seed) => method.fit(train, { seed }), published);

/** A detector. */
const detector = (name: string, title: string, options: DetectorOptions = {}): Contender =>
  contender(name, title, (train, seed) => fitDetector(train, { ...options, seed }));

/** Our methods, and those that they should agree with. A method more is a line more. */
export const contenders: readonly Contender[] = [
  ours('pca', 'PCA, Mahalanobis distance', pca()),
  ours('pca-residual', 'PCA, residual of 70 % of the variance', pca({ score: 'residual' })),
  ours('pca-pyod', "PCA by PyOD's formula", pyodPca, 'PCA'),
  ours('knn', 'k nearest neighbours, distance to the 5th', nearestNeighbours(), 'KNN'),
  ours('knn-mean', 'k nearest neighbours, mean distance to 5', nearestNeighbours({ distance: 'mean' })),
  detector('default', 'the default detector'),
  detector('net', 'one denoising net, errors of the example', { method: reconstruction(), folds: 1 }),
  detector('plain', 'one plain autoencoder', { method: reconstruction({ hidden: [128, 128, 128], noise: 0, hide: 0 }), folds: 1 }),
  ours('forest', 'isolation forest', isolationForest(), 'IForest'),
  sklearn('sklearn-knn', 'scikit-learn: NearestNeighbors', 'NearestNeighbors', 'KNN'),
  sklearn('sklearn-forest', 'scikit-learn: IsolationForest', 'IsolationForest', 'IForest'),
];
