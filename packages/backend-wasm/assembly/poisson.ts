import { both, centered, drawWords, lastTwo, normalOf } from './random';
import { at } from './vectors';

/* The Poisson numbers of @autoencoders/core's poisson.ts, to the last bit, two or four at a time. */

/** Below this mean, the distribution function is summed term by term. */
const SUMMED: f64 = 10;

/** e⁻ˣ for x from 0 to 10: (e^(−x / 32))³². */
// @ts-ignore: decorator
@inline
function expOfNegative(x: v128): v128 {
  const r = f64x2.mul(x, f64x2.splat(-0.03125));
  let sum = f64x2.splat(1.0 / 39916800);
  sum = term(sum, r, 1.0 / 3628800);
  sum = term(sum, r, 1.0 / 362880);
  sum = term(sum, r, 1.0 / 40320);
  sum = term(sum, r, 1.0 / 5040);
  sum = term(sum, r, 1.0 / 720);
  sum = term(sum, r, 1.0 / 120);
  sum = term(sum, r, 1.0 / 24);
  sum = term(sum, r, 1.0 / 6);
  sum = term(sum, r, 0.5);
  sum = term(sum, r, 1);
  sum = term(sum, r, 1);
  sum = f64x2.mul(sum, sum);
  sum = f64x2.mul(sum, sum);
  sum = f64x2.mul(sum, sum);
  sum = f64x2.mul(sum, sum);
  return f64x2.mul(sum, sum);
}

// @ts-ignore: decorator
@inline
function term(sum: v128, r: v128, coefficient: f64): v128 {
  return f64x2.add(f64x2.mul(sum, r), f64x2.splat(coefficient));
}

/** The Cornish–Fisher expansion of the quantile for two means of 10 or more, rounded down. */
// @ts-ignore: decorator
@inline
function expanded(q: v128, mean: v128): v128 {
  const w = normalOf(q);
  const root = f64x2.sqrt(mean);
  const square = f64x2.mul(w, w);
  const more = f64x2.add(square, f64x2.splat(2));
  const first = f64x2.mul(more, f64x2.splat(1.0 / 6));
  const second = f64x2.div(f64x2.mul(w, more), f64x2.mul(root, f64x2.splat(72)));
  const inner = f64x2.mul(f64x2.add(f64x2.mul(square, f64x2.splat(1.0 / 270)), f64x2.splat(7.0 / 810)), square);
  const third = f64x2.div(f64x2.sub(inner, f64x2.splat(8.0 / 405)), mean);
  const sum = f64x2.add(f64x2.sub(f64x2.add(f64x2.add(mean, f64x2.mul(root, w)), first), second), third);
  return f64x2.max(f64x2.splat(0), f64x2.floor(sum));
}

// @ts-ignore: decorator
@inline
function largeMeans(mean: v128): v128 {
  return v128.and(f64x2.ge(mean, f64x2.splat(SUMMED)), f64x2.lt(mean, f64x2.splat(Infinity)));
}

/** The counts where a mean is small, 0 where it is below 0, else the mean itself: it is 0, large or not finite. */
// @ts-ignore: decorator
@inline
function counted(count: v128, mean: v128, small: v128): v128 {
  const few = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(count, count, 0, 2, 0, 2));
  return v128.bitselect(few, v128.andnot(mean, f64x2.lt(mean, f64x2.splat(0))), small);
}

// @ts-ignore: decorator
@inline
function smallMeans(mean: v128): v128 {
  return v128.and(f64x2.gt(mean, f64x2.splat(0)), f64x2.lt(mean, f64x2.splat(SUMMED)));
}

/** P(0) of four means below 10. */
// @ts-ignore: decorator
@inline
function firstTerms(x: v128, peak: v128, to: usize): void {
  const mean0 = f64x2.mul(f64x2.promote_low_f32x4(x), peak);
  const mean1 = f64x2.mul(f64x2.promote_low_f32x4(lastTwo(x)), peak);
  const small0 = smallMeans(mean0);
  const small1 = smallMeans(mean1);
  if (!v128.any_true(v128.or(small0, small1))) return;
  v128.store(to, expOfNegative(v128.and(mean0, small0)));
  v128.store(to, expOfNegative(v128.and(mean1, small1)), 16);
}

/** k / peak for four numbers of x and four words, with P(0) at `terms`. */
// @ts-ignore: decorator
@inline
function four(words: v128, x: v128, peak: v128, terms: usize): v128 {
  const mean0 = f64x2.mul(f64x2.promote_low_f32x4(x), peak);
  const mean1 = f64x2.mul(f64x2.promote_low_f32x4(lastTwo(x)), peak);
  const q0 = centered(words);
  const q1 = centered(lastTwo(words));
  const small0 = smallMeans(mean0);
  const small1 = smallMeans(mean1);
  let count0 = i64x2.splat(0);
  let count1 = i64x2.splat(0);
  if (v128.any_true(v128.or(small0, small1))) {
    // The smallest k with P(0) + … + P(k) ≥ u.
    const u0 = f64x2.add(q0, f64x2.splat(0.5));
    const u1 = f64x2.add(q1, f64x2.splat(0.5));
    const few0 = v128.and(mean0, small0);
    const few1 = v128.and(mean1, small1);
    let p0 = v128.load(terms);
    let p1 = v128.load(terms, 16);
    let less0 = f64x2.lt(p0, u0);
    let less1 = f64x2.lt(p1, u1);
    let sum0 = p0;
    let sum1 = p1;
    for (let k: f64 = 1; v128.any_true(v128.or(less0, less1)); k += 1) {
      const inverse = f64x2.splat(1 / k);
      count0 = i64x2.sub(count0, less0);
      count1 = i64x2.sub(count1, less1);
      p0 = f64x2.mul(p0, f64x2.mul(few0, inverse));
      p1 = f64x2.mul(p1, f64x2.mul(few1, inverse));
      sum0 = f64x2.add(sum0, p0);
      sum1 = f64x2.add(sum1, p1);
      less0 = f64x2.lt(sum0, u0);
      less1 = f64x2.lt(sum1, u1);
    }
  }
  let k0 = counted(count0, mean0, small0);
  let k1 = counted(count1, mean1, small1);
  const large0 = largeMeans(mean0);
  const large1 = largeMeans(mean1);
  if (v128.any_true(v128.or(large0, large1))) {
    k0 = v128.bitselect(expanded(q0, mean0), k0, large0);
    k1 = v128.bitselect(expanded(q1, mean1), k1, large1);
  }
  return both(f32x4.demote_f64x2_zero(f64x2.div(k0, peak)), f32x4.demote_f64x2_zero(f64x2.div(k1, peak)));
}

/* Scratch memory has 32 words, 32 numbers, 32 terms in float64, and 8 places. */
const NUMBERS: usize = 128;
const TERMS: usize = 256;
const PLACES: usize = 512;

/** y = k / peak for n numbers of x, where k is a Poisson number of mean x·peak. */
function poissonOne(first: i32, n: i32, k0: i32, k1: i32, peak: f64, x: usize, y: usize, words: usize): void {
  const key0 = i32x4.splat(k0);
  const key1 = i32x4.splat(k1);
  const numbers = words + NUMBERS;
  for (let i = 0; i < n; i += 32) {
    const count = min(32, n - i);
    let from = at(x, i);
    if (count < 32) {
      memory.fill(numbers, 0, 128);
      memory.copy(numbers, from, count << 2);
      from = numbers;
    }
    const to = count == 32 ? at(y, i) : numbers;
    const last = nonZero(from, to, words + PLACES);
    if (last > words + PLACES) {
      drawWords(key0, key1, first + (i >> 1), words);
      change(from, to, f64x2.splat(peak), words, last);
    }
    if (count < 32) memory.copy(at(y, i), numbers, count << 2);
  }
}

/** Copies 32 numbers, since of 0 comes 0. Writes the places of those four that have others to `places`, and gives their end. */
// @ts-ignore: decorator
@inline
function nonZero(from: usize, to: usize, places: usize): usize {
  for (let j = 0; j < 32; j += 4) {
    const x = v128.load(at(from, j));
    v128.store(at(to, j), x);
    store<i32>(places, j);
    places += <usize>v128.any_true(f32x4.ne(x, f32x4.splat(0))) << 2;
  }
  return places;
}

/** Draws the numbers at the places up to `last`. All exponential functions come first: a sum would wait long for its own. */
// @ts-ignore: decorator
@inline
function change(from: usize, to: usize, peak: v128, words: usize, last: usize): void {
  for (let place = words + PLACES; place < last; place += 4) {
    const j = load<i32>(place);
    firstTerms(v128.load(at(from, j)), peak, words + TERMS + (<usize>j << 3));
  }
  for (let place = words + PLACES; place < last; place += 4) {
    const j = load<i32>(place);
    v128.store(at(to, j), four(v128.load(at(words, j)), v128.load(at(from, j)), peak, words + TERMS + (<usize>j << 3)));
  }
}

/** Poisson noise on examples of n numbers, each with its peak at `peaks`. Each begins at a new block, the first at `first`. */
export function poisson(rows: i32, first: i32, n: i32, k0: i32, k1: i32, peaks: usize, x: usize, y: usize, words: usize): void {
  for (let row = 0; row < rows; row++) {
    poissonOne(first + row * ((n + 1) >> 1), n, k0, k1, load<f64>(peaks + 8 * row), at(x, row * n), at(y, row * n), words);
  }
}
