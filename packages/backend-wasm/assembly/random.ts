import { at, loadSome, write } from './vectors';

/*
 * The numbers of @autoencoders/core's random.ts, to the last bit: Threefry-2x32-20 (Salmon et al. 2011), four blocks at a
 * time, and Φ⁻¹ by Wichura's AS 241 in float64, as it is there.
 */

const PARITY: i32 = 0x1bd11bda;

// @ts-ignore: decorator
@inline
function turned(x: v128, bits: i32): v128 {
  return v128.or(i32x4.shl(x, bits), i32x4.shr_u(x, 32 - bits));
}

let low: v128 = i32x4(0, 0, 0, 0);
let high: v128 = i32x4(0, 0, 0, 0);

/** Blocks `first` to `first` + 3 under the key: their halves go to `low` and `high`. */
// @ts-ignore: decorator
@inline
function threefry(k0: i32, k1: i32, first: i32): void {
  const k2 = PARITY ^ k0 ^ k1;
  let x0 = i32x4.add(i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3)), i32x4.splat(k0));
  let x1 = i32x4.splat(k1);
  for (let group = 0; group < 5; group++) {
    if (group & 1) {
      x0 = i32x4.add(x0, x1);
      x1 = v128.xor(turned(x1, 17), x0);
      x0 = i32x4.add(x0, x1);
      x1 = v128.xor(turned(x1, 29), x0);
      x0 = i32x4.add(x0, x1);
      x1 = v128.xor(turned(x1, 16), x0);
      x0 = i32x4.add(x0, x1);
      x1 = v128.xor(turned(x1, 24), x0);
    } else {
      x0 = i32x4.add(x0, x1);
      x1 = v128.xor(turned(x1, 13), x0);
      x0 = i32x4.add(x0, x1);
      x1 = v128.xor(turned(x1, 15), x0);
      x0 = i32x4.add(x0, x1);
      x1 = v128.xor(turned(x1, 26), x0);
      x0 = i32x4.add(x0, x1);
      x1 = v128.xor(turned(x1, 6), x0);
    }
    const next = (group + 1) % 3;
    const after = (group + 2) % 3;
    x0 = i32x4.add(x0, i32x4.splat(next == 0 ? k0 : next == 1 ? k1 : k2));
    x1 = i32x4.add(x1, i32x4.splat((after == 0 ? k0 : after == 1 ? k1 : k2) + group + 1));
  }
  low = x0;
  high = x1;
}

/** ln x of a normal number: x = 2ᵉ·m with m in [√½, √2), and 2·artanh((m − 1) / (m + 1)) as an odd series. */
function ln(x: f64): f64 {
  const bits = reinterpret<i64>(x);
  let exponent = <f64>((bits >>> 52) - 1023);
  let m = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    exponent += 1;
  }
  const s = (m - 1) / (m + 1);
  const z = s * s;
  const series =
    1.0 +
    z * (1.0 / 3 + z * (1.0 / 5 + z * (1.0 / 7 + z * (1.0 / 9 + z * (1.0 / 11 + z * (1.0 / 13 + z * (1.0 / 15)))))));
  return exponent * 0.6931471805599453 + 2 * s * series;
}

/** Φ⁻¹(u) beyond the middle, q = u − ½. */
function outer(u: f64, q: f64): f64 {
  const r = Math.sqrt(-ln(q < 0 ? u : 1 - u)) - 1.6;
  const above = ((0.17023821103 * r + 1.3067284816) * r + 2.75681539) * r + 1.4234372777;
  const below = (0.12021132975 * r + 0.7370016425) * r + 1;
  return q < 0 ? -above / below : above / below;
}

// @ts-ignore: decorator
@inline
function polynomial(r: v128, a: f64, b: f64, c: f64, d: f64): v128 {
  let p = f64x2.add(f64x2.mul(f64x2.splat(a), r), f64x2.splat(b));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(c));
  return f64x2.add(f64x2.mul(p, r), f64x2.splat(d));
}

/** Φ⁻¹((word + ½) / 2³²) of two words that came as float64. */
// @ts-ignore: decorator
@inline
function probit(word: v128): v128 {
  const u = f64x2.mul(f64x2.add(word, f64x2.splat(0.5)), f64x2.splat(2.3283064365386963e-10));
  const q = f64x2.sub(u, f64x2.splat(0.5));
  const r = f64x2.sub(f64x2.splat(0.180625), f64x2.mul(q, q));
  const above = polynomial(r, 59.10937472, 159.29113202, 50.434271938, 3.3871327179);
  const below = polynomial(r, 67.1875636, 78.757757664, 17.895169469, 1);
  let z = f64x2.div(f64x2.mul(q, above), below);
  const far = f64x2.gt(f64x2.abs(q), f64x2.splat(0.425));
  if (v128.any_true(far)) {
    if (i64x2.extract_lane(far, 0)) z = f64x2.replace_lane(z, 0, outer(f64x2.extract_lane(u, 0), f64x2.extract_lane(q, 0)));
    if (i64x2.extract_lane(far, 1)) z = f64x2.replace_lane(z, 1, outer(f64x2.extract_lane(u, 1), f64x2.extract_lane(q, 1)));
  }
  return z;
}

/* Distributions by number, as src/simd/random.ts lists them. */
const UNIFORM = 0;
const NORMAL = 1;
const BERNOULLI = 2;

/** a + b·z of four words: uniform with b the width of a step, normal with b the deviation, or b where a word is below a, else 0. */
// @ts-ignore: decorator
@inline
function drawn(kind: i32, words: v128, a: f64, b: f64): v128 {
  if (kind == BERNOULLI) return v128.and(f32x4.splat(<f32>b), i32x4.lt_u(words, i32x4.splat(<i32>(<u32>a))));
  const bits = kind == UNIFORM ? i32x4.shr_u(words, 8) : words;
  let z0 = f64x2.convert_low_i32x4_u(bits);
  let z1 = f64x2.convert_low_i32x4_u(v128.shuffle<i64>(bits, bits, 1, 0));
  if (kind == NORMAL) {
    z0 = probit(z0);
    z1 = probit(z1);
  }
  const shift = f64x2.splat(a);
  const scale = f64x2.splat(b);
  const first = f32x4.demote_f64x2_zero(f64x2.add(shift, f64x2.mul(scale, z0)));
  const second = f32x4.demote_f64x2_zero(f64x2.add(shift, f64x2.mul(scale, z1)));
  return v128.shuffle<i64>(first, second, 0, 2);
}

/* What becomes of x, by number, as src/simd/random.ts lists them. */
const DRAW = 0;
const ADD = 1;
const MULTIPLY = 2;
const EXTREMES = 3;

// @ts-ignore: decorator
@inline
function mixed(how: i32, x: v128, z: v128, rate: f32, least: f32, greatest: f32): v128 {
  if (how == ADD) return f32x4.add(x, z);
  if (how == MULTIPLY) return f32x4.mul(x, z);
  if (how == EXTREMES) {
    const extreme = v128.bitselect(f32x4.splat(least), f32x4.splat(greatest), f32x4.lt(z, f32x4.splat(rate / 2)));
    return v128.bitselect(extreme, x, f32x4.lt(z, f32x4.splat(rate)));
  }
  return z;
}

// @ts-ignore: decorator
@inline
function loop(kind: i32, how: i32, first: i32, n: i32, k0: i32, k1: i32, a: f64, b: f64, x: usize, y: usize, rate: f32, least: f32, greatest: f32): void {
  for (let i = 0; i < n; i += 8) {
    threefry(k0, k1, first + (i >> 1));
    for (let half = 0; half < 2; half++) {
      const j = i + 4 * half;
      if (j >= n) return;
      // The halves of a block stand one after the other.
      const words = half ? v128.shuffle<i32>(low, high, 2, 6, 3, 7) : v128.shuffle<i32>(low, high, 0, 4, 1, 5);
      const z = drawn(kind, words, a, b);
      const old = how == DRAW ? z : n - j >= 4 ? v128.load(at(x, j)) : loadSome(at(x, j), n - j);
      write(at(y, j), mixed(how, old, z, rate, least, greatest), n - j);
    }
  }
}

/** n random numbers under the key (k0, k1), from block `first` on, to y. */
export function draw(kind: i32, first: i32, n: i32, k0: i32, k1: i32, a: f64, b: f64, y: usize): void {
  if (kind == UNIFORM) loop(UNIFORM, DRAW, first, n, k0, k1, a, b, y, y, 0, 0, 0);
  else if (kind == NORMAL) loop(NORMAL, DRAW, first, n, k0, k1, a, b, y, y, 0, 0, 0);
  else loop(BERNOULLI, DRAW, first, n, k0, k1, a, b, y, y, 0, 0, 0);
}

/** y = x with normal noise added, or times ones (as b) and zeros, or with a share of extremes in place of it. */
export function corrupt(how: i32, first: i32, n: i32, k0: i32, k1: i32, a: f64, b: f64, x: usize, y: usize, rate: f32, least: f32, greatest: f32): void {
  if (how == ADD) loop(NORMAL, ADD, first, n, k0, k1, a, b, x, y, rate, least, greatest);
  else if (how == MULTIPLY) loop(BERNOULLI, MULTIPLY, first, n, k0, k1, a, b, x, y, rate, least, greatest);
  else loop(UNIFORM, EXTREMES, first, n, k0, k1, a, b, x, y, rate, least, greatest);
}
