import { tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { activationDensity, deadShare, mean, meanActivation, hoyerSparsity } from '@autoencoders/metrics';
import { sparse as variant } from '@autoencoders/variants';
import { sparsityFinding, unitFinding } from '../findings/codes.js';
import { encodeHint, latentHint, reconstructHint } from '../hints.js';
import type { Measures } from '../measures.js';
import { activationSection, filterSection } from '../sections/units.js';
import type { TrainableVariant } from './variant.js';

/** A unit fires where its activation, from 0 to 1, is above this. */
const FIRES = 0.1;

async function firing(codes: Tensor2D): Promise<Measures> {
  const means = await meanActivation(codes);
  return {
    'mean activation, %': (100 * means.reduce((a, b) => a + b, 0)) / means.length,
    'dead units, %': 100 * (await deadShare(codes, { threshold: FIRES })),
  };
}

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
  measures: { of: async (_, codes) => ({ ...(await firing(codes)), 'Hoyer sparsity of codes': mean(await hoyerSparsity(codes)) }) },
  components: async ({ model, data }) => {
    const codes = tidy(() => model.encode(data) as Tensor2D);
    const densities = await activationDensity(codes, { threshold: FIRES });
    codes.dispose();
    return Math.max(1, Math.round(densities.reduce((a, b) => a + b, 0)));
  },
  squaredError: 'reconstruction',
  advice: {
    likeness: 'as many numbers as units fire',
    error: 'Weigh the sparsity less (--beta), or train for more epochs (--epochs).',
    allowed: 2,
  },
  findings: (measures, { latent, rho }) => [
    sparsityFinding(measures, rho),
    unitFinding(measures, latent, 'Weigh the sparsity less (--beta), or choose fewer units (--latent).'),
  ],
  sections: (trained) => [
    filterSection(trained, (weights) => weights['decoder.0.kernel'] as Tensor2D),
    activationSection(trained, trained.settings.rho),
  ],
  hints: (context) => [reconstructHint(context), encodeHint(context), latentHint(context)],
};
