import { transpose } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { squaredError } from '@autoencoders/losses';
import { featuresOf } from '@autoencoders/variants';
import { reconstructHint } from '../hints.js';
import type { Hint, HintContext } from '../hints.js';
import { activationSection, filterSection } from '../sections/units.js';
import { text } from '../text.js';
import type { VariantView } from './variant.js';

/** A deep autoencoder that the command `pretrain` trains level by level. */
export const stacked: VariantView<'beta' | 'rho'> = {
  name: 'stacked',
  about: 'learns one level after the other, without labels',
  bottleneck: 'plain',
  unit: 'squared error',
  squaredError: 'loss',
  advice: { error: 'Train all levels together afterwards (--joint 10), or each level for more epochs (--epochs).' },
  settings: (shape, given = {}) => ({ latent: featuresOf(shape), seed: 0, beta: 3, rho: 0.05, ...given }),
  loss: () => ({ reconstruction: squaredError }),
  sections: (trained) => [
    filterSection(trained, (weights) => transpose(weights['encoder.0.0.kernel'] as Tensor2D)),
    activationSection(trained),
  ],
  hints: (context) => [...finetuneHints(context), reconstructHint(context)],
};

/** Labels that are enough to see what pre-training is good for. */
const LABELS = 1000;

const finetuneHints = ({ run, training: { labelled, count } }: HintContext): readonly Hint[] =>
  labelled ? [[text`finetune ${run}${count > LABELS && ` --labels ${LABELS}`}`, 'a classifier on it, and one from random weights']] : [];
