import type { Method } from './types.js';
import { centerWindows } from './methods/center-windows.js';
import { combine } from './methods/combine.js';
import { nearestNeighbours } from './methods/nearest-neighbours.js';
import { reconstruction } from './methods/reconstruction.js';

/** Above this many examples, a search for neighbours takes most of the time, and adds little to what a net has learned. */
const MANY = 50_000;

/**
 * The method of `fitDetector` where none is given, for so many examples: the errors of a denoising net, and the squared distance to the
 * nearest neighbour, of which each weighs the same. Both are sums of squares over the numbers of an example. Above 50,000 examples, the
 * errors of a smaller net alone, which scores more than 500,000 rows a second. What it reaches on real tables: bench/results/anomaly.md.
 */
export const defaultMethod = (examples: number): Method =>
  examples > MANY ? reconstruction() : combine(reconstruction(), nearestNeighbours({ k: 1, distance: 'squared' }));

/**
 * The method for windows of series: the errors of a denoising net with a code of 8, for windows without their level. On the series of NAB it
 * finds more than PCA on the same windows: bench/results/anomaly-series.md.
 */
export const defaultSeriesMethod = (): Method => centerWindows(reconstruction({ hidden: [128, 8, 128], whiten: false }));
