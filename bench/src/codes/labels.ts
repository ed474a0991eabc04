import { adam, permutation, seeded } from '@autoencoders/core';
import { softmaxCrossEntropy } from '@autoencoders/losses';
import { classifier } from '@autoencoders/models';
import type { Classifier, Stack } from '@autoencoders/models';
import { fit } from '@autoencoders/training';
import { sigmoidStack } from '@autoencoders/variants';
import { dispose } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { rowsOf } from './data.js';
import type { Labelled } from './data.js';
import { methods, pretrained } from './stacks.js';

/** Test error in percent for one start and one number of labels: mean and standard deviation over the draws. */
export interface LabelsRow {
  readonly start: string;
  readonly labels: number;
  readonly errors: readonly number[];
  readonly mean: number;
  readonly spread: number;
}

/** Numbers of labels, each with the number of training steps of 100 examples. */
const budgets = [
  [100, 600],
  [1000, 600],
  [10_000, 1500],
] as const;
const draws = 5;
const batch = 100;

/** The share of test examples that a classifier gets wrong, in percent. */
export function errorOf(model: Classifier<Tensor2D>, { images, labels }: Labelled): number {
  const found = model.classify(images);
  const classes = found.dataSync<'int32'>();
  dispose(found);
  return (100 * labels.filter((label, i) => label !== classes[i]).length) / labels.length;
}

/** Pre-trains 784-500-500-500 in each way, fine-tunes on few labels, and does the same from random weights. */
export async function fewLabels(
  train: Labelled,
  test: Labelled,
  epochs: number,
): Promise<{ rows: LabelsRow[]; seconds: Record<string, number> }> {
  const rows: LabelsRow[] = [];
  const seconds: Record<string, number> = {};
  for (const method of methods) {
    console.error(method.name);
    using stack = sigmoidStack(784, [500, 500, 500], { seed: 1 });
    seconds[method.name] = await pretrained(stack, train.images, method, epochs);
    for (const [labels, steps] of budgets) {
      // Random weights do not depend on the method, so they are trained once.
      if (method === methods[0]) rows.push(await drawn('random', stack, true, train, test, labels, steps));
      rows.push(await drawn(method.name, stack, false, train, test, labels, steps));
    }
  }
  return { rows, seconds };
}

async function drawn(
  start: string,
  from: Stack,
  random: boolean,
  train: Labelled,
  test: Labelled,
  labels: number,
  steps: number,
): Promise<LabelsRow> {
  const errors: number[] = [];
  for (let draw = 1; draw <= draws; draw++) {
    const some = rowsOf(train, permutation(train.labels.length, seeded(draw)()).slice(0, labels));
    using model = classifier({ from, classes: 10, reinitialize: random, initScale: random ? 4 : 1, seed: draw });
    const epochs = Math.ceil((steps * batch) / labels);
    const options = {
      target: some.labels,
      loss: { softmaxCrossEntropy },
      optimizer: adam({ learningRate: 1e-3 }),
      epochs,
      batch,
      seed: draw,
    };
    for await (const _ of fit(model, some.images, options));
    dispose(some.images);
    errors.push(errorOf(model, test));
  }
  const mean = errors.reduce((a, b) => a + b, 0) / draws;
  const spread = Math.sqrt(errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / (draws - 1));
  console.error(`  ${labels} labels, ${start}: ${mean.toFixed(2)} ± ${spread.toFixed(2)} %`);
  return { start, labels, errors, mean, spread };
}
