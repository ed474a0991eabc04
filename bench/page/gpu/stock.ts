import '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-webgpu';
import { div, env, setBackend, slice, squaredDifference, sum, train, variable } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { version_layers } from '@tensorflow/tfjs-layers';
import type { PageBackend } from '../../src/gpu/protocol.js';
import { elboOf } from '../../src/steps/peers/elbo.js';
import { modelOf, noisy } from '../../src/steps/peers/layers-model.js';
import { read } from './training.js';
import type { Setup, Training } from './training.js';

/** Sets tfjs's own backend. */
export async function useBackend(backend: PageBackend, software: boolean): Promise<string> {
  if (software) env().set('SOFTWARE_WEBGL_ENABLED', true);
  if (!(await setBackend(backend))) throw new Error(`tfjs's ${backend} backend did not start`);
  return '';
}

const version = `tfjs-layers ${version_layers}`;

/** tfjs-layers' `model.fit`. Where each step needs noise of its own, its optimizer in a loop. */
export const trainingOf = (setup: Setup): Training => (setup.task.loss === 'elbo' || setup.task.noise > 0 ? looped(setup) : fitted(setup));

function fitted({ task, batch, images, weights }: Setup): Training {
  const model = modelOf(task);
  model.setWeights(weights);
  return {
    version,
    async first(count) {
      const losses: number[] = [];
      for (const x of batches(images, batch, count)) {
        losses.push((await model.trainOnBatch(x, x)) as number);
        x.dispose();
      }
      return losses;
    },
    async epoch() {
      const { history } = await model.fit(images, images, { batchSize: batch, shuffle: false, epochs: 1, verbose: 0 });
      return history['loss']![0] as number;
    },
  };
}

/** How many losses are read at once, as many as `fit` of ours reads. */
const AHEAD = 16;

function looped({ task, batch, images, weights }: Setup): Training {
  const cost = costOf(task, weights);
  const optimizer = train.adam(1e-3, 0.9, 0.999, 1e-8);
  const steps = async (count: number, ahead: number): Promise<number[]> => {
    const [losses, unread]: [number[], Scalar[]] = [[], []];
    for (const x of batches(images, batch, count)) {
      unread.push(optimizer.minimize(() => cost(x), true)!);
      x.dispose();
      if (unread.length === ahead) losses.push(...(await read(unread.splice(0))));
    }
    return unread.length > 0 ? [...losses, ...(await read(unread))] : losses;
  };
  return {
    version,
    first: (count) => steps(count, 1),
    async epoch() {
      const losses = await steps(images.shape[0]! / batch, AHEAD);
      return losses.reduce((a, b) => a + b, 0) / losses.length;
    },
  };
}

function costOf(task: Setup['task'], weights: Tensor[]): (x: Tensor) => Scalar {
  if (task.loss === 'elbo') return elboOf(weights.map((start) => variable(start)));
  const model = modelOf(task);
  model.setWeights(weights);
  return (x) => div(sum(squaredDifference(x, model.apply(noisy(x, task.noise), { training: true }) as Tensor)), x.shape[0]!);
}

/** The first `count` batches; those of the next epoch after the last. */
function* batches(images: Tensor, batch: number, count: number): Generator<Tensor> {
  for (let step = 0; step < count; step++) yield slice(images, (step * batch) % images.shape[0]!, batch);
}
