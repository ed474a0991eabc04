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
export function sumRows(rows: i32, columns: i32, x: usize, sums: usize, scratch: usize): void {
  if (columns == 1) store<f32>(sums, <f32>sum(rows, x));
  else sumInBlocks(rows, columns, x, 0, sums, scratch);
}

/** sums[j] = Σᵢ (x[i, j] − origin[j]). */
export function sumRowsFrom(rows: i32, columns: i32, x: usize, origin: usize, sums: usize, scratch: usize): void {
  if (columns == 1) store<f32>(sums, <f32>sumFrom(rows, x, load<f32>(origin)));
  else sumInBlocks(rows, columns, x, origin, sums, scratch);
}

/** Blocks of rows are summed by themselves first: so many terms in a row would lose digits. */
// @ts-ignore: decorator
@inline
function sumInBlocks(rows: i32, columns: i32, x: usize, origin: usize, sums: usize, scratch: usize): void {
  memory.fill(sums, 0, <usize>columns << 2);
  for (let r = 0; r < rows; r += BLOCK) {
    const end = min(rows, r + BLOCK);
    const partial = rows <= BLOCK ? sums : scratch;
    if (rows > BLOCK) memory.fill(scratch, 0, <usize>columns << 2);
    for (let i = r; i < end; i++) addTo(columns, partial, at(x, i * columns), origin);
    if (rows > BLOCK) addTo(columns, sums, scratch, 0);
  }
}

// @ts-ignore: decorator
@inline
function addTo(n: i32, to: usize, x: usize, origin: usize): void {
  for (let i = 0; i < n; i += 4) {
    const left = n - i;
    const term = origin ? f32x4.sub(read(at(x, i), left), read(at(origin, i), left)) : read(at(x, i), left);
    write(at(to, i), f32x4.add(read(at(to, i), left), term), left);
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
