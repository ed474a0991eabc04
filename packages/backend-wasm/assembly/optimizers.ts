import { abs, at, madd, read, splat, total, write } from './vectors';

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

/** The next v of four numbers, before it is flushed. */
// @ts-ignore: decorator
@inline
function squareOf(v: v128, g: v128, b2: v128, c2: v128): v128 {
  const h = flushed(g, abs(g), splat(LEAST_GRADIENT));
  return madd(v, b2, f32x4.mul(f32x4.mul(h, h), c2));
}

/** The next weights. */
// @ts-ignore: decorator
@inline
function nextOf(weight: v128, mean: v128, least: v128, v: v128, rate: v128, e: v128, keep: v128): v128 {
  const step = f32x4.div(f32x4.mul(flushed(mean, abs(mean), least), rate), f32x4.add(f32x4.sqrt(v), e));
  return f32x4.sub(f32x4.mul(weight, keep), step);
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
  // Eight at a time, at addresses that are computed once.
  for (; i + 8 <= n; i += 8) {
    const place = at(0, i);
    const g0 = v128.load(gradient + place);
    const g1 = v128.load(gradient + place, 16);
    const m0 = madd(v128.load(m + place), b1, f32x4.mul(g0, c1));
    const m1 = madd(v128.load(m + place, 16), b1, f32x4.mul(g1, c1));
    v128.store(m + place, flushed(m0, abs(m0), splat(LEAST)));
    v128.store(m + place, flushed(m1, abs(m1), splat(LEAST)), 16);
    const square0 = squareOf(v128.load(v + place), g0, b2, c2);
    const square1 = squareOf(v128.load(v + place, 16), g1, b2, c2);
    const v0 = flushed(square0, square0, splat(LEAST));
    const v1 = flushed(square1, square1, splat(LEAST));
    v128.store(v + place, v0);
    v128.store(v + place, v1, 16);
    const w0 = nextOf(v128.load(weight + place), m0, least, v0, r, e, k);
    const w1 = nextOf(v128.load(weight + place, 16), m1, least, v1, r, e, k);
    v128.store(next + place, w0);
    v128.store(next + place, w1, 16);
    sum = f32x4.add(sum, f32x4.add(w0, w1));
  }
  for (; i < n; i += 4) {
    const left = n - i;
    const g = read(at(gradient, i), left);
    const mean = madd(read(at(m, i), left), b1, f32x4.mul(g, c1));
    write(at(m, i), flushed(mean, abs(mean), splat(LEAST)), left);
    const square = squareOf(read(at(v, i), left), g, b2, c2);
    const second = flushed(square, square, splat(LEAST));
    write(at(v, i), second, left);
    write(at(next, i), nextOf(read(at(weight, i), left), mean, least, second, r, e, k), left);
    // Beyond the end, numbers are read as 0, and 0 / (√0 + ε) is 0 or, for ε = 0, NaN.
    sum = f32x4.add(sum, read(at(next, i), left));
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
      const v = flushed(fresh, abs(fresh), splat(LEAST));
      write(at(velocity, i), v, left);
      direction = nesterov ? f32x4.add(g, f32x4.mul(v, mu)) : v;
    }
    const step = f32x4.mul(flushed(direction, abs(direction), least), rate);
    const w = f32x4.sub(read(at(weight, i), left), step);
    write(at(next, i), w, left);
    sum = f32x4.add(sum, w);
  }
  store<f32>(sums, total(sum));
}
