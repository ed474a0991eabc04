import { tensorFor, testError, trained } from '@autoencoders/app-kit/effects';
import type { Effect } from '@autoencoders/app-kit/effects';
import { activationDensity, deadShare, mean, meanActivation } from '@autoencoders/metrics';
import { thresholdOf } from './settings.js';
import type { Settings } from './settings.js';
import { model, training } from './variant.js';

/** Few units fire for an example, and the mean activation is near ρ. */
export const effect: Effect<Settings> = {
  train: (data, settings) => trained(model(data.training.shape, settings), data, training(settings, data.training)),
  async figures(model, data, settings) {
    const x = tensorFor(model, data.test);
    const codes = model.encode(x);
    const threshold = thresholdOf(settings);
    const figures = {
      error: await testError(model, data),
      activation: mean(await meanActivation(codes)),
      firing: settings.units * mean(await activationDensity(codes, { threshold })),
      dead: await deadShare(codes, { threshold }),
    };
    x.dispose();
    codes.dispose();
    return figures;
  },
};
