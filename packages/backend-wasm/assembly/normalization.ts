import { sumFrom, sumRows, sumRowsFrom } from './reductions';
import { at, read, splat, total64, widened, write } from './vectors';

/*
 * x̂ = (x − mean) · scale with scale = 1 / √(variance + ε), and y = γ·x̂ + β. The gradient to x is, with g = dy·γ and means
 * over what was normalised together, scale · (g − mean(g) − x̂ · mean(g·x̂)); to γ it is Σ dy·x̂, to β Σ dy.
 */

/** Every column over all rows. Leaves each column's mean, its variance, and 1 / √(variance + ε). */
export function batchNormalization(
  rows: i32, columns: i32, x: usize, gamma: usize, beta: usize, epsilon: f32, y: usize, mean: usize, variance: usize, scale: usize,
): void {
  // Sums of differences from the first row: if the mean is much larger than the deviation, plain sums would lose digits.
  sumRowsFrom(rows, columns, x, x, mean, 1.0 / rows);
  for (let j = 0; j < columns; j += 4) {
    const left = columns - j;
    write(at(mean, j), f32x4.add(read(at(x, j), left), read(at(mean, j), left)), left);
  }
  // Two passes, so that no digits cancel: y temporarily holds the squares of x − mean.
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j += 4) {
      const left = columns - j;
      const d = f32x4.sub(read(at(x, i * columns + j), left), read(at(mean, j), left));
      write(at(y, i * columns + j), f32x4.mul(d, d), left);
    }
  sumRows(rows, columns, y, variance, 1.0 / rows);
  for (let j = 0; j < columns; j += 4) {
    const left = columns - j;
    const v = read(at(variance, j), left);
    write(at(scale, j), f32x4.div(splat(1), f32x4.sqrt(f32x4.add(v, splat(epsilon)))), left);
  }
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j += 4) {
      const left = columns - j;
      const d = f32x4.sub(read(at(x, i * columns + j), left), read(at(mean, j), left));
      const k = f32x4.mul(read(at(scale, j), left), read(at(gamma, j), left));
      write(at(y, i * columns + j), f32x4.add(f32x4.mul(d, k), read(at(beta, j), left)), left);
    }
}

/** The gradients of `batchNormalization`. */
export function batchNormalizationGradient(
  rows: i32, columns: i32, dy: usize, x: usize, gamma: usize, mean: usize, scale: usize, dx: usize, dGamma: usize, dBeta: usize,
): void {
  const share = splat(1 / <f32>rows);
  sumRows(rows, columns, dy, dBeta, 1);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j += 4) {
      const left = columns - j;
      const d = f32x4.sub(read(at(x, i * columns + j), left), read(at(mean, j), left));
      write(at(dx, i * columns + j), f32x4.mul(f32x4.mul(d, read(at(scale, j), left)), read(at(dy, i * columns + j), left)), left);
    }
  sumRows(rows, columns, dx, dGamma, 1);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j += 4) {
      const left = columns - j;
      const s = read(at(scale, j), left);
      const d = f32x4.mul(f32x4.sub(read(at(x, i * columns + j), left), read(at(mean, j), left)), s);
      const shared = f32x4.mul(f32x4.add(read(at(dBeta, j), left), f32x4.mul(d, read(at(dGamma, j), left))), share);
      const k = f32x4.mul(s, read(at(gamma, j), left));
      write(at(dx, i * columns + j), f32x4.mul(k, f32x4.sub(read(at(dy, i * columns + j), left), shared)), left);
    }
}

/** Every row over its own numbers. Leaves each row's mean and 1 / √(variance + ε). */
export function layerNormalization(
  rows: i32, columns: i32, x: usize, gamma: usize, beta: usize, epsilon: f32, y: usize, mean: usize, scale: usize,
): void {
  for (let i = 0; i < rows; i++) {
    const from = at(x, i * columns);
    const to = at(y, i * columns);
    const first = load<f32>(from);
    const m = <f32>(first + sumFrom(columns, from, first) / columns);
    let squares = f64x2.splat(0);
    for (let j = 0; j < columns; j += 4) {
      const left = columns - j;
      const d = f32x4.sub(read(at(from, j), left), splat(m));
      write(at(to, j), d, left);
      const rest = read(at(to, j), left);
      squares = f64x2.add(squares, widened(f32x4.mul(rest, rest)));
    }
    const s: f32 = 1 / sqrt<f32>(<f32>(total64(squares) / columns) + epsilon);
    for (let j = 0; j < columns; j += 4) {
      const left = columns - j;
      const k = f32x4.mul(splat(s), read(at(gamma, j), left));
      write(at(to, j), f32x4.add(f32x4.mul(read(at(to, j), left), k), read(at(beta, j), left)), left);
    }
    store<f32>(at(mean, i), m);
    store<f32>(at(scale, i), s);
  }
}

/** The gradients of `layerNormalization`. Those to γ and β are added to the numbers already there. */
export function layerNormalizationGradient(
  rows: i32, columns: i32, dy: usize, x: usize, gamma: usize, mean: usize, scale: usize, dx: usize, dGamma: usize, dBeta: usize,
): void {
  for (let i = 0; i < rows; i++) {
    const o = i * columns;
    const m = v128.load32_splat(at(mean, i));
    const s = v128.load32_splat(at(scale, i));
    let gradients = f64x2.splat(0);
    let products = f64x2.splat(0);
    for (let j = 0; j < columns; j += 4) {
      const left = columns - j;
      const d = f32x4.mul(f32x4.sub(read(at(x, o + j), left), m), s);
      const up = read(at(dy, o + j), left);
      const g = f32x4.mul(up, read(at(gamma, j), left));
      gradients = f64x2.add(gradients, widened(g));
      products = f64x2.add(products, widened(f32x4.mul(g, d)));
      write(at(dGamma, j), f32x4.add(read(at(dGamma, j), left), f32x4.mul(up, d)), left);
      write(at(dBeta, j), f32x4.add(read(at(dBeta, j), left), up), left);
    }
    const g = splat(<f32>(total64(gradients) / columns));
    const p = splat(<f32>(total64(products) / columns));
    for (let j = 0; j < columns; j += 4) {
      const left = columns - j;
      const d = f32x4.mul(f32x4.sub(read(at(x, o + j), left), m), s);
      const up = f32x4.mul(read(at(dy, o + j), left), read(at(gamma, j), left));
      write(at(dx, o + j), f32x4.mul(s, f32x4.sub(up, f32x4.add(g, f32x4.mul(d, p)))), left);
    }
  }
}
