import { concat, mul, reshape, sign, slice, sqrt, sub, tensor, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { periodicYield, rowCount, sizeOf } from '@autoencoders/core/internal';
import type { ArrayDataset } from '@autoencoders/core';
import type { Rows } from '../methods/rows.js';
import { withFill } from '../methods/score-in-batches.js';
import { fitScaling } from '../scaling.js';
import { mixedErrors } from './contributions.js';
import type { FittedNet } from './fit-net.js';

/** A net, and how its codes and residuals are scaled. */
export interface Coding extends FittedNet {
  /** What each code, and after them each residual, is multiplied by: `[codes + numbers]`. */
  readonly gains: Float32Array;
}

const BATCH = 500;

/**
 * 1 / the standard deviation of each code and of each residual. One that hardly varies counts as if its variance were a tenth of the mean of its
 * kind.
 */
export function gainsOf(vectors: Float32Array, codes: number, width: number): Float32Array {
  const variances = fitScaling({ values: Float64Array.from(vectors), channels: width }).scale.map((scale) => scale ** 2);
  const leasts = [variances.slice(0, codes), variances.slice(codes)].map((kind) => 0.1 * (kind.reduce((a, b) => a + b, 0) / kind.length));
  return Float32Array.from(variances, (variance, i) => 1 / Math.sqrt(Math.max(variance, leasts[i < codes ? 0 : 1]!)));
}

/** Codes and residuals of examples, each times its gain: `[examples, codes + numbers]`. A hidden number has the residual 0. */
export async function vectorsOf({ model, layout, fill, gains }: Coding, examples: ArrayDataset): Promise<Float32Array> {
  const { input: shape, codeSize } = model;
  const [count, size, width] = [rowCount(examples), sizeOf(shape), gains.length];
  const { values: seen } = withFill(examples, fill);
  const vectors = new Float32Array(count * width);
  const breathe = periodicYield();
  for (let at = 0; at < count; at += BATCH) {
    const rows = Math.min(BATCH, count - at);
    const some = tidy(() => {
      const x = tensor(seen.subarray(at * size, (at + rows) * size), [rows, ...shape]);
      const residuals = reshape(residualsOf(model.reconstruct(x), x, layout), [rows, size]) as Tensor2D;
      return mul(concat([model.encode(x), residuals], 1), tensor2d(gains, [1, width]));
    });
    vectors.set(await some.data<'float32'>(), at * width);
    some.dispose();
    await breathe();
  }
  const { mask } = examples;
  mask?.forEach((known, i) => known === 0 && (vectors[Math.floor(i / size) * width + codeSize + (i % size)] = 0));
  return vectors;
}

/** x − x̂ of numbers, and the root of the term of `mixedLoss` of yes/no and of words. */
function residualsOf(logits: Tensor, x: Tensor, layout: FittedNet['layout']): Tensor {
  if (!layout) return sub(x, logits);
  const numbers = layout.numbers.length;
  const roots = sqrt(mixedErrors(layout)(logits, x)) as Tensor2D;
  if (numbers === 0) return roots;
  const signed = mul(slice(roots, [0, 0], [-1, numbers]), sign(slice(sub(x, logits) as Tensor2D, [0, 0], [-1, numbers])));
  return numbers === roots.shape[1] ? signed : concat([signed as Tensor2D, slice(roots, [0, numbers], [-1, -1])], 1);
}

/** Which of the codes and residuals are known: all but the residuals of hidden numbers. */
export function vectorMask({ count, width: size, mask }: Rows, width: number): Uint8Array {
  const codes = width - size;
  return Uint8Array.from({ length: count * width }, (_, i) =>
    i % width < codes ? 1 : mask![Math.floor(i / width) * size + (i % width) - codes]!,
  );
}
