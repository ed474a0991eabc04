import { convolutional as variant } from '@autoencoders/variants';
import { encodeHint, latentHint, reconstructHint } from '../hints.js';
import { interpolationSections, mixtureSections } from '../sections/codes.js';
import type { TrainableVariant } from './variant.js';

/** Convolutions, which share their weights over all places of an image. */
export const convolutional: TrainableVariant<never> = {
  ...variant,
  about: 'compresses images with convolutions, which know which pixels are neighbours',
  layers: 'convolutions 16 and 32 of 3×3 with stride 2, code 32, mirrored; ReLU; squared error',
  unit: 'squared error',
  squaredError: 'loss',
  options: {},
  sections: async (trained) => [...interpolationSections(trained), ...(await mixtureSections(trained))],
  hints: (context) => [reconstructHint(context), encodeHint(context), latentHint(context)],
};
