import { reshape, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { seeded } from '@autoencoders/core';
import { check, showShape } from '@autoencoders/core/operations';
import type { Corruption, Loss, Shape } from '@autoencoders/core';
import { count, take, toFlat, toImages } from '@autoencoders/datasets';
import type { NamedDataset } from '@autoencoders/datasets';
import type { OpenDataset } from '@autoencoders/datasets/node';
import type { AnyAutoencoder } from '@autoencoders/models';
import { evaluate } from '@autoencoders/training';
import type { Evaluation } from '@autoencoders/training';
import { featuresOf } from '@autoencoders/variants';

/** How many numbers of a dataset go through a model at a time: 8 MB of them. */
const NUMBERS = 2 ** 21;

/** The same where a loss is averaged. The test images of MNIST are one part, so that their noise is drawn at once. */
const EVALUATED_NUMBERS = 2 ** 23;

/** The batch of an evaluation, which is the default of `evaluate`. */
const BATCH = 128;

/** How many examples of a shape go through a model at a time: a multiple of `multiple`, or fewer where memory asks for it. */
export function rowsAtOnce(shape: Shape, multiple: number, numbers: number = NUMBERS): number {
  const rows = Math.max(1, Math.floor(numbers / featuresOf(shape)));
  return rows < multiple ? rows : rows - (rows % multiple);
}

/** The same for `evaluateParts`: whole batches. */
export const rowsToEvaluate = (shape: Shape): number => rowsAtOnce(shape, BATCH, EVALUATED_NUMBERS);

/** The first `limit` examples of a dataset, some at a time. */
export async function* firstOf(dataset: OpenDataset, limit: number, size: number): AsyncGenerator<NamedDataset, void> {
  let left = limit;
  for await (const batch of dataset.batches(Math.min(size, limit))) {
    yield count(batch) > left ? take(batch, left) : batch;
    left -= count(batch);
    if (left <= 0) return;
  }
}

/** A dataset as a tensor `[count, …input]`. Throws when the sizes do not match. */
export function tensorFor(dataset: NamedDataset, input: Shape): Tensor {
  check(
    featuresOf(dataset.shape) === featuresOf(input),
    () =>
      `the model takes examples of ${showShape(input)}, and those of ${dataset.name} are ${showShape(dataset.shape)}; choose others with --data`,
  );
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

/** The loss to evaluate a model by, and the corruption of its input. */
interface EvaluationOptions {
  readonly loss: Readonly<Record<string, Loss<any>>>;
  readonly corrupt?: Corruption | undefined;
  readonly seed: number;
}

/** `evaluate` for a dataset that comes in parts. From the second part on, the seed depends on the number of the part. */
export async function evaluateParts(
  model: AnyAutoencoder,
  parts: Iterable<NamedDataset> | AsyncIterable<NamedDataset>,
  { loss, corrupt, seed }: EvaluationOptions,
): Promise<Evaluation & { readonly examples: number }> {
  const mean = runningMean();
  let part = 0;
  for await (const some of parts) {
    const own = part === 0 ? seed : seeded(seed, part)();
    const found = await applyToTensor(some, model.input, (data) => evaluate(model, data, { loss, corrupt, seed: own, batch: BATCH }));
    mean.add({ ...found.terms, '': found.loss }, count(some));
    part += 1;
  }
  const { '': total = NaN, ...terms } = mean.values();
  return { loss: total, terms, examples: mean.count() };
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
