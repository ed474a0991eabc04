// tfjs registers no gradients by itself in Node; tfjs-layers brings them.
import '@tensorflow/tfjs-layers';
import { train, variable } from '@tensorflow/tfjs-core';
import { stepByStep } from '../protocol.js';
import type { Job, Peer } from '../protocol.js';
import { useBackend } from './backends.js';
import { batchesOf, imagesOf, startOf } from './batches.js';
import { elboOf } from './elbo.js';

/** The variational model in plain tfjs operations, since tfjs-layers has none. */
export async function prepare({ task, folder, setting }: Job): Promise<Peer> {
  const version = await useBackend(setting);
  if (task.kind !== 'model' || task.loss !== 'elbo') throw new Error('only the variational model is written out');
  const cost = elboOf(startOf(folder, task).map((start) => variable(start)));
  const optimizer = train.adam(1e-3, 0.9, 0.999, 1e-8);
  const batches = batchesOf(imagesOf(folder, task));
  return stepByStep(version, async () => {
    const x = batches.next();
    const loss = optimizer.minimize(() => cost(x), true)!;
    const [value] = await loss.data();
    x.dispose();
    loss.dispose();
    return value!;
  });
}
