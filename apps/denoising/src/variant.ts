import { sizeOf } from '@autoencoders/app-kit/measures';
import type { TrainingOptions } from '@autoencoders/app-kit';
import type { Shape } from '@autoencoders/core';
import type { NamedDataset } from '@autoencoders/datasets';
import type { Autoencoder } from '@autoencoders/models';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { denoising, loss, noises, optimizer } from './model.js';
import type { Settings } from './settings.js';

export const batchFor = ({ values }: Pick<NamedDataset, 'values'>): number => (values.length > 2e6 ? 128 : 32);

export const model = (shape: Shape, { codeSize }: Settings): Autoencoder<Tensor2D> => denoising(sizeOf(shape), codeSize);

export const training = ({ noise, strength, epochs }: Settings, dataset: NamedDataset): TrainingOptions => ({
  loss,
  optimizer,
  corrupt: noises[noise](strength),
  epochs,
  batch: batchFor(dataset),
  seed: 1,
});
