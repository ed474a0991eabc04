import { sizeOf } from '@autoencoders/app-kit/measures';
import type { TrainingOptions } from '@autoencoders/app-kit';
import type { Gaussian, Shape } from '@autoencoders/core';
import type { NamedDataset } from '@autoencoders/datasets';
import type { AutoencoderOf } from '@autoencoders/models';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { lossWith, optimizer, variational } from './model.js';
import type { Settings } from './settings.js';

export const batchFor = ({ values }: Pick<NamedDataset, 'values'>): number => (values.length > 2e6 ? 128 : 64);

/** What the numbers of an example are: rows of a table have one axis. */
export const numbersOf = ({ shape }: Pick<NamedDataset, 'shape'>): 'pixels' | 'columns' => (shape.length === 1 ? 'columns' : 'pixels');

export const model = (shape: Shape, { latents }: Settings): AutoencoderOf<Tensor2D, Gaussian> => variational(sizeOf(shape), latents);

export const training = ({ beta, warmUp, epochs }: Settings, dataset: NamedDataset): TrainingOptions => ({
  loss: lossWith(beta, warmUp, numbersOf(dataset)),
  optimizer,
  epochs,
  batch: batchFor(dataset),
  seed: 1,
});
