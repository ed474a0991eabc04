import { testError, trained } from '@autoencoders/app-kit/effects';
import type { Effect } from '@autoencoders/app-kit/effects';
import { pcaErrors } from './pca-errors.js';
import type { Settings } from './settings.js';
import { model, training } from './variant.js';

/** Less error than PCA with as many numbers. */
export const effect: Effect<Settings> = {
  train: (data, settings) => trained(model(data.training.shape, settings), data, training(settings, data.training)),
  async figures(model, data, { codeSize }) {
    const errors = await pcaErrors({ ...data, most: codeSize });
    return { error: await testError(model, data), pca: errors.at(-1)! };
  },
};
