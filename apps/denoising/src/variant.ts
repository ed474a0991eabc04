import { schedule, sizeOf } from '@autoencoders/app-kit/measures';
import type { TrainingOptions } from '@autoencoders/app-kit';
import type { Shape } from '@autoencoders/core';
import type { NamedDataset } from '@autoencoders/datasets';
import type { Autoencoder } from '@autoencoders/models';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { denoising, loss, noises, optimizer } from './model.js';
import type { Settings } from './settings.js';

export const model = (shape: Shape, { codeSize, seed }: Settings): Autoencoder<Tensor2D> => denoising(sizeOf(shape), codeSize, seed);

export const training = (settings: Settings, dataset: NamedDataset): TrainingOptions => ({
  loss,
  optimizer,
  corrupt: noises[settings.noise](settings.strength),
  ...schedule(settings, dataset),
});
