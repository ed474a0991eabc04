import { adam, leaves } from '@autoencoders/core';
import type { Loss } from '@autoencoders/core';
import { binaryCrossEntropy, gaussianKl, meanSquaredError, squaredError } from '@autoencoders/losses';
import type { Autoencoder } from '@autoencoders/models';
import type { FitOptions, Progress } from '@autoencoders/training';
import { variants } from '@autoencoders/variants';
import type { Variant } from '@autoencoders/variants';
import type { Tensor } from '@tensorflow/tfjs-core';
import { dense784 } from '../../models.js';
import { BATCH, exampleShape } from '../tasks.js';
import type { ModelTask } from '../tasks.js';

/** A model, and the options of `fit` that train it. */
interface Training {
  readonly model: Autoencoder<any, any>;
  readonly options: FitOptions<any, any, string>;
}

/** Our model of a task with the given weights, which are freed. */
export function modelFor(task: ModelTask, weights: readonly Tensor[]): Training {
  const variant = variantFor(task);
  const settings = variant.settings([28, 28, 1]);
  const model = variant.model([28, 28, 1], settings);
  start(model, weights, task);
  const options = {
    loss: losses[task.loss],
    corrupt: variant.corrupt?.(settings),
    optimizer: adam({ learningRate: 1e-3 }),
    epochs: 1e6,
    batch: task.batch ?? BATCH,
  };
  return { model, options };
}

/** The loss of each step of a training that gives its progress after every step. */
export function stepLosses(training: AsyncGenerator<Progress, void>): () => Promise<number> {
  let sum = 0;
  return async () => {
    const { value } = await training.next();
    if (!value) throw new Error('training has ended');
    // `fit` reports the mean over the epoch so far. All batches have the same size.
    const { step, steps, loss } = value;
    const before = sum;
    sum = step === steps ? 0 : step * loss;
    return step * loss - before;
  };
}

const losses: Readonly<Record<ModelTask['loss'], Readonly<Record<string, Loss<any>>>>> = {
  meanSquaredError: { meanSquaredError },
  squaredError: { squaredError },
  elbo: { likelihood: binaryCrossEntropy, kl: gaussianKl },
};

function variantFor({ name, layers }: ModelTask): Variant {
  if (!name.startsWith('dense')) return variants.find((variant) => variant.name === name)!;
  const encoder = layers.slice(0, layers.length / 2).map(({ outputs }) => outputs);
  return dense784(encoder, { codeActivation: 'relu' });
}

/** Puts the weights into the model that all contenders start from. */
function start(model: Autoencoder<any, any>, from: readonly Tensor[], task: ModelTask): void {
  const to = Object.values(leaves(model.weights));
  if (String(model.input) !== String(exampleShape(task)) || to.length !== from.length)
    throw new Error(`${task.name} is another model here`);
  to.forEach((weight, i) => {
    weight.assign(from[i]!);
    from[i]!.dispose();
  });
}
