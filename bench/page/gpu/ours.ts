import { setWebglBackend } from '@autoencoders/backend-webgl';
import { setWebgpuBackend } from '@autoencoders/backend-webgpu';
import { fit } from '@autoencoders/training';
import { version_core } from '@tensorflow/tfjs-core';
import type { PageBackend } from '../../src/gpu/protocol.js';
import { modelFor, stepLosses } from '../../src/steps/peers/our-model.js';
import type { Setup, Training } from './training.js';

/** Sets our backend, and returns the name of its GPU. Refuses an emulated one, unless it may be `software`. */
export async function useBackend(backend: PageBackend, software: boolean): Promise<string> {
  const { adapter, renderer } = (backend === 'webgpu' ? await setWebgpuBackend({ software }) : await setWebglBackend({ software })) as {
    adapter?: string;
    renderer?: string;
  };
  return adapter ?? renderer ?? 'unknown';
}

/** Training as a user of these packages does it: a model, and the loop over `fit`. */
export function trainingOf({ task, images, weights }: Setup): Training {
  const { model, options } = modelFor(task, weights);
  const unshuffled = { ...options, shuffle: false };
  let epochs: AsyncGenerator<{ readonly loss: number }, void> | undefined;
  return {
    version: `tfjs ${version_core}`,
    async first(count) {
      const run = fit(model, images, { ...unshuffled, every: 1 });
      const next = stepLosses(run);
      const losses: number[] = [];
      for (let step = 0; step < count; step++) losses.push(await next());
      await run.return();
      return losses;
    },
    async epoch() {
      epochs ??= fit(model, images, { ...unshuffled, seed: 1 });
      return (await epochs.next()).value!.loss;
    },
  };
}
