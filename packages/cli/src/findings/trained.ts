import type { Finding } from '@autoencoders/report';
import type { Measures } from '../measures.js';
import type { RunRecord } from '../run-record.js';
import type { TrainedModel } from '../trained-model.js';
import { latentFinding } from './codes.js';
import { diverged, overfitting, stillFalling } from './curves.js';
import { reconstructionFindings } from './reconstruction.js';

const MORE = 'Train for more epochs (--epochs), or choose a larger code (--latent).';

/** What was found out about a trained model, for the verdict of its report. */
export function findingsOf({ variant, settings, baseline }: TrainedModel, record: RunRecord): readonly Finding[] {
  const { measures = {}, history = [], test } = record;
  const failed = diverged(history);
  if (failed) return [failed];
  const { likeness = 'as many numbers', error = MORE, codes, allowed = 1 } = variant.advice ?? {};
  return [
    ...reconstructionFindings(measures, { components: baseline?.components, likeness, allowed, advice: error }),
    ...(variant.findings?.(measures, settings) ?? [latentFinding(measures, settings.latent, codes ?? MORE_USED)]),
    overfitting(history, test?.loss ?? NaN, variant.squaredError === undefined ? 0 : NEGLIGIBLE * varianceOf(measures)),
    stillFalling(history),
  ].filter((finding) => finding !== undefined);
}

const MORE_USED = 'Train with another seed (--seed), or with a smaller learning rate.';

/** A difference of losses below this share of the loss of a constant output makes no difference to anybody. */
export const NEGLIGIBLE = 0.01;

/** The squared error of the mean as output. */
const varianceOf = ({ 'squared error': error = 0, 'R²': share = 0 }: Measures): number => (share < 1 ? error / (1 - share) : 0);
