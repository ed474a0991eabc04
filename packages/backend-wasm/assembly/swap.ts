import { sixteen } from './random';
import { at, read, write } from './vectors';

/** Puts into y, where the word of `place` is below `threshold`, the number of x of the same column in another row. */
// @ts-ignore: decorator
@inline
function swapped(word: u32, scale: f64, x: usize, y: usize, place: i32, columns: i32): void {
  const row = place / columns;
  let other = <i32>(<f64>word * scale);
  if (other >= row) other += 1;
  store<f32>(at(y, place), load<f32>(at(x, other * columns + place - row * columns)));
}

/**
 * Swap noise on n numbers from `place` on: y = x `[rows, columns]` but, for words below `threshold`, a number of the same column in
 * another row. `words` has room for 16 words.
 */
export function swap(first: i32, n: i32, k0: i32, k1: i32, threshold: f64, x: usize, y: usize, place: i32, rows: i32, columns: i32, words: usize): void {
  const key0 = i32x4.splat(k0);
  const key1 = i32x4.splat(k1);
  // As a word, the threshold of probability 1 would be 0.
  const last = i32x4.splat(<i32>(<u32>(ceil(threshold) - 1)));
  const scale = <f64>(rows - 1) / threshold;
  for (let i = 0; i < n; i += 16) {
    sixteen(key0, key1, first + (i >> 1), words);
    const end = min(16, n - i);
    for (let j = 0; j < end; j += 4) {
      const to = place + i + j;
      write(at(y, to), read(at(x, to), end - j), end - j);
      if (threshold <= 0) continue;
      let hits = i32x4.bitmask(i32x4.le_u(v128.load(at(words, j)), last));
      if (end - j < 4) hits &= (1 << (end - j)) - 1;
      while (hits) {
        const lane = ctz(hits);
        swapped(load<u32>(at(words, j + lane)), scale, x, y, to + lane, columns);
        hits &= hits - 1;
      }
    }
  }
}
