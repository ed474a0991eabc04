import { sizeOf } from '@autoencoders/core/internal';
import type { ArrayDataset, Shape } from '@autoencoders/core';

/** Mean and standard deviation of each number of an example: `[…shape]`. */
export interface Scaling {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** What says that numbers of an example share a mean and a deviation: those of one place on the last axis do where there are more axes. */
const groupsOf = (shape: Shape): number => (shape.length > 1 ? shape.at(-1)! : sizeOf(shape));

/**
 * The mean and the standard deviation of each number over the examples, without missing cells. Those of windows and pictures are taken for
 * each channel, over all steps or pixels. A number that never varies has the deviation 1.
 */
export function fitScaling({ shape, values, mask }: ArrayDataset): Scaling {
  const [size, groups] = [sizeOf(shape), groupsOf(shape)];
  const [counts, means, squares] = [new Float64Array(groups), new Float64Array(groups), new Float64Array(groups)];
  for (let i = 0; i < values.length; i++) {
    if (mask?.[i] === 0) continue;
    // Welford 1962: exact even where the mean is large beside the deviation.
    const group = i % groups;
    const difference = values[i]! - means[group]!;
    means[group]! += difference / ++counts[group]!;
    squares[group]! += difference * (values[i]! - means[group]!);
  }
  const deviations = squares.map((square, i) => Math.sqrt(square / Math.max(1, counts[i]!)));
  const spread = (each: Float64Array): Float64Array => Float64Array.from({ length: size }, (_, i) => each[i % groups]!);
  return {
    mean: spread(means),
    deviation: spread(deviations.map((deviation, i) => (deviation > 1e-7 * Math.abs(means[i]!) ? deviation : 1))),
  };
}

/** (x − mean) / deviation of each number. Missing cells become 0, the mean. */
export function scale(examples: ArrayDataset, { mean, deviation }: Scaling): ArrayDataset {
  const { values, mask } = examples;
  const size = mean.length;
  const scaled = new Float32Array(values.length);
  for (let i = 0, j = 0; i < scaled.length; i++, j = j + 1 === size ? 0 : j + 1)
    scaled[i] = mask?.[i] === 0 ? 0 : (values[i]! - mean[j]!) / deviation[j]!;
  return { ...examples, values: scaled };
}
