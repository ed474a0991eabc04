import { add, clipByValue, randomNormal, squaredDifference, sum, tidy, train } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { layers as make, sequential, version_layers } from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { stepByStep } from '../protocol.js';
import type { Answer, Job, Peer } from '../protocol.js';
import { BATCH, exampleShape } from '../tasks.js';
import type { LayerSpec, ModelTask } from '../tasks.js';
import { useBackend } from './backends.js';
import { batchesOf, imagesOf, startOf } from './batches.js';

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
    const noisy = tidy(() => clipByValue(add(clean, randomNormal(clean.shape, 0, task.noise)), 0, 1));
    const loss = (await model.trainOnBatch(noisy, clean)) as number;
    clean.dispose();
    noisy.dispose();
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

function modelOf(task: ModelTask): LayersModel {
  const model = sequential();
  let shape = exampleShape(task);
  for (const spec of task.layers) {
    // Images become rows on the way to the code, and rows images again on the way back.
    if (spec.kind === 'dense' && shape.length === 3) model.add(make.flatten());
    if (spec.kind === 'transposed' && shape.length === 1) model.add(make.reshape({ targetShape: [spec.side, spec.side, spec.inputs] }));
    model.add(layerOf(spec, model.layers.length === 0 ? exampleShape(task) : undefined));
    shape = model.outputs[0]!.shape.slice(1) as number[];
  }
  // Adam's ε is 1e-7 in tfjs by default, and 1e-8 in the paper and in other libraries.
  const optimizer = train.adam(1e-3, 0.9, 0.999, 1e-8);
  const summed = (target: Tensor, output: Tensor): Tensor =>
    sum(squaredDifference(target, output), target.shape.map((_, axis) => axis).slice(1));
  model.compile({ optimizer, loss: task.loss === 'meanSquaredError' ? 'meanSquaredError' : summed });
  return model;
}

function layerOf({ kind, outputs, activation }: LayerSpec, inputShape?: readonly number[]): InstanceType<typeof make.Layer> {
  const given = { activation, ...(inputShape && { inputShape: [...inputShape] }) };
  if (kind === 'dense') return make.dense({ units: outputs, ...given });
  const options = { filters: outputs, kernelSize: 3, strides: 2, padding: 'same', ...given } as const;
  return kind === 'convolution' ? make.conv2d(options) : make.conv2dTranspose(options);
}
