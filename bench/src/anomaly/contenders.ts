import { isolationForest, nearestNeighbours, pca } from '@autoencoders/anomaly';
import type { Method } from '@autoencoders/anomaly';
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

/** One of our methods. */
const ours = (name: string, title: string, method: Method, published?: string): Contender => ({
  name,
  title,
  published,
  run: async ({ train, test }, seed) => {
    const start = process.cpuUsage();
    using scorer = await method.fit(train, { seed });
    const fitted = process.cpuUsage();
    const { values } = await scorer.score(test);
    return { scores: values, fit: secondsBetween(start, fitted), score: secondsBetween(fitted, process.cpuUsage()) };
  },
});

/** Our methods, and those that they should agree with. A method more is a line more. */
export const contenders: readonly Contender[] = [
  ours('pca', 'PCA, Mahalanobis distance', pca()),
  ours('pca-residual', 'PCA, residual of 70 % of the variance', pca({ score: 'residual' })),
  ours('pca-pyod', "PCA by PyOD's formula", pyodPca, 'PCA'),
  ours('knn', 'k nearest neighbours, distance to the 5th', nearestNeighbours(), 'KNN'),
  ours('knn-mean', 'k nearest neighbours, mean distance to 5', nearestNeighbours({ distance: 'mean' })),
  ours('forest', 'isolation forest', isolationForest(), 'IForest'),
  sklearn('sklearn-knn', 'scikit-learn: NearestNeighbors', 'NearestNeighbors', 'KNN'),
  sklearn('sklearn-forest', 'scikit-learn: IsolationForest', 'IsolationForest', 'IForest'),
];
