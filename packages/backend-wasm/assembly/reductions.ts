import { expBelow } from './functions';
import { at, read, splat, total64, widened, write } from './vectors';

/** How many numbers are added in float32 before the sum is added to float64. Smaller blocks are more exact. */
const BLOCK = 8;

/** The sum of n numbers. */
export function sum(n: i32, x: usize): f64 {
  let all = f64x2.splat(0);
  for (let i = 0; i < n; i += 4 * BLOCK) {
    const end = min(n, i + 4 * BLOCK);
    let some = splat(0);
    for (let j = i; j < end; j += 4) some = f32x4.add(some, read(at(x, j), end - j));
    all = f64x2.add(all, widened(some));
  }
  return total64(all);
}

/** The sum of the distances of n numbers from `origin`. */
export function sumFrom(n: i32, x: usize, origin: f32): f64 {
  const whole = n & ~3;
  let all = f64x2.splat(0);
  for (let i = 0; i < whole; i += 4 * BLOCK) {
    const end = min(whole, i + 4 * BLOCK);
    let some = splat(0);
    for (let j = i; j < end; j += 4) some = f32x4.add(some, f32x4.sub(v128.load(at(x, j)), splat(origin)));
    all = f64x2.add(all, widened(some));
  }
  let total = total64(all);
  for (let i = whole; i < n; i++) total += load<f32>(at(x, i)) - origin;
  return total;
}

/** sums[i, j] = scale · Σₖ x[i, k, j] for the first `columns` j of x `[outer, n, inner]`. */
export function sumMiddle(outer: i32, n: i32, inner: i32, columns: i32, x: usize, sums: usize, scale: f64): void {
  for (let i = 0; i < outer; i++) {
    const from = at(x, i * n * inner);
    const to = at(sums, i * inner);
    if (inner == 1) sumRows(n, 1, from, to, scale);
    else sumInBlocks(n, columns, inner, from, 0, to, scale);
  }
}

/** sums[j] = scale · Σᵢ x[i, j]. */
export function sumRows(rows: i32, columns: i32, x: usize, sums: usize, scale: f64): void {
  if (columns == 1) store<f32>(sums, <f32>(scale * sum(rows, x)));
  else sumInBlocks(rows, columns, columns, x, 0, sums, scale);
}

/** sums[j] = scale · Σᵢ (x[i, j] − origin[j]). */
export function sumRowsFrom(rows: i32, columns: i32, x: usize, origin: usize, sums: usize, scale: f64): void {
  if (columns == 1) store<f32>(sums, <f32>(scale * sumFrom(rows, x, load<f32>(origin))));
  else sumInBlocks(rows, columns, columns, x, origin, sums, scale);
}

/** scale times two pairs of float64, as four float32. */
// @ts-ignore: decorator
@inline
function narrowed(low: v128, high: v128, scale: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(f64x2.mul(low, scale)), f32x4.demote_f64x2_zero(f64x2.mul(high, scale)), 0, 2);
}

/** The first two of four numbers as float64, and the last two. */
// @ts-ignore: decorator
@inline
function low64(x: v128): v128 {
  return f64x2.promote_low_f32x4(x);
}
// @ts-ignore: decorator
@inline
function high64(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 0));
}

/** Sixteen columns at a time, so that the float32 sums of a block of rows stay in registers. */
// @ts-ignore: decorator
@inline
function sumInBlocks(rows: i32, columns: i32, stride: i32, x: usize, origin: usize, sums: usize, scale: f64): void {
  const row = <usize>stride << 2;
  const zero = splat(0);
  const s = f64x2.splat(scale);
  let j = 0;
  for (; j + 16 <= columns; j += 16) {
    const from = at(origin, j);
    const o0 = origin ? v128.load(from) : zero;
    const o1 = origin ? v128.load(from, 16) : zero;
    const o2 = origin ? v128.load(from, 32) : zero;
    const o3 = origin ? v128.load(from, 48) : zero;
    let low0 = zero;
    let low1 = zero;
    let low2 = zero;
    let low3 = zero;
    let high0 = zero;
    let high1 = zero;
    let high2 = zero;
    let high3 = zero;
    let place = at(x, j);
    for (let r = 0; r < rows; r += BLOCK) {
      let some0 = zero;
      let some1 = zero;
      let some2 = zero;
      let some3 = zero;
      for (let i = min(BLOCK, rows - r); i > 0; i--) {
        some0 = f32x4.add(some0, f32x4.sub(v128.load(place), o0));
        some1 = f32x4.add(some1, f32x4.sub(v128.load(place, 16), o1));
        some2 = f32x4.add(some2, f32x4.sub(v128.load(place, 32), o2));
        some3 = f32x4.add(some3, f32x4.sub(v128.load(place, 48), o3));
        place += row;
      }
      low0 = f64x2.add(low0, low64(some0));
      low1 = f64x2.add(low1, low64(some1));
      low2 = f64x2.add(low2, low64(some2));
      low3 = f64x2.add(low3, low64(some3));
      high0 = f64x2.add(high0, high64(some0));
      high1 = f64x2.add(high1, high64(some1));
      high2 = f64x2.add(high2, high64(some2));
      high3 = f64x2.add(high3, high64(some3));
    }
    const to = at(sums, j);
    v128.store(to, narrowed(low0, high0, s));
    v128.store(to, narrowed(low1, high1, s), 16);
    v128.store(to, narrowed(low2, high2, s), 32);
    v128.store(to, narrowed(low3, high3, s), 48);
  }
  for (; j < columns; j += 4) {
    const left = columns - j;
    const o = origin ? read(at(origin, j), left) : zero;
    let low = zero;
    let high = zero;
    let place = at(x, j);
    for (let r = 0; r < rows; r += BLOCK) {
      let some = zero;
      for (let i = min(BLOCK, rows - r); i > 0; i--) {
        some = f32x4.add(some, f32x4.sub(read(place, left), o));
        place += row;
      }
      low = f64x2.add(low, low64(some));
      high = f64x2.add(high, high64(some));
    }
    write(at(sums, j), narrowed(low, high, s), left);
  }
}

/** Softmax of each row. The row's largest number is subtracted first: the result is the same, and cannot overflow. */
export function softmax(rows: i32, columns: i32, x: usize, y: usize): void {
  for (let r = 0; r < rows; r++) {
    const from = at(x, r * columns);
    const to = at(y, r * columns);
    let greatest = load<f32>(from);
    for (let i = 1; i < columns; i++) greatest = max(greatest, load<f32>(at(from, i)));
    for (let i = 0; i < columns; i += 4) {
      const left = columns - i;
      write(at(to, i), expBelow(f32x4.sub(read(at(from, i), left), splat(greatest))), left);
    }
    const share = splat(<f32>(1 / sum(columns, to)));
    for (let i = 0; i < columns; i += 4) write(at(to, i), f32x4.mul(read(at(to, i), columns - i), share), columns - i);
  }
}
