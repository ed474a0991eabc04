import { testError, trained } from '@autoencoders/app-kit/effects';
import type { Effect } from '@autoencoders/app-kit/effects';
import { sizeOf } from '@autoencoders/app-kit/measures';
import { convolutional, fullyConnected } from './model.js';
import type { Settings } from './settings.js';
import { training } from './variant.js';

/** Less error than a dense model with as large a code, with a fraction of its weights. */
export const effect: Effect<Settings> = {
  train: (data, settings, seed) =>
    trained(convolutional(data.training.shape, settings.codeSize), data, { ...training(settings, data.training), seed }),
  async figures(model, data, settings, seed) {
    const { training: dataset } = data;
    using dense = await trained(fullyConnected(sizeOf(dataset.shape), settings.codeSize), data, { ...training(settings, dataset), seed });
    return {
      error: await testError(model, data),
      dense: await testError(dense, data),
      parameters: model.parameterCount,
      denseParameters: dense.parameterCount,
    };
  },
};
