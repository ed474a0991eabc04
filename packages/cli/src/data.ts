import { reshape, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { check, showShape } from '@autoencoders/core';
import type { Shape } from '@autoencoders/core';
import { count, take, toFlat, toImages } from '@autoencoders/datasets';
import type { Dataset } from '@autoencoders/datasets';
import { load } from '@autoencoders/datasets/node';
import type { DatasetPart } from '@autoencoders/datasets/node';
import { featuresOf } from './variants/index.js';

/** A dataset by name or folder, cut to its first `limit` examples where there are more. */
export async function loadPart(source: string, part: DatasetPart, limit?: number): Promise<Dataset> {
  const dataset = await load(source, part);
  return limit === undefined || limit >= count(dataset) ? dataset : take(dataset, limit);
}

/** A dataset as a tensor of the shape a model takes; throws when the sizes do not match. */
export function tensorFor(dataset: Dataset, input: Shape): Tensor {
  check(
    featuresOf(dataset.shape) === featuresOf(input),
    () => `the model takes examples of ${showShape(input)}, those of ${dataset.name} are ${showShape(dataset.shape)}`,
  );
  if (String(dataset.shape) === String(input)) return input.length === 3 ? toImages(dataset) : toFlat(dataset);
  const flat = toFlat(dataset);
  const shaped = reshape(flat, [flat.shape[0], ...input]);
  flat.dispose();
  return shaped;
}

/** The values of a tensor that is made for them alone, and freed. */
export function valuesOf(make: () => Tensor): Float32Array {
  const tensor = tidy(make);
  const values = tensor.dataSync<'float32'>();
  tensor.dispose();
  return values;
}
