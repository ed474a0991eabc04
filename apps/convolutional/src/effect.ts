import { testError, trained } from '@autoencoders/app-kit/effects';
import type { Effect } from '@autoencoders/app-kit/effects';
import { sizeOf } from '@autoencoders/app-kit/measures';
import { convolutional, fullyConnected } from './model.js';
import { resultsOf } from './results.js';
import type { Settings } from './settings.js';
import { training } from './variant.js';

/** Less error than a dense model with as large a code, with a fraction of its weights. */
export const effect: Effect<Settings> = {
  results: resultsOf,
  train: (data, settings) =>
    trained(convolutional(data.training.shape, settings.codeSize, settings.seed), data, training(settings, data.training)),
  async figures(model, data, settings) {
    const { training: dataset } = data;
    const { codeSize, seed } = settings;
    using dense = await trained(fullyConnected(sizeOf(dataset.shape), codeSize, seed), data, training(settings, dataset));
    return {
      error: await testError(model, data),
      dense: await testError(dense, data),
      parameters: model.parameterCount,
      denseParameters: dense.parameterCount,
    };
  },
};
