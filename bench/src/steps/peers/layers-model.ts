import { add, clipByValue, randomNormal, squaredDifference, sum, tidy, train } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { layers as make, sequential } from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { exampleShape } from '../tasks.js';
import type { LayerSpec, ModelTask } from '../tasks.js';

/** The model of a task in tfjs-layers, compiled with Adam and the task's loss. */
export function modelOf(task: ModelTask): LayersModel {
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
  model.compile({ optimizer, loss: task.loss === 'meanSquaredError' ? 'meanSquaredError' : summed });
  return model;
}

/** The squared error of each example. */
const summed = (target: Tensor, output: Tensor): Tensor =>
  sum(squaredDifference(target, output), target.shape.map((_, axis) => axis).slice(1));

/** Images with noise of their own, in [0, 1]. */
export const noisy = (clean: Tensor, stddev: number): Tensor =>
  tidy(() => clipByValue(add(clean, randomNormal(clean.shape, 0, stddev)), 0, 1));

function layerOf({ kind, outputs, activation }: LayerSpec, inputShape?: readonly number[]): InstanceType<typeof make.Layer> {
  const given = { activation, ...(inputShape && { inputShape: [...inputShape] }) };
  if (kind === 'dense') return make.dense({ units: outputs, ...given });
  const options = { filters: outputs, kernelSize: 3, strides: 2, padding: 'same', ...given } as const;
  return kind === 'convolution' ? make.conv2d(options) : make.conv2dTranspose(options);
}
