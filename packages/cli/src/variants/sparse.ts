import type { Tensor2D } from '@tensorflow/tfjs-core';
import { mean, hoyerSparsity } from '@autoencoders/metrics';
import { sparse as variant } from '@autoencoders/variants';
import { encodeHint, latentHint, reconstructHint } from '../hints.js';
import { activationSection, filterSection } from '../sections/units.js';
import type { TrainableVariant } from './variant.js';

const HOYER = 'Hoyer sparsity of codes';

/** Many units, few of them active for an example. */
export const sparse: TrainableVariant<'beta' | 'rho'> = {
  ...variant,
  about: 'explains each example by a few of many features',
  layers: 'dense 196 with sigmoid; squared error plus beta times the KL divergence from rho',
  unit: 'squared error and nats',
  options: {
    beta: { value: 'weight', about: 'weight of the KL divergence', least: 0, greatest: 1000 },
    rho: { value: 'activation', about: 'target for the mean activation of each unit', least: 0.001, greatest: 0.999 },
  },
  measures: { of: async (_, codes) => ({ [HOYER]: mean(await hoyerSparsity(codes)) }), unranked: [HOYER] },
  sections: (trained) => [
    filterSection(trained, (weights) => weights['decoder.0.kernel'] as Tensor2D),
    activationSection(trained, trained.settings.rho),
  ],
  hints: (context) => [reconstructHint(context), encodeHint(context), latentHint(context)],
};
