import { concat, reshape, tensor } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { sizeOf, startsIn } from '../../src/steps/starts.js';
import { exampleShape } from '../../src/steps/tasks.js';
import type { ModelTask } from '../../src/steps/tasks.js';

/** What a training is made of. */
export interface Setup {
  readonly task: ModelTask;
  readonly batch: number;
  /** The images as the model takes them. Their number is a multiple of the batch. */
  readonly images: Tensor;
  /** Kernel and bias of each layer. They are the training's to free. */
  readonly weights: Tensor[];
}

/** A model that is trained in the page. */
export interface Training {
  readonly version: string;
  /** Takes some steps, and returns the loss of each. */
  readonly first: (count: number) => Promise<readonly number[]>;
  /** Trains an epoch as its library does it, and returns the mean loss when the GPU is done. */
  readonly epoch: () => Promise<number>;
}

/** The numbers of a file of the server. */
async function floats(file: string): Promise<Float32Array<ArrayBuffer>> {
  const response = await fetch(`../${file}`);
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  return new Float32Array(await response.arrayBuffer());
}

/** The images and starting weights of a task, with as many steps in an epoch as there are images for, or as `most` says. */
export async function setupOf(task: ModelTask & { readonly batch: number }, most: number = Infinity): Promise<Setup> {
  const shape = exampleShape(task);
  const [rows, start] = await Promise.all([floats('rows.f32'), floats(`${task.name}.f32`)]);
  const steps = Math.min(most, Math.floor(rows.length / sizeOf(shape) / task.batch));
  const count = steps * task.batch;
  const weights = startsIn(start, task)
    .flat()
    .map(({ shape, values }) => tensor(values, [...shape]));
  return { task, batch: task.batch, images: tensor(rows.subarray(0, count * sizeOf(shape)), [count, ...shape]), weights };
}

/** The numbers of some scalars, which are freed. They are read at once. */
export async function read(scalars: readonly Scalar[]): Promise<readonly number[]> {
  const all = concat(scalars.map((value) => reshape(value, [1])));
  for (const value of scalars) value.dispose();
  const values = await all.data<'float32'>();
  all.dispose();
  return [...values];
}
