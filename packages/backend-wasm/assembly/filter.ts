import { at, madd, read, write } from './vectors';

/*
 * Images by a matrix along the height and one along the width, whose numbers lie near the diagonal. A matrix is given as its diagonals:
 * `first` is the column less the row of the first, `count` is how many there are.
 */

/** Row i of A·x: the sum of the rows of x around i by the weights at `weights`. */
function sumRows(i: i32, height: i32, size: i32, weights: usize, first: i32, count: i32, x: usize, to: usize): void {
  const start = max(0, -(i + first));
  const end = min(count, height - i - first);
  for (let j = 0; j < size; j += 4) {
    let sum = f32x4.splat(0);
    for (let t = start; t < end; t++) {
      sum = madd(v128.load32_splat(at(weights, t)), read(at(x, (i + first + t) * size + j), size - j), sum);
    }
    v128.store(at(to, j), sum);
  }
}

/** A row times Bᵀ. A diagonal has a weight for each number; numbers of the next column are `channels` away. The row has zeros at both ends. */
function sumColumns(size: i32, channels: i32, weights: usize, first: i32, count: i32, row: usize, y: usize): void {
  for (let j = 0; j < size; j += 4) {
    let sum = f32x4.splat(0);
    for (let t = 0; t < count; t++) {
      sum = madd(v128.load(at(weights, t * size + j)), v128.load(at(row, (first + t) * channels + j)), sum);
    }
    write(at(y, j), sum, size - j);
  }
}

/**
 * y = A·x·Bᵀ for each of some images `[height, width, channels]`. `down` has the `downCount` weights of each row of A, `across` has
 * `acrossCount` diagonals of B, each with a weight for each number of a row. `row` has room for a row, four numbers more, and the numbers
 * of `padding` columns on both sides.
 */
export function filter(images: i32, height: i32, width: i32, channels: i32, x: usize, y: usize, down: usize, downFirst: i32, downCount: i32, across: usize, acrossFirst: i32, acrossCount: i32, row: usize, padding: i32): void {
  const size = width * channels;
  memory.fill(row, 0, (size + 2 * padding * channels + 4) << 2);
  const middle = at(row, padding * channels);
  for (let image = 0; image < images; image++) {
    const from = at(x, image * height * size);
    for (let i = 0; i < height; i++) {
      sumRows(i, height, size, at(down, i * downCount), downFirst, downCount, from, middle);
      // The last four may have gone beyond the row: zeros follow it.
      for (let j = size; j & 3; j++) store<f32>(at(middle, j), 0);
      sumColumns(size, channels, across, acrossFirst, acrossCount, middle, at(y, (image * height + i) * size));
    }
  }
}
