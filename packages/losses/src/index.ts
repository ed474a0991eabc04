export { constant, cosineDecay, cyclical, exponentialDecay, linearWarmUp, piecewise } from '@autoencoders/core';
export type { Clock, Duration, Schedule } from '@autoencoders/core';
export { auxK } from './aux-k.js';
export { softmaxCrossEntropy } from './classification.js';
export { freeBits, gaussianKl, l1, l2, sparsityKl } from './codes.js';
export { binaryCrossEntropy, huber, meanAbsoluteError, meanSquaredError, squaredError } from './reconstruction.js';
export { weighted } from './weighted.js';
