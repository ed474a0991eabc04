import { adam, cosineDecay } from '@autoencoders/core';
import { chain, dense, sigmoid } from '@autoencoders/layers';
import { binaryCrossEntropy, squaredError } from '@autoencoders/losses';
import { stacked } from '@autoencoders/models';
import { evaluate, fit } from '@autoencoders/training';
import type { Labelled } from './data.js';
import { pretrained } from './stacks.js';

export interface Deep {
  /** Squared error per test image after pre-training, and after each epoch of joint training. */
  readonly errors: readonly number[];
  readonly pretraining: number;
  readonly joint: number;
  readonly epochs: readonly [pretraining: number, joint: number];
}

/** Hinton & Salakhutdinov's 784-1000-500-250-30: sigmoid levels, a linear code, pre-trained, then trained jointly. */
export async function deep(train: Labelled, test: Labelled, epochs: readonly [number, number] = [5, 20]): Promise<Deep> {
  const sizes = [784, 1000, 500, 250];
  using stack = stacked({
    input: [784],
    levels: [
      ...sizes.slice(1).map((size, i) => ({ encoder: chain(dense(size), sigmoid), decoder: dense(sizes[i]!), output: sigmoid })),
      { encoder: dense(30), decoder: dense(250), output: sigmoid },
    ],
    seed: 1,
  });
  const pretraining = await pretrained(stack, train.images, { loss: { binaryCrossEntropy } }, epochs[0]);
  const errors = [(await evaluate(stack, test.images, { loss: { squaredError } })).loss];
  let joint = 0;
  const optimizer = adam({ learningRate: cosineDecay(1e-3, { epochs: epochs[1] }) });
  for await (const { epoch, elapsedSeconds } of fit(stack, train.images, {
    loss: { squaredError },
    optimizer,
    epochs: epochs[1],
    batch: 128,
    seed: 1,
  })) {
    joint = elapsedSeconds;
    errors.push((await evaluate(stack, test.images, { loss: { squaredError } })).loss);
    console.error(`  epoch ${epoch}: test ${errors.at(-1)!.toFixed(2)}, ${elapsedSeconds.toFixed(0)} s`);
  }
  return { errors, pretraining, joint, epochs };
}
