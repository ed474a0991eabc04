import type { Method } from './types.js';
import { combine } from './methods/combine.js';
import { nearestNeighbours } from './methods/nearest-neighbours.js';
import { reconstruction } from './methods/reconstruction.js';

/** The method of `fitDetector` where none is given: the errors of a denoising net, and the squared distance to the nearest neighbour. */
export const defaultMethod = (): Method => combine(reconstruction(), nearestNeighbours({ k: 1, distance: 'squared' }));
