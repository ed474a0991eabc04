import type { AnyModel } from '@autoencoders/app-kit';
import { tensorFor } from '@autoencoders/app-kit/effects';
import type { Effect } from '@autoencoders/app-kit/effects';
import { count } from '@autoencoders/datasets';
import { mean } from '@autoencoders/metrics';
import type { Stack } from '@autoencoders/models';
import { pretrain } from '@autoencoders/training';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { fineTuning, preTraining } from './model.js';
import { fineTuned, resultsOf } from './results.js';
import type { Settings } from './settings.js';
import { LEVELS } from './stack-run.js';
import { model } from './variant.js';

/** How many draws of labels are averaged. */
const DRAWS = 3;

/** After fine-tuning with few labels, fewer test examples are wrong than from random weights. */
export const effect: Effect<Settings> = {
  results: resultsOf,
  epochs: ({ epochs }) => LEVELS * epochs + 2 * fineTuning.epochs,
  async train(data, settings) {
    const stack = model(data.training.shape, settings);
    const x = tensorFor(stack, data.training) as Tensor2D;
    const options = preTraining(settings.kind, settings.epochs, count(data.training), settings.seed);
    for await (const progress of pretrain(stack, x, options)) void progress;
    x.dispose();
    return stack as unknown as AnyModel;
  },
  async figures(stack, data, { labels, seed }) {
    const wrong = async (start: 'pre-trained' | 'random'): Promise<number> => {
      const draws: number[] = [];
      for (let i = 0; i < DRAWS; i++) {
        const { errors } = await fineTuned(stack as unknown as Stack, data, start, labels, DRAWS * seed + i);
        draws.push(errors.at(-1)!);
      }
      return mean(draws);
    };
    return { pretrained: await wrong('pre-trained'), random: await wrong('random') };
  },
};
