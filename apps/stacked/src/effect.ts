import type { AnyModel, Data } from '@autoencoders/app-kit';
import { tensorFor } from '@autoencoders/app-kit/effects';
import type { Effect } from '@autoencoders/app-kit/effects';
import { count } from '@autoencoders/datasets';
import { accuracy, mean } from '@autoencoders/metrics';
import type { Stack } from '@autoencoders/models';
import { fit, pretrain } from '@autoencoders/training';
import { dispose } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { fineTuning, labelled, preTraining, startOf } from './model.js';
import type { Settings } from './settings.js';
import { model } from './variant.js';

/** How many draws of labels are averaged. */
const DRAWS = 3;

/** After fine-tuning with few labels, fewer test examples are wrong than from random weights. */
export const effect: Effect<Settings> = {
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
      for (let i = 0; i < DRAWS; i++) draws.push(await errorOf(stack as unknown as Stack, data, start, labels, DRAWS * seed + i));
      return mean(draws);
    };
    return { pretrained: await wrong('pre-trained'), random: await wrong('random') };
  },
};

/** The share of test examples that a classifier gets wrong after fine-tuning on some labels, in percent. */
export async function errorOf(
  stack: Stack,
  { training, test }: Data,
  start: 'pre-trained' | 'random',
  labels: number,
  draw: number,
): Promise<number> {
  using model = startOf(stack, 10, start, draw);
  const few = labelled(training, labels, draw);
  const [images, x] = [tensorFor(stack as never, few), tensorFor(stack as never, test)];
  for await (const progress of fit(model, images as Tensor2D, { ...fineTuning, target: few.labels, seed: draw })) void progress;
  const found = model.classify(x as Tensor2D);
  const error = 100 * (1 - accuracy(test.labels!, found.dataSync<'int32'>()));
  dispose([images, x, found]);
  return error;
}
