import { reshape, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { check, showShape } from '@autoencoders/core/operations';
import type { Shape } from '@autoencoders/core';
import { count, take, toFlat, toImages } from '@autoencoders/datasets';
import type { NamedDataset } from '@autoencoders/datasets';
import type { OpenDataset } from '@autoencoders/datasets/node';
import { featuresOf } from '@autoencoders/variants';

/** How many numbers of a dataset go through a model at a time: 8 MB of them. */
const NUMBERS = 2 ** 21;

/** How many examples of a shape go through a model at a time: a multiple of `multiple`, or fewer where memory asks for it. */
export function rowsAtOnce(shape: Shape, multiple: number): number {
  const rows = Math.max(1, Math.floor(NUMBERS / featuresOf(shape)));
  return rows < multiple ? rows : rows - (rows % multiple);
}

/** The first `limit` examples of a dataset, some at a time. */
export async function* firstOf(dataset: OpenDataset, limit: number, size: number): AsyncGenerator<NamedDataset, void> {
  let left = limit;
  for await (const batch of dataset.batches(Math.min(size, limit))) {
    yield count(batch) > left ? take(batch, left) : batch;
    left -= count(batch);
    if (left <= 0) return;
  }
}

/** Throws where examples do not have as many numbers as a model takes. */
export function checkFits({ name, shape }: Pick<NamedDataset, 'name' | 'shape'>, input: Shape): void {
  check(
    featuresOf(shape) === featuresOf(input),
    () => `the model takes examples of ${showShape(input)}, and those of ${name} are ${showShape(shape)}; choose others with --data`,
  );
}

/** A dataset as a tensor `[count, …input]`. Throws when the sizes do not match. */
export function tensorFor(dataset: NamedDataset, input: Shape): Tensor {
  checkFits(dataset, input);
  if (String(dataset.shape) === String(input)) return input.length === 3 ? toImages(dataset) : toFlat(dataset);
  const flat = toFlat(dataset);
  const shaped = reshape(flat, [flat.shape[0], ...input]);
  flat.dispose();
  return shaped;
}

/** Gives `f` a dataset as a tensor, and disposes that tensor when `f` is done. */
export async function applyToTensor<T>(dataset: NamedDataset, input: Shape, f: (data: Tensor) => T | Promise<T>): Promise<T> {
  const data = tensorFor(dataset, input);
  try {
    return await f(data);
  } finally {
    data.dispose();
  }
}

/** The values of the tensor that `make` gives, which is disposed. */
export function valuesOf(make: () => Tensor): Float32Array {
  const tensor = tidy(make);
  const values = tensor.dataSync<'float32'>();
  tensor.dispose();
  return values;
}

/** Means of figures by name over examples that come in parts. */
export function runningMean(): {
  readonly add: (figures: Readonly<Record<string, number>>, examples: number) => void;
  readonly values: () => Record<string, number>;
  readonly count: () => number;
} {
  const means: Record<string, number> = {};
  let all = 0;
  return {
    add(figures, examples) {
      all += examples;
      for (const [name, value] of Object.entries(figures))
        means[name] = (means[name] ?? 0) + (value - (means[name] ?? 0)) * (examples / all);
    },
    values: () => means,
    count: () => all,
  };
}
