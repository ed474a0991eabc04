import { sizeOf } from '@autoencoders/app-kit/measures';
import type { AnyModel, TrainingOptions } from '@autoencoders/app-kit';
import type { Shape } from '@autoencoders/core';
import type { NamedDataset } from '@autoencoders/datasets';
import { kLoss, kOptimizer, kSparse, loss, optimizer, sparse } from './model.js';
import { isTopK, kOf } from './settings.js';
import type { Settings } from './settings.js';

export const batchFor = ({ values }: Pick<NamedDataset, 'values'>): number => (values.length > 2e6 ? 128 : 64);

export const model = (shape: Shape, settings: Settings): AnyModel =>
  isTopK(settings) ? kSparse(sizeOf(shape), settings.units, kOf(settings)) : sparse(sizeOf(shape), settings.units);

export const training = (settings: Settings, dataset: NamedDataset): TrainingOptions => ({
  ...(isTopK(settings) ? { loss: kLoss, optimizer: kOptimizer } : { loss: loss(settings.rho, settings.beta), optimizer }),
  epochs: settings.epochs,
  batch: batchFor(dataset),
  seed: 1,
});
