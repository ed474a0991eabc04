import { tensorFor, trained } from '@autoencoders/app-kit/effects';
import type { Effect } from '@autoencoders/app-kit/effects';
import { activeUnits } from '@autoencoders/metrics';
import { evaluate } from '@autoencoders/training';
import { dispose } from '@tensorflow/tfjs-core';
import { lossWith } from './model.js';
import { nearest, withoutCode } from './samples-measured.js';
import type { Settings } from './settings.js';
import { model, training } from './variant.js';

/** How many samples are compared with real examples. */
const SAMPLES = 50;

/** Codes save nats, all latents are active, and samples are as near to real examples as these are to each other. */
export const effect: Effect<Settings> = {
  train: (data, settings) => trained(model(data.training.shape, settings), data, training(settings, data.training)),
  async figures(model, data, { beta, seed }) {
    const x = tensorFor(model, data.test);
    const { loss, terms } = await evaluate(model, x, { loss: lossWith(beta, 0), seed });
    const means = model.encode(x);
    const made = model.sample!(SAMPLES, { seed });
    const figures = {
      loss,
      withoutCode: withoutCode(data),
      kl: terms['kl']!,
      active: (await activeUnits(means)).active,
      latents: means.shape.at(-1)!,
      ...nearest(await made.data<'float32'>(), data),
    };
    dispose([x, means, made]);
    return figures;
  },
};
