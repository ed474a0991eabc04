import { seeded } from '@autoencoders/core';
import { bits, normalFromBits } from '@autoencoders/core/internal';

/** Random numbers for tests: the same ones for the same seed. */
export interface Draws {
  readonly normal: (count: number, mean?: number, deviation?: number) => Float64Array;
  readonly uniform: (count: number) => Float64Array;
  /** Whole numbers from 0 to `limit` − 1. */
  readonly whole: (count: number, limit: number) => Float64Array;
}

export function draws(seed: number): Draws {
  const seeds = seeded(seed);
  const uniform = (count: number): Float64Array => Float64Array.from(bits(count, seeds()), (word) => (word + 0.5) / 2 ** 32);
  return {
    normal: (count, mean = 0, deviation = 1) => Float64Array.from(bits(count, seeds()), (word) => mean + deviation * normalFromBits(word)),
    uniform,
    whole: (count, limit) => uniform(count).map((value) => Math.floor(value * limit)),
  };
}
