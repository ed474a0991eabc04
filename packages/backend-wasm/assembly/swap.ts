import { drawWords, queued, QUEUE } from './random';
import { at, read, write } from './vectors';

/** How many numbers are copied before those to swap, which wait in a queue, are looked up. */
const BLOCK = 512;

/**
 * Swap noise on examples of n numbers, the first at `place`: y = x `[batch, columns]` but, for words below a threshold, a number of the same
 * column in another row. Each example has its threshold at `thresholds` and begins at a new block, the first at `first`. `queue` is
 * scratch memory.
 */
export function swap(rows: i32, first: i32, n: i32, k0: i32, k1: i32, thresholds: usize, x: usize, y: usize, place: i32, batch: i32, columns: i32, queue: usize): void {
  for (let row = 0; row < rows; row++) {
    const threshold = load<f64>(thresholds + 8 * row);
    swapOne(first + row * ((n + 1) >> 1), n, k0, k1, threshold, x, y, place + row * n, batch, columns, queue);
  }
}

function swapOne(first: i32, n: i32, k0: i32, k1: i32, threshold: f64, x: usize, y: usize, place: i32, batch: i32, columns: i32, queue: usize): void {
  const key0 = i32x4.splat(k0);
  const key1 = i32x4.splat(k1);
  const words = queue + QUEUE;
  // As a word, the threshold of probability 1 would be 0.
  const last = i32x4.splat(<i32>(<u32>(ceil(threshold) - 1)));
  const scale = <f64>(batch - 1) / threshold;
  for (let block = 0; block < n; block += BLOCK) {
    let end = queue;
    const stop = min(n, block + BLOCK);
    for (let i = block; i < stop; i += 32) {
      drawWords(key0, key1, first + (i >> 1), words);
      const count = min(32, stop - i);
      let below = 0;
      for (let j = 0; j < count; j += 4) {
        write(at(y, place + i + j), read(at(x, place + i + j), count - j), count - j);
        below |= i32x4.bitmask(i32x4.le_u(v128.load(at(words, j)), last)) << j;
      }
      if (threshold > 0) end = queued(below, words, place + i, count, end);
    }
    lookUp(queue, end, scale, x, y, columns);
  }
}

/** Looks up the numbers for the words and places in the queue, which are in order. */
function lookUp(queue: usize, end: usize, scale: f64, x: usize, y: usize, columns: i32): void {
  let row = queue < end ? load<i32>(queue, 4) / columns : 0;
  let start = row * columns;
  for (let q = queue; q < end; q += 8) {
    const place = load<i32>(q, 4);
    while (place >= start + columns) {
      row += 1;
      start += columns;
    }
    let other = <i32>(<f64>load<u32>(q) * scale);
    other += i32(other >= row);
    store<f32>(at(y, place), load<f32>(at(x, other * columns + place - start)));
  }
}
