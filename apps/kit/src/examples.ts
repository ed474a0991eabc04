import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Shape } from '@autoencoders/core';
import { count, take } from '@autoencoders/datasets';
import type { NamedDataset } from '@autoencoders/datasets';
import type { Data } from './data/index.js';
import { sizeOf } from './measures.js';

/** The values of examples `from` to `from + amount` of a dataset, in the same memory. */
export function valuesOf({ values, shape }: Pick<NamedDataset, 'values' | 'shape'>, from: number, amount: number = 1): Float32Array {
  const size = sizeOf(shape);
  return values.subarray(from * size, (from + amount) * size);
}

/** At most `amount` examples from `from` on, as a tensor for the model: `[examples, …model.input]`. The caller disposes of it. */
export function examples(dataset: NamedDataset, model: { readonly input: Shape }, from: number, amount: number): Tensor {
  const values = valuesOf(dataset, from, amount);
  return tensor(values, [values.length / sizeOf(dataset.shape), ...model.input]);
}

/** The values of the tensor that `make` returns, read at once. All tensors that `make` creates are disposed. */
export function readValues(make: () => Tensor): Float32Array {
  let values = new Float32Array();
  // `tidy` must not return them: it would search all the numbers for tensors, which takes longer than making them.
  tidy(() => void (values = make().dataSync<'float32'>().slice()));
  return values;
}

const VALIDATION = 1000;

/** The test examples that a model is evaluated on while it trains: at most 1,000. */
export function validationExamples({ test }: Data): NamedDataset {
  return take(test, Math.min(VALIDATION, count(test)));
}

/** The sum of squared differences between two arrays of the same length. */
export const squaredError = (x: Float32Array, y: Float32Array): number => x.reduce((sum, value, i) => sum + (value - y[i]!) ** 2, 0);

/** What the page calls an example: the name of its class, or the class itself; undefined without labels. */
export const className = ({ labels, classes }: NamedDataset, example: number): string | undefined =>
  labels && (classes?.[labels[example]!] ?? String(labels[example]));
