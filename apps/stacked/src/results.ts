import type { AnyModel, Data } from '@autoencoders/app-kit';
import { tensorFor } from '@autoencoders/app-kit/effects';
import { accuracy } from '@autoencoders/metrics';
import type { Stack } from '@autoencoders/models';
import { fit } from '@autoencoders/training';
import { dispose } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { fineTuning, labelled, startOf } from './model.js';
import type { Settings } from './settings.js';

/** What a classifier predicts for the test examples after its fine-tuning, and its errors after each round, in percent. */
interface FineTuned {
  readonly errors: readonly number[];
  readonly predicted: readonly number[];
}

/** A fine-tuning from both starts, as the page shows it. */
export interface Results {
  readonly labels: number;
  readonly trained: FineTuned;
  readonly random: FineTuned;
}

/** Fine-tunes a stack with the labels of the settings, and does the same from random weights. */
export async function resultsOf(stack: AnyModel, data: Data, { labels, seed }: Settings): Promise<Results> {
  const of = (start: 'pre-trained' | 'random'): Promise<FineTuned> => fineTuned(stack as unknown as Stack, data, start, labels, seed);
  return { labels, trained: await of('pre-trained'), random: await of('random') };
}

/** Fine-tunes a classifier on some labels; `draw` is their seed. */
export async function fineTuned(
  stack: Stack,
  { training, test }: Data,
  start: 'pre-trained' | 'random',
  labels: number,
  draw: number,
): Promise<FineTuned> {
  using model = startOf(stack, 10, start, draw);
  const few = labelled(training, labels, draw);
  const [images, x] = [tensorFor(stack as never, few), tensorFor(stack as never, test)];
  const errors: number[] = [];
  let predicted = new Int32Array();
  for await (const progress of fit(model, images as Tensor2D, { ...fineTuning, target: few.labels, seed: draw })) {
    void progress;
    const found = model.classify(x as Tensor2D);
    predicted = found.dataSync<'int32'>().slice();
    found.dispose();
    errors.push(Number((100 * (1 - accuracy(test.labels!, predicted))).toFixed(2)));
  }
  dispose([images, x]);
  return { errors, predicted: Array.from(predicted) };
}
