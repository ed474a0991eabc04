import { bits } from '@autoencoders/core/internal';

/** Random choices that depend only on a seed. */
export interface Random {
  /** A whole number from 0 to below `limit`. */
  readonly below: (limit: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
}

/** How many words are drawn at a time. */
const WORDS = 64;

/** A source of random choices. */
export function random(seed: number): Random {
  let words = bits(WORDS, seed);
  let used = 0;
  const below = (limit: number): number => {
    if (used === WORDS) {
      words = bits(WORDS, words[WORDS - 1]! + seed * 2 ** 20);
      used = 0;
    }
    return Math.floor((words[used++]! / 2 ** 32) * limit);
  };
  return { below, pick: (from) => from[below(from.length)]! };
}
