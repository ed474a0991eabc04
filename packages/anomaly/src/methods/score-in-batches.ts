import { mul, reshape, sum, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { check, showShape } from '@autoencoders/core/operations';
import { countOf, periodicYield, sizeOf, sliceRows } from '@autoencoders/core/internal';
import type { ArrayDataset, Shape } from '@autoencoders/core';
import type { AnyAutoencoder } from '@autoencoders/models';
import { withoutHoles } from '../net/without-holes.js';
import type { ScoreOptions, Scores } from '../types.js';

/** Examples that are scored together. */
const BATCH = 500;

/** The number of examples. Throws unless they have as many numbers as `shape`, and are finite. */
export function checkExamples(call: string, examples: ArrayDataset, shape: Shape): number {
  const count = countOf(call, examples.name ?? 'the data', examples);
  check(
    sizeOf(examples.shape) === sizeOf(shape),
    () => `${call}: the examples have shape ${showShape(examples.shape)}, and the scorer was fitted to ${showShape(shape)}`,
  );
  return count;
}

/** Examples with `fill` in place of hidden numbers, and without a mask. */
export function withFill({ shape, values, mask }: ArrayDataset, fill: Float32Array): ArrayDataset & { readonly values: Float32Array } {
  const filled = new Float32Array(values);
  if (mask) for (let i = 0; i < filled.length; i++) if (mask[i] === 0) filled[i] = fill[i % fill.length]!;
  return { shape, values: filled };
}

/**
 * Scores of examples by a function that gives the contributions of a batch, `[batch, …shape] → [batch, …shape]`. Missing cells, which
 * the mask has as 0, add nothing.
 */
export async function scoreInBatches(
  examples: ArrayDataset,
  shape: Shape,
  contributionsOf: (x: Tensor, first: number) => Tensor,
  { contributions: asked = false }: ScoreOptions = {},
): Promise<Scores> {
  const count = checkExamples('score', examples, shape);
  const size = sizeOf(shape);
  const values = new Float64Array(count);
  const contributions = asked ? new Float64Array(count * size) : undefined;
  const known = withoutHoles(examples);
  const breathe = periodicYield();
  for (let at = 0; at < count; at += BATCH) {
    const rows = Math.min(BATCH, count - at);
    const { values: numbers, mask } = sliceRows(known, at, at + rows);
    const [parts, sums] = tidy((): [Tensor2D | undefined, Tensor1D] => {
      const batch = (from: ArrayLike<number>): Tensor =>
        tensor(from instanceof Float32Array ? from : new Float32Array(from), [rows, ...shape]);
      const found = contributionsOf(batch(numbers), at);
      const flat = reshape(mask?.includes(0) ? mul(found, batch(mask)) : found, [rows, size]) as Tensor2D;
      return [asked ? flat : undefined, sum(flat, 1)];
    });
    try {
      values.set(await sums.data<'float32'>(), at);
      if (parts) contributions!.set(await parts.data<'float32'>(), at * size);
    } finally {
      sums.dispose();
      parts?.dispose();
    }
    await breathe();
  }
  return { values, contributions };
}

/** What a model makes of examples with `fill` in place of hidden numbers: `[examples, …shape]`. */
export async function restoreInBatches(model: AnyAutoencoder, examples: ArrayDataset, fill: Float32Array): Promise<Float64Array> {
  const { contributions } = await scoreInBatches(withFill(examples, fill), model.input, (x) => model.reconstruct(x), {
    contributions: true,
  });
  return contributions!;
}
