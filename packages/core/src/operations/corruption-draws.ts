import { tensor } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { check, checkNumber } from '../errors.js';
import type { Strengths } from '../kernel-attrs.js';
import { bits } from '../random.js';

/* What corruptions draw where the backend has no kernel for them: the same words of random bits, on the host. */

/** The number of a batch that random bits belong to: its word, its place in the batch, and the strength of its example. */
type Drawn = (word: number, strength: number, place: number) => number;

/** Numbers `f(word, strength, place)` for all places of x, written to `to`. */
export function fillWithDraws<A extends Float32Array | Int32Array>(to: A, x: Tensor, seed: number, strength: Strengths, f: Drawn): A {
  if (typeof strength === 'number') {
    const words = bits(x.size, seed);
    for (let i = 0; i < x.size; i++) to[i] = f(words[i]!, strength, i);
    return to;
  }
  const n = x.size / strength.length;
  const step = n + (n & 1);
  const words = bits(strength.length * step, seed);
  for (const [row, own] of strength.entries()) for (let i = 0; i < n; i++) to[row * n + i] = f(words[row * step + i]!, own, row * n + i);
  return to;
}

/** A tensor of the shape of x with the numbers `f(word, strength, place)`. */
export const drawnFor = (x: Tensor, seed: number, strength: Strengths, f: Drawn): Tensor =>
  tensor(fillWithDraws(new Float32Array(x.size), x, seed, strength, f), x.shape);

/**
 * Which row a swap takes its number from: each of the other rows with the same probability. The word is below rate·2³², so that
 * word / (rate·2³²) is uniform in [0, 1).
 */
export function otherRow(word: number, rate: number, row: number, rows: number): number {
  const other = Math.floor(word * ((rows - 1) / (rate * 2 ** 32)));
  return other < row ? other : other + 1;
}

/** Throws unless `strength` is a number from `least` to `greatest`, or a list of one such number for each row of x. */
export function checkStrength(
  call: string,
  argument: string,
  x: Tensor,
  strength: Strengths,
  least: number = -Infinity,
  greatest: number = Infinity,
): void {
  if (!Array.isArray(strength)) return checkNumber(call, argument, strength, least, greatest);
  check(
    x.rank > 0 && strength.length === x.shape[0],
    () => `${call}: ${argument} has ${strength.length} numbers; it must have one for each of the ${x.shape[0] ?? 0} examples`,
  );
  for (const each of strength) checkNumber(call, `each ${argument}`, each, least, greatest);
}
