import { concat, exp, logSumExp, matMul, mul, reshape, slice, sub, sum, tensor1d, tidy, unstack } from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { periodicYield } from '@autoencoders/core/internal';
import { logJoint, whitening } from './components.js';
import type { Component, Whitening } from './components.js';

/** Codes that go through all components at once; float32 holds their sums well, the sums over all parts are float64. */
const ROWS = 4096;

/**
 * For one component, weighted by how much each code belongs to it: the sum of the weights, of the distances from the float32 mean, and of
 * the products of these distances.
 */
export type Sums = Float64Array;

/** What the next components are made of, and the mean ln p(z). */
export async function expectation(codes: Tensor2D, components: readonly Component[]): Promise<{ sums: Sums[]; logLikelihood: number }> {
  const [count, latents] = codes.shape;
  const whitenings = components.map(whitening);
  const size = 1 + latents + latents ** 2;
  const sums = components.map(() => new Float64Array(size));
  let logLikelihood = 0;
  const breathe = periodicYield();
  for (let at = 0; at < count; at += ROWS) {
    const part = tidy(() => sumsOf(slice(codes, [at, 0], [Math.min(ROWS, count - at), latents]), whitenings));
    const values = await part.data<'float32'>();
    part.dispose();
    sums.forEach((own, k) => own.forEach((_, i) => (own[i]! += values[k * size + i]!)));
    logLikelihood += values.at(-1)!;
    await breathe();
  }
  return { sums, logLikelihood: logLikelihood / count };
}

/** The sums of some codes, component after component, and that of ln p(z). */
function sumsOf(z: Tensor2D, whitenings: readonly Whitening[]): Tensor1D {
  const joint = logJoint(z, whitenings);
  const density = logSumExp(joint, 1, true);
  const belonging = unstack(exp(sub(joint, density)), 1);
  const sums = whitenings.flatMap(({ mean }, k) => {
    const distances = sub(z, tensor1d(mean)) as Tensor2D;
    const own = mul(distances, reshape(belonging[k]!, [-1, 1])) as Tensor2D;
    return [sum(belonging[k]!), sum(own, 0), matMul(own, distances, true, false)].map((each) => reshape(each, [-1]));
  });
  return concat([...sums, reshape(sum(density), [1])]) as Tensor1D;
}

/** The component that makes its share of the codes most likely. A component without codes keeps its mean and covariance. */
export function maximized({ mean, covariance }: Component, sums: Sums, count: number, floor: number): Component {
  const [total] = sums as unknown as [number];
  const size = mean.length;
  if (total < 1e-9 * count) return { weight: 0, mean, covariance };
  const shift = sums.subarray(1, 1 + size).map((value) => value / total);
  const products = sums.subarray(1 + size);
  const around = products.map((value, i) => {
    const [row, column] = [Math.floor(i / size), i % size];
    // Rounding may have made the two halves differ.
    const product = (value + products[column * size + row]!) / 2;
    return product / total - shift[row]! * shift[column]! + (row === column ? floor : 0);
  });
  return { weight: total / count, mean: mean.map((value, i) => Math.fround(value) + shift[i]!), covariance: around };
}
