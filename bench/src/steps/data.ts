import { writeFileSync } from 'node:fs';
import { bits } from '@autoencoders/core/internal';
import { rowsFile, startFile } from './files.js';
import { sizeOf } from './starts.js';
import { kernelShape } from './tasks.js';
import type { LayerSpec, ModelTask } from './tasks.js';

/** Writes the images, `[n, 784]`, and every task's starting weights into `folder`. */
export function writeData(folder: string, rows: Float32Array, tasks: readonly ModelTask[]): void {
  writeFileSync(rowsFile(folder), rows);
  for (const task of tasks) writeFileSync(startFile(folder, task), startingWeights(task));
}

/** Glorot's uniform numbers for the kernels and zeros for the biases, one after the other. */
export function startingWeights({ layers }: Pick<ModelTask, 'layers'>, seed: number = 1): Float32Array {
  const parts = layers.flatMap((layer, i) => [kernel(layer, seed + i), new Float32Array(layer.outputs)]);
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Uniform on ±√(6 / (fan in + fan out)). */
function kernel(layer: LayerSpec, seed: number): Float32Array {
  const size = sizeOf(kernelShape(layer));
  const taps = size / (layer.inputs * layer.outputs);
  const limit = Math.sqrt(6 / (taps * (layer.inputs + layer.outputs)));
  return Float32Array.from(bits(size, seed), (word) => limit * ((word >>> 8) * 2 ** -23 - 1));
}
