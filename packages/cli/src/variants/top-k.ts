import type { Tensor2D } from '@tensorflow/tfjs-core';
import { activationDensity, mean, deadShare } from '@autoencoders/metrics';
import { topK as variant } from '@autoencoders/variants';
import { unitFinding } from '../findings/codes.js';
import { encodeHint, reconstructHint } from '../hints.js';
import type { Hint, HintContext } from '../hints.js';
import { densitySection, filterSection } from '../sections/units.js';
import { text } from '../text.js';
import type { TrainableVariant } from './variant.js';

/** A dictionary of which each example uses `k` entries. */
export const topK: TrainableVariant<'k' | 'beta'> = {
  ...variant,
  about: 'explains each example by exactly k of many features, and keeps all of them in use',
  layers: 'twice as many units as features, the k largest kept; linear; squared error plus beta times the auxiliary loss',
  unit: 'squared error',
  options: {
    k: { value: 'n', about: 'how many units fire for an example', least: 1, greatest: Infinity, whole: true },
    beta: { value: 'weight', about: 'weight of the auxiliary loss', least: 0, greatest: 1000 },
  },
  measures: {
    of: async (_, codes) => ({
      'units firing, %': 100 * mean(await activationDensity(codes)),
      'dead units, %': 100 * (await deadShare(codes)),
    }),
  },
  components: ({ settings }) => settings.k,
  squaredError: 'reconstruction',
  advice: { likeness: 'as many numbers as units fire', error: 'Let more units fire (--k), or train for more epochs (--epochs).' },
  findings: (measures, { latent }) => [
    unitFinding(measures, latent, 'Weigh the auxiliary loss more (--beta), or choose fewer units (--latent).'),
  ],
  sections: async (trained) => [
    filterSection(trained, (weights) => weights['decoder.0.kernel'] as Tensor2D),
    await densitySection(trained, trained.settings.k),
  ],
  hints: (context) => [reconstructHint(context), encodeHint(context), fewerUnitsHint(context)],
};

const fewerUnitsHint = ({ settings, data }: HintContext<'k'>): Hint => [
  text`train top-k --data ${data} --k ${Math.ceil(settings.k / 4)}`,
  'fewer features for each example',
];
