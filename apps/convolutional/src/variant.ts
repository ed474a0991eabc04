import { schedule } from '@autoencoders/app-kit/measures';
import type { TrainingOptions } from '@autoencoders/app-kit';
import type { NamedDataset } from '@autoencoders/datasets';
import { loss, optimizer } from './model.js';
import type { Settings } from './settings.js';

export const training = (settings: Settings, dataset: NamedDataset): TrainingOptions => ({
  loss,
  optimizer,
  ...schedule(settings, dataset),
});
