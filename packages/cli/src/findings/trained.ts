import type { Finding } from '@autoencoders/report';
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
  const { likeness = 'as many numbers', error = MORE, codes } = variant.advice ?? {};
  return [
    ...reconstructionFindings(measures, { components: baseline?.components, likeness, advice: error }),
    ...(variant.findings?.(measures, settings) ?? [latentFinding(measures, settings.latent, codes ?? MORE_USED)]),
    overfitting(history, test?.loss ?? NaN),
    stillFalling(history),
  ].filter((finding) => finding !== undefined);
}

const MORE_USED = 'Train with another seed (--seed), or with a smaller learning rate.';
