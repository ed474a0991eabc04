import { adam, leaves } from '@autoencoders/core';
import type { Group, Loss } from '@autoencoders/core';
import { binaryCrossEntropy, gaussianKl, meanSquaredError, squaredError } from '@autoencoders/losses';
import type { Autoencoder } from '@autoencoders/models';
import { fit } from '@autoencoders/training';
import type { Progress } from '@autoencoders/training';
import { variants } from '@autoencoders/variants';
import type { Variant } from '@autoencoders/variants';
import { dense784 } from '../../models.js';
import { stepByStep } from '../protocol.js';
import type { Job, Peer } from '../protocol.js';
import { BATCH, exampleShape } from '../tasks.js';
import type { ModelTask } from '../tasks.js';
import { useBackend } from './backends.js';
import { imagesOf, startOf } from './batches.js';

/** Training as a user of these packages does it: a model, and the loop over `fit`, one step at a time. Default: without a group. */
export async function prepare(job: Job, group?: Group): Promise<Peer> {
  const { version, training } = await trained(job, { shuffle: false, every: 1, group });
  let sum = 0;
  return stepByStep(version, async () => {
    const { value } = await training.next();
    if (!value) throw new Error('training has ended');
    // `fit` reports the mean over the epoch so far. All batches have the same size.
    const { step, steps, loss } = value;
    const before = sum;
    sum = step === steps ? 0 : step * loss;
    return step * loss - before;
  });
}

/** The same, but a step is a whole epoch, each in a new order. */
export async function prepareEpochs(job: Job): Promise<Peer> {
  const { version, training } = await trained(job, {});
  return stepByStep(version, async () => (await training.next()).value!.loss);
}

async function trained(
  { task, folder, setting }: Job,
  more: { readonly shuffle?: false; readonly every?: 1; readonly group?: Group | undefined },
): Promise<{ readonly version: string; readonly training: AsyncGenerator<Progress, void> }> {
  if (task.kind !== 'model') throw new Error('only models can be trained');
  const version = await useBackend(setting);
  const variant = variantFor(task);
  const settings = variant.settings([28, 28, 1]);
  const model = variant.model([28, 28, 1], settings);
  start(model, folder, task);
  const training = fit(model, imagesOf(folder, task), {
    loss: losses[task.loss],
    corrupt: variant.corrupt?.(settings),
    optimizer: adam({ learningRate: 1e-3 }),
    epochs: 1e6,
    batch: task.batch ?? BATCH,
    ...more,
  });
  return { version, training };
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
function start(model: Autoencoder<any, any>, folder: string, task: ModelTask): void {
  const [to, from] = [Object.values(leaves(model.weights)), startOf(folder, task)];
  if (String(model.input) !== String(exampleShape(task)) || to.length !== from.length)
    throw new Error(`${task.name} is another model here`);
  to.forEach((weight, i) => {
    weight.assign(from[i]!);
    from[i]!.dispose();
  });
}
