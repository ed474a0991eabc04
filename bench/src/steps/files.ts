import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sizeOf, startsIn } from './starts.js';
import { kernelShape } from './tasks.js';
import type { ModelTask } from './tasks.js';

/*
 * All contenders read the same images and start from the same weights, in files of float32 that the parent writes. So their losses must be
 * the same, too, and no contender can be fast because it computes something else.
 */

/** The file of the images, `[n, 784]`. */
export const rowsFile = (folder: string): string => join(folder, 'rows.f32');

/** The file of a task's starting weights: kernel and bias of each layer, one after the other. For a PCA task, the file of its data. */
export const startFile = (folder: string, { name }: { readonly name: string }): string => join(folder, `${name}.f32`);

/** How many weights a model has. */
export const weightsOf = ({ layers }: ModelTask): number =>
  layers.reduce((sum, layer) => sum + sizeOf(kernelShape(layer)) + layer.outputs, 0);

/** The numbers of a file. */
export function readFloats(file: string): Float32Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = readFileSync(file);
  return new Float32Array((buffer as ArrayBuffer).slice(byteOffset, byteOffset + byteLength));
}

/** The images, one after the other. */
export const readRows = (folder: string): Float32Array<ArrayBuffer> => readFloats(rowsFile(folder));

/** Kernel and bias of each layer, in order. */
export const readStart = (folder: string, task: ModelTask): ReturnType<typeof startsIn> =>
  startsIn(readFloats(startFile(folder, task)), task);
