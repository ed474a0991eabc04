import type { Tensor } from '@tensorflow/tfjs-core';
import { version_layers } from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { stepByStep } from '../protocol.js';
import type { Answer, Job, Peer } from '../protocol.js';
import { BATCH } from '../tasks.js';
import { useBackend } from './backends.js';
import { batchesOf, imagesOf, startOf } from './batches.js';
import { modelOf, noisy } from './layers-model.js';

/** tfjs-layers on the backend that `setting` names: `model.fit`, or `trainOnBatch` where each step needs noise of its own. */
export async function prepare({ task, folder, setting }: Job): Promise<Peer> {
  if (task.kind !== 'model') throw new Error('only models can be trained');
  await useBackend(setting);
  const model = modelOf(task);
  model.setWeights(startOf(folder, task));
  const batches = batchesOf(imagesOf(folder, task));
  const version = `tfjs-layers ${version_layers}`;
  if (task.noise === 0) return { version, steps: (count) => fitted(model, batches.next, count) };
  return stepByStep(version, async () => {
    const clean = batches.next();
    const seen = noisy(clean, task.noise);
    const loss = (await model.trainOnBatch(seen, clean)) as number;
    clean.dispose();
    seen.dispose();
    return loss;
  });
}

/** Calls `model.fit` on many batches at once. The time of a step starts at the end of the step before. */
async function fitted(model: LayersModel, next: (most: number) => Tensor, count: number): Promise<Answer> {
  const [ms, losses]: [number[], number[]] = [[], []];
  while (ms.length < count) {
    const stretch = next(count - ms.length);
    let last = performance.now();
    await model.fit(stretch, stretch, {
      batchSize: BATCH,
      shuffle: false,
      epochs: 1,
      verbose: 0,
      callbacks: {
        onBatchEnd(_, logs) {
          const now = performance.now();
          ms.push(now - last);
          losses.push(logs!.loss!);
          last = now;
        },
      },
    });
    stretch.dispose();
  }
  return { ms, losses };
}
