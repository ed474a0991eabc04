import { adam, cosineDecay } from '@autoencoders/core';
import { softmaxCrossEntropy } from '@autoencoders/losses';
import { classifier } from '@autoencoders/models';
import { maskingNoise } from '@autoencoders/noise';
import { fit } from '@autoencoders/training';
import { sigmoidStack } from '@autoencoders/variants';
import type { Labelled } from './data.js';
import { errorOf } from './labels.js';
import { methods, pretrained } from './stacks.js';

export interface AllLabels {
  /** Test error in percent. */
  readonly error: number;
  readonly pretraining: number;
  readonly fineTuning: number;
  readonly epochs: readonly [pretraining: number, fineTuning: number];
}

/** Three denoising levels of 1,000 units, then all labels, with masked pixels in both. */
export async function allLabels(train: Labelled, test: Labelled, epochs: readonly [number, number] = [10, 30]): Promise<AllLabels> {
  using stack = sigmoidStack(784, [1000, 1000, 1000], { seed: 1 });
  const pretraining = await pretrained(
    stack,
    train.images,
    methods.find(({ name }) => name === 'denoising')!,
    epochs[0],
  );
  using model = classifier({ from: stack, classes: 10, seed: 1 });
  let fineTuning = 0;
  for await (const { epoch, loss, elapsedSeconds } of fit(model, train.images, {
    target: train.labels,
    loss: { softmaxCrossEntropy },
    corrupt: maskingNoise(0.25),
    optimizer: adam({ learningRate: cosineDecay(5e-4, { epochs: epochs[1] }) }),
    epochs: epochs[1],
    batch: 100,
    seed: 1,
  })) {
    fineTuning = elapsedSeconds;
    console.error(
      `  epoch ${epoch}: loss ${loss.toFixed(4)}, test error ${errorOf(model, test).toFixed(2)} %, ${elapsedSeconds.toFixed(0)} s`,
    );
  }
  return { error: errorOf(model, test), pretraining, fineTuning, epochs };
}
