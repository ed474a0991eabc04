import type { Baseline, Result } from '@autoencoders/report';
import { counted } from './format.js';
import { explained, readingOf } from './measure-words.js';
import type { RunRecord } from './run-record.js';
import type { TrainedModel } from './trained-model.js';

/** The test loss, its terms where there are several, and all measures, with how to read them. */
export function resultsOf({ test, measures = {} }: RunRecord, unit: string): Readonly<Record<string, Result>> {
  const { loss = NaN, terms = {} } = test ?? {};
  return {
    [`test loss (${unit})`]: { value: loss, ...readingOf('test loss') },
    ...(Object.keys(terms).length > 1 && explained(terms)),
    ...explained(measures),
  };
}

/** What PCA reaches, for the loss curves, where its error and the loss or one of its terms are the same measure. */
export function baselineLine({ variant, baseline }: TrainedModel, { measures = {} }: RunRecord): Baseline | undefined {
  const value = measures['squared error of PCA'];
  if (!baseline || value === undefined || variant.squaredError === undefined) return undefined;
  return {
    name: `PCA with ${counted(baseline.components, 'number')}`,
    value,
    about: 'the test error of the best linear code of as many numbers.',
    ...(variant.squaredError !== 'loss' && { term: variant.squaredError }),
  };
}
