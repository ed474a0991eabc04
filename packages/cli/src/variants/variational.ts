import { slice } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { activeUnits, mean, bernoulliLogLikelihood, negativeLogLikelihood } from '@autoencoders/metrics';
import { variational as variant } from '@autoencoders/variants';
import { encodeHint, latentHint } from '../hints.js';
import type { Hint, HintContext } from '../hints.js';
import type { Measures } from '../measures.js';
import { gridSection, interpolationSections, sampleSections, traversalSection } from '../sections/codes.js';
import { text } from '../text.js';
import type { TrainedModel } from '../trained-model.js';
import type { TrainableVariant } from './variant.js';

/** Codes that are normal distributions, close to N(0, I). */
export const variational: TrainableVariant<'beta'> = {
  ...variant,
  about: 'learns a space of codes to draw new examples from',
  layers: 'dense 400, Gaussian code 20, dense 400; ReLU; cross-entropy plus beta times the KL divergence',
  unit: 'nats',
  options: { beta: { value: 'weight', about: 'weight of the KL divergence', least: 0, greatest: 1000 } },
  measures: { of: likelihoodAndActivity },
  advice: {
    allowed: 2,
    error: 'Weigh the KL divergence less (--beta 0.5), choose a larger code (--latent), or train for more epochs (--epochs).',
    codes: 'Weigh the KL divergence less (--beta 0.5).',
  },
  sections: (trained, plane) => [
    ...interpolationSections(trained),
    ...sampleSections(trained),
    traversalSection(trained),
    gridSection(trained, plane),
  ],
  hints: (context) => [sampleHint(context), encodeHint(context), latentHint(context)],
};

/** Images whose likelihood is estimated, with 100 codes each. */
const ESTIMATED = 500;

async function likelihoodAndActivity({ model, data }: TrainedModel, codes: Tensor2D): Promise<Measures> {
  const some = slice(data, 0, Math.min(ESTIMATED, data.shape[0]!));
  try {
    const nats = await negativeLogLikelihood(model, some, { likelihood: bernoulliLogLikelihood, samples: 100 });
    return { 'negative log-likelihood, nats': mean(nats), 'active latents': (await activeUnits(codes)).active };
  } finally {
    some.dispose();
  }
}

const sampleHint = ({ run }: HintContext): Hint => [text`sample ${run} --out samples.png`, 'new examples from random codes'];
