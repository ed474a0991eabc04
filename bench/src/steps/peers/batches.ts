import { slice, tensor } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { readRows, readStart } from '../files.js';
import { sizeOf } from '../starts.js';
import type { Start } from '../starts.js';
import { BATCH, exampleShape } from '../tasks.js';
import type { ModelTask } from '../tasks.js';

/** The images as the task's model takes them. */
export function imagesOf(folder: string, task: ModelTask): Tensor {
  const shape = exampleShape(task);
  const rows = readRows(folder);
  return tensor(rows, [rows.length / sizeOf(shape), ...shape]);
}

/** The starting weights of the task: kernel, bias, kernel, bias …. */
export const startOf = (folder: string, task: ModelTask): Tensor[] =>
  readStart(folder, task)
    .flat()
    .map(({ shape, values }: Start) => tensor(values, [...shape]));

/** Goes through the full batches of `images` in order, again and again: `next(most)` returns one to `most` of them in one tensor. */
export function batchesOf(images: Tensor): { readonly next: (most?: number) => Tensor } {
  const batches = Math.floor(images.shape[0]! / BATCH);
  let at = 0;
  return {
    next(most = 1) {
      const count = Math.min(most, batches - at);
      const part = slice(images, at * BATCH, count * BATCH);
      at = (at + count) % batches;
      return part;
    },
  };
}
