import { schedule, sizeOf } from '@autoencoders/app-kit/measures';
import type { AnyModel, TrainingOptions } from '@autoencoders/app-kit';
import type { Shape } from '@autoencoders/core';
import type { NamedDataset } from '@autoencoders/datasets';
import { kLoss, kOptimizer, kSparse, loss, optimizer, sparse } from './model.js';
import { isTopK, kOf } from './settings.js';
import type { Settings } from './settings.js';

export function model(shape: Shape, settings: Settings): AnyModel {
  const { units, seed } = settings;
  return isTopK(settings) ? kSparse(sizeOf(shape), units, kOf(settings), seed) : sparse(sizeOf(shape), units, seed);
}

export const training = (settings: Settings, dataset: NamedDataset): TrainingOptions => ({
  ...(isTopK(settings) ? { loss: kLoss, optimizer: kOptimizer } : { loss: loss(settings.rho, settings.beta), optimizer }),
  ...schedule(settings, dataset, 64),
});
