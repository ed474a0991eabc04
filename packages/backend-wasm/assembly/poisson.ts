import { drawWords, lastTwo, normalOf, share } from './random';
import { at, read, write } from './vectors';

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

let count0: v128 = i64x2(0, 0);
let count1: v128 = i64x2(0, 0);

/** The smallest k with P(0) + … + P(k) ≥ u for four means below 10, to `count0` and `count1`. */
function summed(u0: v128, u1: v128, mean0: v128, mean1: v128): void {
  let p0 = expOfNegative(mean0);
  let p1 = expOfNegative(mean1);
  let sum0 = p0;
  let sum1 = p1;
  count0 = f64x2.splat(0);
  count1 = f64x2.splat(0);
  const one = f64x2.splat(1);
  let k: f64 = 0;
  let less0 = f64x2.lt(sum0, u0);
  let less1 = f64x2.lt(sum1, u1);
  while (v128.any_true(v128.or(less0, less1))) {
    k += 1;
    const inverse = f64x2.splat(1 / k);
    count0 = f64x2.add(count0, v128.and(less0, one));
    count1 = f64x2.add(count1, v128.and(less1, one));
    p0 = f64x2.mul(p0, f64x2.mul(mean0, inverse));
    p1 = f64x2.mul(p1, f64x2.mul(mean1, inverse));
    sum0 = f64x2.add(sum0, p0);
    sum1 = f64x2.add(sum1, p1);
    less0 = f64x2.lt(sum0, u0);
    less1 = f64x2.lt(sum1, u1);
  }
}

/** The Cornish–Fisher expansion of the quantile for two means of 10 or more, rounded down. */
function expanded(word: v128, mean: v128): v128 {
  const w = normalOf(word);
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

/** The Poisson numbers of two means: `few` where a mean is small, 0 where it is below 0, the mean itself where it is 0 or not finite. */
// @ts-ignore: decorator
@inline
function chosen(word: v128, mean: v128, few: v128, isSmall: v128): v128 {
  const isLarge = v128.and(f64x2.ge(mean, f64x2.splat(SUMMED)), f64x2.lt(mean, f64x2.splat(Infinity)));
  let k = v128.andnot(mean, f64x2.lt(mean, f64x2.splat(0)));
  k = v128.bitselect(few, k, isSmall);
  return v128.any_true(isLarge) ? v128.bitselect(expanded(word, mean), k, isLarge) : k;
}

// @ts-ignore: decorator
@inline
function smallMeans(mean: v128): v128 {
  return v128.and(f64x2.gt(mean, f64x2.splat(0)), f64x2.lt(mean, f64x2.splat(SUMMED)));
}

/** k / peak for four numbers of x and four words. */
// @ts-ignore: decorator
@inline
function four(words: v128, x: v128, peak: v128): v128 {
  const mean0 = f64x2.mul(f64x2.promote_low_f32x4(x), peak);
  const mean1 = f64x2.mul(f64x2.promote_low_f32x4(lastTwo(x)), peak);
  const word0 = f64x2.convert_low_i32x4_u(words);
  const word1 = f64x2.convert_low_i32x4_u(lastTwo(words));
  const small0 = smallMeans(mean0);
  const small1 = smallMeans(mean1);
  if (v128.any_true(v128.or(small0, small1))) summed(share(word0), share(word1), v128.and(mean0, small0), v128.and(mean1, small1));
  const k0 = f32x4.demote_f64x2_zero(f64x2.div(chosen(word0, mean0, count0, small0), peak));
  const k1 = f32x4.demote_f64x2_zero(f64x2.div(chosen(word1, mean1, count1, small1), peak));
  return v128.shuffle<i64>(k0, k1, 0, 2);
}

/** y = k / peak for n numbers of x, where k is a Poisson number of mean x·peak. `words` has room for 32 words. */
function poissonOne(first: i32, n: i32, k0: i32, k1: i32, peak: f64, x: usize, y: usize, words: usize): void {
  const key0 = i32x4.splat(k0);
  const key1 = i32x4.splat(k1);
  const peaks = f64x2.splat(peak);
  for (let i = 0; i < n; i += 32) {
    const end = min(32, n - i);
    // Of nothing, nothing comes, whatever the words are.
    if (end == 32 && areZeros(at(x, i)) && areZeros(at(x, i + 16))) {
      memory.copy(at(y, i), at(x, i), 128);
      continue;
    }
    drawWords(key0, key1, first + (i >> 1), words);
    for (let j = 0; j < end; j += 4) {
      const left = end - j;
      write(at(y, i + j), four(v128.load(at(words, j)), read(at(x, i + j), left), peaks), left);
    }
  }
}

/** Whether 16 numbers are 0. Those that are −0 stay so. */
// @ts-ignore: decorator
@inline
function areZeros(x: usize): bool {
  const zero = f32x4.splat(0);
  const first = v128.and(f32x4.eq(v128.load(x), zero), f32x4.eq(v128.load(x, 16), zero));
  return i32x4.all_true(v128.and(first, v128.and(f32x4.eq(v128.load(x, 32), zero), f32x4.eq(v128.load(x, 48), zero))));
}

/** Poisson noise on examples of n numbers, each with its peak at `peaks`. Each begins at a new block, the first at `first`. */
export function poisson(rows: i32, first: i32, n: i32, k0: i32, k1: i32, peaks: usize, x: usize, y: usize, words: usize): void {
  for (let row = 0; row < rows; row++) {
    poissonOne(first + row * ((n + 1) >> 1), n, k0, k1, load<f64>(peaks + 8 * row), at(x, row * n), at(y, row * n), words);
  }
}
