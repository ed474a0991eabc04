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

/** sums[j] = Σᵢ x[i, j]. Blocks of rows are summed by themselves first: so many terms in a row would lose digits. */
export function sumRows(rows: i32, columns: i32, x: usize, sums: usize, scratch: usize): void {
  if (columns == 1) {
    store<f32>(sums, <f32>sum(rows, x));
    return;
  }
  memory.fill(sums, 0, <usize>columns << 2);
  for (let r = 0; r < rows; r += BLOCK) {
    const end = min(rows, r + BLOCK);
    const partial = rows <= BLOCK ? sums : scratch;
    if (rows > BLOCK) memory.fill(scratch, 0, <usize>columns << 2);
    for (let i = r; i < end; i++) addTo(columns, partial, at(x, i * columns));
    if (rows > BLOCK) addTo(columns, sums, scratch);
  }
}

// @ts-ignore: decorator
@inline
function addTo(n: i32, to: usize, x: usize): void {
  for (let i = 0; i < n; i += 4) {
    const left = n - i;
    write(at(to, i), f32x4.add(read(at(to, i), left), read(at(x, i), left)), left);
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
