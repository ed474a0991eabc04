import { denoising as variant } from '@autoencoders/variants';
import { encodeHint, latentHint, reconstructHint } from '../hints.js';
import { interpolationSections, mixtureSections } from '../sections/codes.js';
import type { TrainableVariant } from './variant.js';

/** Gaussian noise on what the model sees, and the clean example as the target. */
export const denoising: TrainableVariant<'noise'> = {
  ...variant,
  about: 'restores clean examples from noisy ones',
  layers: 'dense 256, code 64, dense 256; ReLU; Gaussian noise; squared error to the clean example',
  unit: 'squared error',
  squaredError: 'loss',
  options: { noise: { value: 'stddev', about: 'standard deviation of the noise', least: 0, greatest: 10 } },
  sections: async (trained) => [...interpolationSections(trained), ...(await mixtureSections(trained))],
  hints: (context) => [reconstructHint(context), encodeHint(context), latentHint(context)],
};
