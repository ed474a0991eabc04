import { tensorFor, testError, trained } from '@autoencoders/app-kit/effects';
import type { Effect } from '@autoencoders/app-kit/effects';
import { seeded } from '@autoencoders/core';
import { mean, squaredErrorPerExample } from '@autoencoders/metrics';
import { dispose } from '@tensorflow/tfjs-core';
import { noises } from './model.js';
import type { Settings } from './settings.js';
import { model, training } from './variant.js';

/** What is restored is nearer to the clean example than the noisy one is, and than what a plain autoencoder makes of it. */
export const effect: Effect<Settings> = {
  train: (data, settings) => trained(model(data.training.shape, settings), data, training(settings, data.training)),
  async figures(own, data, settings) {
    const { corrupt: _, ...options } = training(settings, data.training);
    using plain = await trained(model(data.training.shape, settings), data, options);
    const clean = tensorFor(own, data.test);
    const noisy = noises[settings.noise](settings.strength)(clean, seeded(settings.seed + 100));
    const figures = {
      noisy: mean(await squaredErrorPerExample(clean, noisy)),
      restored: await testError(own, data, noisy),
      plain: await testError(plain, data, noisy),
    };
    dispose([clean, noisy]);
    return figures;
  },
};
