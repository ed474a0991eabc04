import { expBelow } from './functions';
import { at, read, splat, total64, widened, write } from './vectors';

/** Numbers summed in float32 before the sum goes on in float64, or rows before they are added to those before. */
const BLOCK = 128;

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

/** sums[j] = Σᵢ x[i, j]. */
export function sumRows(rows: i32, columns: i32, x: usize, sums: usize): void {
  if (columns == 1) store<f32>(sums, <f32>sum(rows, x));
  else sumInBlocks(rows, columns, x, 0, sums);
}

/** sums[j] = Σᵢ (x[i, j] − origin[j]). */
export function sumRowsFrom(rows: i32, columns: i32, x: usize, origin: usize, sums: usize): void {
  if (columns == 1) store<f32>(sums, <f32>sumFrom(rows, x, load<f32>(origin)));
  else sumInBlocks(rows, columns, x, origin, sums);
}

/** Sixteen columns at a time, so that their sums stay in registers. Blocks of rows are summed by themselves first: so many terms in a row would lose digits. */
// @ts-ignore: decorator
@inline
function sumInBlocks(rows: i32, columns: i32, x: usize, origin: usize, sums: usize): void {
  const row = <usize>columns << 2;
  const zero = splat(0);
  let j = 0;
  for (; j + 16 <= columns; j += 16) {
    const from = at(origin, j);
    const o0 = origin ? v128.load(from) : zero;
    const o1 = origin ? v128.load(from, 16) : zero;
    const o2 = origin ? v128.load(from, 32) : zero;
    const o3 = origin ? v128.load(from, 48) : zero;
    let all0 = zero;
    let all1 = zero;
    let all2 = zero;
    let all3 = zero;
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
      all0 = f32x4.add(all0, some0);
      all1 = f32x4.add(all1, some1);
      all2 = f32x4.add(all2, some2);
      all3 = f32x4.add(all3, some3);
    }
    const to = at(sums, j);
    v128.store(to, all0);
    v128.store(to, all1, 16);
    v128.store(to, all2, 32);
    v128.store(to, all3, 48);
  }
  for (; j < columns; j += 4) {
    const left = columns - j;
    const o = origin ? read(at(origin, j), left) : zero;
    let all = zero;
    let place = at(x, j);
    for (let r = 0; r < rows; r += BLOCK) {
      let some = zero;
      for (let i = min(BLOCK, rows - r); i > 0; i--) {
        some = f32x4.add(some, f32x4.sub(read(place, left), o));
        place += row;
      }
      all = f32x4.add(all, some);
    }
    write(at(sums, j), all, left);
  }
}

/** sums[i] = Σⱼ x[i, j]. */
export function sumColumns(rows: i32, columns: i32, x: usize, sums: usize): void {
  for (let r = 0; r < rows; r++) store<f32>(at(sums, r), <f32>sum(columns, at(x, r * columns)));
}

/** Each row's eˣ over their sum. Shifted by the row's greatest number, which changes nothing and cannot overflow. */
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
