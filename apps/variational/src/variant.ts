import { schedule, sizeOf } from '@autoencoders/app-kit/measures';
import type { TrainingOptions } from '@autoencoders/app-kit';
import type { Gaussian, Shape } from '@autoencoders/core';
import type { NamedDataset } from '@autoencoders/datasets';
import type { AutoencoderOf } from '@autoencoders/models';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { lossWith, optimizer, variational } from './model.js';
import type { Settings } from './settings.js';

/** What the numbers of an example are: rows of a table have one axis. */
export const numbersOf = ({ shape }: Pick<NamedDataset, 'shape'>): 'pixels' | 'columns' => (shape.length === 1 ? 'columns' : 'pixels');

export const model = (shape: Shape, { latents, seed }: Settings): AutoencoderOf<Tensor2D, Gaussian> =>
  variational(sizeOf(shape), latents, seed);

export const training = (settings: Settings, dataset: NamedDataset): TrainingOptions => ({
  loss: lossWith(settings.beta, settings.warmUp, numbersOf(dataset)),
  optimizer,
  ...schedule(settings, dataset, 64),
});
