import { at, madd, read, splat, total, write } from './vectors';

/*
 * Processors are several times slower with numbers below 2⁻¹²⁶. A mean decays to such a number when gradients stay 0, as those of dead units do.
 * Before that, its product with the learning rate is such a number. Squares of small gradients are, too. All of these count as 0 here. The
 * difference is negligible beside any ε.
 */
const LEAST: f32 = 9.4e-38; // about 2⁻¹²³: times β₁ it is still 2⁻¹²⁶
const LEAST_GRADIENT: f32 = 6.9e-18; // so are its square times 1 − β₂

/** What times the rate is still no such number; at most 1e-30, for a rate next to 0. */
// @ts-ignore: decorator
@inline
function leastTimes(rate: f32): f32 {
  return max(LEAST, min(LEAST / rate, <f32>1e-30));
}

/** x, or 0 where its size is at most `least`. NaN stays NaN. */
// @ts-ignore: decorator
@inline
function flushed(x: v128, size: v128, least: v128): v128 {
  return v128.andnot(x, f32x4.le(size, least));
}

/** Four numbers, or as many as are left. Returns the next weights. */
// @ts-ignore: decorator
@inline
function adamAt(
  left: i32,
  gradient: usize,
  m: usize,
  v: usize,
  weight: usize,
  next: usize,
  b1: v128,
  c1: v128,
  b2: v128,
  c2: v128,
  rate: v128,
  e: v128,
  k: v128,
  least: v128,
): v128 {
  const g = read(gradient, left);
  const mean = madd(read(m, left), b1, f32x4.mul(g, c1));
  const size = f32x4.abs(mean);
  const first = flushed(mean, size, splat(LEAST));
  const h = flushed(g, f32x4.abs(g), splat(LEAST_GRADIENT));
  const square = madd(read(v, left), b2, f32x4.mul(f32x4.mul(h, h), c2));
  const second = flushed(square, square, splat(LEAST));
  const step = f32x4.div(f32x4.mul(flushed(mean, size, least), rate), f32x4.add(f32x4.sqrt(second), e));
  const kept = f32x4.mul(read(weight, left), k);
  write(m, first, left);
  write(v, second, left);
  const w = f32x4.sub(kept, step);
  write(next, w, left);
  return w;
}

/*
 * A step also adds up the next weights. The sum is not finite if one of them is not. It may overflow where all are finite; the caller then
 * looks at them one by one. This takes one instruction for four numbers; a comparison takes more, and is felt.
 */

/**
 * Adam with decoupled weight decay on one variable: m ← β₁m + (1 − β₁)g and v ← β₂v + (1 − β₂)g² in place, and
 * next = keep·w − rate·m / (√v + ε). The scalars hold the learning rate and the corrections of the means' bias. Writes the sum of the next
 * weights to `sums`.
 */
export function adam(
  n: i32,
  gradient: usize,
  m: usize,
  v: usize,
  weight: usize,
  next: usize,
  sums: usize,
  beta1: f64,
  beta2: f64,
  rate: f64,
  epsilon: f64,
  keep: f64,
): void {
  const b1 = splat(<f32>beta1);
  const c1 = splat(<f32>(1 - beta1));
  const b2 = splat(<f32>beta2);
  const c2 = splat(<f32>(1 - beta2));
  const r = splat(<f32>rate);
  const e = splat(<f32>epsilon);
  const k = splat(<f32>keep);
  const least = splat(leastTimes(<f32>rate));
  let sum = splat(0);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    sum = f32x4.add(sum, adamAt(4, at(gradient, i), at(m, i), at(v, i), at(weight, i), at(next, i), b1, c1, b2, c2, r, e, k, least));
  }
  // Beyond the end, numbers are read as 0, and 0 / (√0 + ε) is 0 or, for ε = 0, NaN.
  if (i < n) {
    adamAt(n - i, at(gradient, i), at(m, i), at(v, i), at(weight, i), at(next, i), b1, c1, b2, c2, r, e, k, least);
    sum = f32x4.add(sum, read(at(next, i), n - i));
  }
  store<f32>(sums, total(sum));
}

/**
 * Gradient descent on one variable: v ← μv + g in place, and next = w − ηv, or w − η(g + μv) with `nesterov`; v may be absent (0). Writes the sum of the
 * next weights to `sums`.
 */
export function sgd(
  n: i32,
  gradient: usize,
  velocity: usize,
  weight: usize,
  next: usize,
  sums: usize,
  learningRate: f64,
  momentum: f64,
  nesterov: bool,
): void {
  const rate = splat(<f32>learningRate);
  const mu = splat(<f32>momentum);
  const least = splat(leastTimes(<f32>learningRate));
  let sum = splat(0);
  for (let i = 0; i < n; i += 4) {
    const left = n - i;
    const g = read(at(gradient, i), left);
    let direction = g;
    if (velocity) {
      const fresh = f32x4.add(f32x4.mul(read(at(velocity, i), left), mu), g);
      const v = flushed(fresh, f32x4.abs(fresh), splat(LEAST));
      write(at(velocity, i), v, left);
      direction = nesterov ? f32x4.add(g, f32x4.mul(v, mu)) : v;
    }
    const step = f32x4.mul(flushed(direction, f32x4.abs(direction), least), rate);
    const w = f32x4.sub(read(at(weight, i), left), step);
    write(at(next, i), w, left);
    sum = f32x4.add(sum, w);
  }
  store<f32>(sums, total(sum));
}
