import type { TrainingOptions } from '@autoencoders/app-kit';
import type { NamedDataset } from '@autoencoders/datasets';
import { loss, optimizer } from './model.js';
import type { Settings } from './settings.js';

export const batchFor = ({ values }: Pick<NamedDataset, 'values'>): number => (values.length > 2e6 ? 128 : 32);

export const training = ({ epochs }: Settings, dataset: NamedDataset): TrainingOptions => ({
  loss,
  optimizer,
  epochs,
  batch: batchFor(dataset),
  seed: 1,
});
