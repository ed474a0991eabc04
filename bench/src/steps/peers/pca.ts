import { pca } from '@autoencoders/models';
import { tensor2d } from '@tensorflow/tfjs-core';
import { readFloats, startFile } from '../files.js';
import type { Job, Peer } from '../protocol.js';
import { useBackend } from './backends.js';

/** Fits principal components. A step is one fit, and the losses are the variances of the last fit. */
export async function prepare({ task, setting, folder }: Job): Promise<Peer> {
  if (task.kind !== 'pca') throw new Error('only data can be fitted');
  const version = await useBackend(setting);
  const x = tensor2d(readFloats(startFile(folder, task)), [task.rows, task.features]);
  return {
    version,
    async steps(count) {
      const ms: number[] = [];
      let losses: number[] = [];
      for (let i = 0; i < count; i++) {
        const start = performance.now();
        using found = await pca(x, task.components);
        ms.push(performance.now() - start);
        losses = [...found.variances];
      }
      return { ms, losses };
    },
  };
}
