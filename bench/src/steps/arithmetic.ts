import { BATCH } from './tasks.js';
import type { LayerSpec, ModelTask, StepTask } from './tasks.js';

/** At how many pixels a convolution applies its kernel: those of the smaller of its two images. */
function places({ kind, side }: LayerSpec): number {
  if (kind === 'dense') return 1;
  return (kind === 'convolution' ? Math.ceil(side / 2) : side) ** 2;
}

/** Floating-point operations of a layer forward on one batch: 2 for each multiply-add, also at the borders. */
function forward(layer: LayerSpec, batch: number): number {
  const kernel = layer.kind === 'dense' ? 1 : 9;
  return 2 * batch * places(layer) * kernel * layer.inputs * layer.outputs;
}

/**
 * Floating-point operations of a training step's matrix products and convolutions: forward, gradient to the weights, and
 * gradient to the input for all layers but the first. Each of the three is as much work as forward.
 */
export function stepFlops({ layers }: Pick<ModelTask, 'layers'>, batch: number = BATCH): number {
  const all = layers.map((layer) => forward(layer, batch));
  return 3 * all.reduce((a, b) => a + b, 0) - all[0]!;
}

/** Floating-point operations of one step of a task. */
export const taskFlops = (task: StepTask): number => (task.kind === 'model' ? stepFlops(task, task.batch) : 2 * task.n ** 3);
