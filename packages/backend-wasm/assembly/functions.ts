import { abs, splat } from './vectors';

/*
 * exp, ln and what is made of them, to one or two units in the last place. The polynomials are those of Cephes'
 * single-precision expf and logf (Moshier 1992).
 *
 * `pmin` and `pmax` are one instruction each, where `min` and `max` are six. They give their first operand where it is NaN.
 */

/** (eʳ − 1 − r) / r² for |r| ≤ ln 2 / 2; of −r where `negative`. */
// @ts-ignore: decorator
@inline
function tail(r: v128, negative: bool): v128 {
  let p = splat(1.9875691500e-4);
  p = plus(splat(1.3981999507e-3), f32x4.mul(p, r), negative);
  p = plus(splat(8.3334519073e-3), f32x4.mul(p, r), negative);
  p = plus(splat(4.1665795894e-2), f32x4.mul(p, r), negative);
  p = plus(splat(1.6666665459e-1), f32x4.mul(p, r), negative);
  return plus(splat(5.0000001201e-1), f32x4.mul(p, r), negative);
}

/** a ± b. */
// @ts-ignore: decorator
@inline
function plus(a: v128, b: v128, negative: bool): v128 {
  return negative ? f32x4.sub(a, b) : f32x4.add(a, b);
}

/** 1.5 · 2²³: added to a number below 2²² in size, it leaves the nearest whole number in the lowest bits of the sum. */
const ROUND: f32 = 12582912;

/** x / ln 2 + 1.5 · 2²³, which is a whole number. */
// @ts-ignore: decorator
@inline
function lifted(x: v128): v128 {
  return f32x4.add(f32x4.mul(x, splat(1.44269504088896341)), splat(ROUND));
}

/** n of n + 1.5 · 2²³. */
// @ts-ignore: decorator
@inline
function lowered(t: v128): v128 {
  return f32x4.sub(t, splat(ROUND));
}

/** 2ⁿ of n + 1.5 · 2²³, for whole n from −126 to 127: n goes to where the exponent is, and all else out of the word. */
// @ts-ignore: decorator
@inline
function power(t: v128): v128 {
  return i32x4.add(i32x4.shl(t, 23), i32x4.splat(0x3f800000));
}

/** x − n·ln 2, with ln 2 in two parts so that the first product is exact. */
// @ts-ignore: decorator
@inline
function reduced(x: v128, n: v128): v128 {
  return f32x4.sub(f32x4.sub(x, f32x4.mul(n, splat(0.693359375))), f32x4.mul(n, splat(-2.12194440e-4)));
}

/** eˣ for x ≤ 88; below −87 it stays at e⁻⁸⁷, which is as good as 0 beside 1. */
// @ts-ignore: decorator
@inline
export function expBelow(x: v128): v128 {
  x = f32x4.pmax(x, splat(-87));
  const t = lifted(x);
  const r = reduced(x, lowered(t));
  const y = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(tail(r, false), r), r), r), splat(1));
  return f32x4.mul(y, power(t));
}

/** eˣ, from 0 to infinity. */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  // Outside of these bounds, the result is infinity or 0.
  x = f32x4.pmax(f32x4.pmin(x, splat(89.5)), splat(-105));
  const n = lowered(lifted(x));
  const r = reduced(x, n);
  const y = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(tail(r, false), r), r), r), splat(1));
  // Multiply by two factors of 2ⁿ, since 2ⁿ may be out of range when y·2ⁿ is not.
  const half = f32x4.floor(f32x4.mul(n, splat(0.5)));
  const rest = f32x4.sub(n, half);
  return f32x4.mul(f32x4.mul(y, power(f32x4.add(half, splat(ROUND)))), power(f32x4.add(rest, splat(ROUND))));
}

/** eˣ − 1 for x ≤ 88, right to the last digits near 0. */
// @ts-ignore: decorator
@inline
export function expm1Below(x: v128): v128 {
  x = f32x4.pmax(x, splat(-87));
  const t = lifted(x);
  const r = reduced(x, lowered(t));
  const y = f32x4.add(f32x4.mul(f32x4.mul(tail(r, false), r), r), r);
  const scale = power(t);
  // (y + 1)·2ⁿ − 1 = y·2ⁿ + (2ⁿ − 1), and 2ⁿ − 1 is 0 where |x| is small.
  return f32x4.add(f32x4.mul(y, scale), f32x4.sub(scale, splat(1)));
}

/** ln x for x from the least normal number on. */
// @ts-ignore: decorator
@inline
function logOfNormal(x: v128): v128 {
  // x = m·2ᵉ with m from √½ on and below √2.
  const bits = i32x4.sub(x, i32x4.splat(0x3f3504f3));
  const e = f32x4.convert_i32x4_s(i32x4.shr_s(bits, 23));
  const m = i32x4.add(v128.and(bits, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const r = f32x4.sub(m, splat(1));
  const z = f32x4.mul(r, r);
  let p = splat(7.0376836292e-2);
  p = f32x4.add(f32x4.mul(p, r), splat(-1.1514610310e-1));
  p = f32x4.add(f32x4.mul(p, r), splat(1.1676998740e-1));
  p = f32x4.add(f32x4.mul(p, r), splat(-1.2420140846e-1));
  p = f32x4.add(f32x4.mul(p, r), splat(1.4249322787e-1));
  p = f32x4.add(f32x4.mul(p, r), splat(-1.6668057665e-1));
  p = f32x4.add(f32x4.mul(p, r), splat(2.0000714765e-1));
  p = f32x4.add(f32x4.mul(p, r), splat(-2.4999993993e-1));
  p = f32x4.add(f32x4.mul(p, r), splat(3.3333331174e-1));
  let y = f32x4.mul(f32x4.mul(p, r), z);
  y = f32x4.add(y, f32x4.mul(e, splat(-2.12194440e-4)));
  y = f32x4.sub(y, f32x4.mul(z, splat(0.5)));
  return f32x4.add(f32x4.add(r, y), f32x4.mul(e, splat(0.693359375)));
}

/** ln x; −∞ at 0, NaN below. Numbers too small to be normal count as 0. */
// @ts-ignore: decorator
@inline
export function log(x: v128): v128 {
  let y = logOfNormal(x);
  y = v128.bitselect(splat(-Infinity), y, f32x4.lt(x, splat(1.17549435e-38)));
  y = v128.bitselect(splat(NaN), y, f32x4.lt(x, splat(0)));
  // Infinity and NaN stay.
  return v128.bitselect(y, x, f32x4.lt(x, splat(Infinity)));
}

/**
 * ln(1 + t) for t from 0 to 1: 2·artanh(s) with s = t / (2 + t), as 2s + 2s·z·p(z) with z = s² ≤ 1/9; p is fitted to 2e-8 on
 * Chebyshev's points.
 */
// @ts-ignore: decorator
@inline
export function log1pOfShare(t: v128): v128 {
  const s = f32x4.div(t, f32x4.add(splat(2), t));
  const z = f32x4.mul(s, s);
  const twice = f32x4.add(s, s);
  let p = f32x4.add(f32x4.mul(splat(0.134337741), z), splat(0.1411697807));
  p = f32x4.add(f32x4.mul(p, z), splat(0.2000383542));
  p = f32x4.add(f32x4.mul(p, z), splat(0.3333331983));
  return f32x4.add(twice, f32x4.mul(twice, f32x4.mul(z, p)));
}

/**
 * 1 / (1 + e⁻ˣ), and e⁻⁸⁷ where it would be less: with e⁸⁸ it would not be normal, which takes a processor several times as long. The same bits as of
 * `expBelow`(−x), with the signs in the constants.
 */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const bounded = f32x4.pmin(f32x4.pmax(x, splat(-87)), splat(87));
  const t = f32x4.sub(splat(ROUND), f32x4.mul(bounded, splat(1.44269504088896341)));
  const n = lowered(t);
  const r = f32x4.add(f32x4.add(bounded, f32x4.mul(n, splat(0.693359375))), f32x4.mul(n, splat(-2.12194440e-4)));
  const y = f32x4.add(f32x4.sub(f32x4.mul(f32x4.mul(tail(r, true), r), r), r), splat(1));
  return f32x4.div(splat(1), f32x4.add(splat(1), f32x4.mul(y, power(t))));
}

/** (e²ˣ − 1) / (e²ˣ + 1). */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  // Beyond 9.1 the result rounds to ±1.
  const bounded = f32x4.pmax(f32x4.pmin(x, splat(10)), splat(-10));
  const e = expm1Below(f32x4.add(bounded, bounded));
  return f32x4.div(e, f32x4.add(e, splat(2)));
}

/** ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|). */
// @ts-ignore: decorator
@inline
export function softplus(x: v128): v128 {
  return f32x4.add(f32x4.pmax(x, splat(0)), log1pOfShare(expBelow(f32x4.neg(abs(x)))));
}

/** x where x > 0, eˣ − 1 elsewhere. */
// @ts-ignore: decorator
@inline
export function elu(x: v128): v128 {
  const below = expm1Below(f32x4.pmin(x, splat(0)));
  return v128.bitselect(x, below, f32x4.gt(x, splat(0)));
}

/** erf x to 1.2e-7: Abramowitz & Stegun 7.1.26's form with the coefficients of Numerical Recipes' erfcc, section 6.2. */
// @ts-ignore: decorator
@inline
export function erf(x: v128): v128 {
  const z = abs(x);
  const t = f32x4.div(splat(1), f32x4.add(splat(1), f32x4.mul(splat(0.5), z)));
  let p = splat(0.17087277);
  p = f32x4.add(f32x4.mul(p, t), splat(-0.82215223));
  p = f32x4.add(f32x4.mul(p, t), splat(1.48851587));
  p = f32x4.add(f32x4.mul(p, t), splat(-1.13520398));
  p = f32x4.add(f32x4.mul(p, t), splat(0.27886807));
  p = f32x4.add(f32x4.mul(p, t), splat(-0.18628806));
  p = f32x4.add(f32x4.mul(p, t), splat(0.09678418));
  p = f32x4.add(f32x4.mul(p, t), splat(0.37409196));
  p = f32x4.add(f32x4.mul(p, t), splat(1.00002368));
  p = f32x4.add(f32x4.mul(p, t), splat(-1.26551223));
  const tail = f32x4.mul(t, expBelow(f32x4.sub(p, f32x4.mul(z, z))));
  const value = f32x4.sub(splat(1), tail);
  // The sign of x.
  return v128.bitselect(x, value, i32x4.splat(0x80000000));
}
