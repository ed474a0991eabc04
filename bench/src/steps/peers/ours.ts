import type { Group } from '@autoencoders/core';
import { fit } from '@autoencoders/training';
import type { Progress } from '@autoencoders/training';
import { stepByStep } from '../protocol.js';
import type { Job, Peer } from '../protocol.js';
import { useBackend } from './backends.js';
import { imagesOf, startOf } from './batches.js';
import { modelFor, stepLosses } from './our-model.js';

/** Training as a user of these packages does it: a model, and the loop over `fit`, one step at a time. Default: without a group. */
export async function prepare(job: Job, group?: Group): Promise<Peer> {
  const { version, training } = await trained(job, { shuffle: false, every: 1, group });
  return stepByStep(version, stepLosses(training));
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
  const { model, options } = modelFor(task, startOf(folder, task));
  const training = fit(model, imagesOf(folder, task), { ...options, ...more });
  return { version, training };
}
