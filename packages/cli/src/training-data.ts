import type { Tensor } from '@tensorflow/tfjs-core';
import type { Shape } from '@autoencoders/core';
import { count, take } from '@autoencoders/datasets';
import type { NamedDataset } from '@autoencoders/datasets';
import { tensorFor } from './data.js';
import { NEIGHBOURS } from './measures.js';
import type { FoundData } from './source/find-data.js';

/** Examples to train on, as a model takes them, and the first of them, if they have labels, to look for nearest neighbours among. */
export interface TrainingData {
  /** `[examples, …input]`. The caller disposes it. */
  readonly x: Tensor;
  readonly neighbours: NamedDataset | undefined;
}

/** Reads the first `examples` of the training part, once. */
export async function trainingData(data: FoundData, examples: number, input: Shape): Promise<TrainingData> {
  const all = await data.load('train', examples);
  return { x: tensorFor(all, input), neighbours: all.labels && firstOf(all) };
}

/** The first examples, copied, so that the memory of the others is freed. */
function firstOf(all: NamedDataset): NamedDataset {
  if (count(all) <= NEIGHBOURS) return all;
  const { values, ...rest } = take(all, NEIGHBOURS);
  return { ...rest, values: values.slice() };
}
