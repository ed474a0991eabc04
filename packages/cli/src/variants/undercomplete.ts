import { undercomplete as variant } from '@autoencoders/variants';
import { encodeHint, latentHint, reconstructHint } from '../hints.js';
import { interpolationSections, mixtureSections } from '../sections/codes.js';
import type { TrainableVariant } from './variant.js';

/** A code smaller than the data. */
export const undercomplete: TrainableVariant<never> = {
  ...variant,
  about: 'compresses each example into a small code',
  layers: 'dense 128, code 32, dense 128; ReLU; squared error',
  unit: 'squared error',
  squaredError: 'loss',
  options: {},
  sections: async (trained) => [...interpolationSections(trained), ...(await mixtureSections(trained))],
  hints: (context) => [reconstructHint(context), encodeHint(context), latentHint(context)],
};
