import {
  centerWindows,
  defaultMethod,
  defaultSeriesMethod,
  isolationForest,
  nearestNeighbours,
  pca,
  reconstruction,
} from '@autoencoders/anomaly';
import type { Method } from '@autoencoders/anomaly';

/** The methods by the name that `--method` takes. */
export const methods: Readonly<Record<string, (examples: number) => Method>> = {
  default: defaultMethod,
  reconstruction: () => reconstruction(),
  pca: () => pca(),
  'nearest-neighbours': () => nearestNeighbours(),
  'isolation-forest': () => isolationForest(),
};

/** The methods that a detector is compared with, by name. */
export const controls: Readonly<Record<string, (examples: number) => Method>> = {
  PCA: methods.pca!,
  'nearest neighbours': methods['nearest-neighbours']!,
  'isolation forest': methods['isolation-forest']!,
  'untrained net': () => reconstruction({ steps: 0 }),
};

/** The same methods for windows of a series: they see windows without their level, as the default does. */
export const seriesMethods: typeof methods = {
  ...Object.fromEntries(Object.entries(methods).map(([name, method]) => [name, (examples: number) => centerWindows(method(examples))])),
  default: () => defaultSeriesMethod(),
};

/** The controls of a series. */
export const seriesControls: typeof controls = Object.fromEntries(
  Object.entries(controls).map(([name, method]) => [name, (examples: number) => centerWindows(method(examples))]),
);

/** What `--method` calls a control. */
export const methodNamed: Readonly<Record<string, string>> = {
  PCA: 'pca',
  'nearest neighbours': 'nearest-neighbours',
  'isolation forest': 'isolation-forest',
};
