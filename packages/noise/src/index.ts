export { colorJitter, randomFlip, randomResizedCrop, randomShift } from './augment.js';
export type { ColorJitterOptions } from './augment.js';
export { compose, oneOf, withProbability, withShape } from './combine.js';
export { downsampling, gaussianBlur, jpegCompression } from './filters.js';
export type { DownsamplingOptions } from './filters.js';
export { channelMasking, columnMasking, featureMasking, patchMasking, rowMasking, timeMasking } from './masking.js';
export { clip, gaussianNoise, maskingNoise, poissonNoise, saltAndPepper, speckleNoise, swapNoise, uniformNoise } from './noise.js';
export type { SaltAndPepperOptions } from './noise.js';
export type { BatchStrength, Strength } from './strength.js';
