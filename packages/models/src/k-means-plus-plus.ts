import { add, mean as meanOf, slice, square, sub, sum, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { seeded } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { bits } from '@autoencoders/core/internal';

/** Codes that lie far from each other. */
export interface Centres {
  readonly centres: readonly Float64Array[];
  /** The variance of the codes, the mean over their latents. */
  readonly variance: number;
  /** The same around the nearest centre. */
  readonly within: number;
}

/**
 * Chooses `count` of the codes `[examples, latents]`. Each is drawn with a probability in proportion to its squared distance from the
 * nearest code chosen before. Throws when codes are not finite, or when fewer than `count` of them differ. Arthur & Vassilvitskii,
 * "k-means++", 2007.
 */
export async function kMeansPlusPlus(call: string, codes: Tensor2D, count: number, seed: number): Promise<Centres> {
  const [examples, latents] = codes.shape;
  const around = (centre: () => Tensor): Promise<Float32Array> => values(() => sum(square(sub(codes, centre())), 1));
  const first = (): Tensor => slice(codes, [0, 0], [1, latents]);
  // Seen from a code: far from 0, float32 sums would say little of the mean.
  const fromMean = total(await around(() => add(first(), meanOf(sub(codes, first()), 0, true))));
  check(Number.isFinite(fromMean), () => `${call}: the codes hold NaN or infinity, or numbers too large to square`);
  const draws = bits(count, seeded(seed)());
  const centres: Float64Array[] = [];
  let nearest: Float32Array = new Float32Array(examples).fill(1);
  for (const [i, word] of draws.entries()) {
    const sumOfAll = total(nearest);
    check(sumOfAll > 0, () => `${call}: ${count} components need at least as many different codes, found ${i}`);
    const row = drawn(nearest, (word / 2 ** 32) * sumOfAll);
    const distances = await around(() => slice(codes, [row, 0], [1, latents]));
    nearest = i === 0 ? distances : nearest.map((distance, j) => Math.min(distance, distances[j]!));
    centres.push(Float64Array.from(await values(() => slice(codes, [row, 0], [1, latents]))));
  }
  check(fromMean > 0, () => `${call}: all codes are the same, so that nothing can be fitted to them`);
  const numbers = examples * latents;
  return { centres, variance: fromMean / numbers, within: total(nearest) / numbers };
}

/** The place at which the running sum of the weights goes beyond `at`. */
function drawn(weights: Float32Array, at: number): number {
  let sum = 0;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    sum += weights[i]!;
    last = i;
    if (sum > at) break;
  }
  return last;
}

const total = (numbers: Float32Array): number => numbers.reduce((a, b) => a + b, 0);

async function values(make: () => Tensor): Promise<Float32Array> {
  const made = tidy(make);
  try {
    return await made.data<'float32'>();
  } finally {
    made.dispose();
  }
}
