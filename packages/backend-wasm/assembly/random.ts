import { at } from './vectors';

/*
 * The numbers of @autoencoders/core's random.ts, to the last bit: Threefry-2x32-20 (Salmon et al. 2011), sixteen blocks at a
 * time, and Φ⁻¹ by Wichura's AS 241 in float64, as it is there.
 */

const PARITY: i32 = 0x1bd11bda;

// @ts-ignore: decorator
@inline
function turned(x: v128, bits: i32): v128 {
  return v128.or(i32x4.shl(x, bits), i32x4.shr_u(x, 32 - bits));
}

/** Turned by 16 and by 24 bits: whole bytes move, which is one instruction. */
// @ts-ignore: decorator
@inline
function turned16(x: v128): v128 {
  return v128.shuffle<i8>(x, x, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
}

// @ts-ignore: decorator
@inline
function turned24(x: v128): v128 {
  return v128.shuffle<i8>(x, x, 1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12);
}

/**
 * The 32 words of the blocks `first` to `first` + 15, written to `to`. Every round of a block waits for the one before, so that four vectors
 * of blocks go side by side.
 */
export function drawWords(k0: v128, k1: v128, first: i32, to: usize): void {
  let k2 = v128.xor(i32x4.splat(PARITY), v128.xor(k0, k1));
  let x0 = i32x4.add(i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3)), k0);
  let y0 = i32x4.add(x0, i32x4.splat(4));
  let z0 = i32x4.add(x0, i32x4.splat(8));
  let w0 = i32x4.add(x0, i32x4.splat(12));
  let x1 = k1;
  let y1 = k1;
  let z1 = k1;
  let w1 = k1;
  for (let group = 1; group <= 5; group++) {
    if (group & 1) {
      x0 = i32x4.add(x0, x1);
      y0 = i32x4.add(y0, y1);
      z0 = i32x4.add(z0, z1);
      w0 = i32x4.add(w0, w1);
      x1 = v128.xor(turned(x1, 13), x0);
      y1 = v128.xor(turned(y1, 13), y0);
      z1 = v128.xor(turned(z1, 13), z0);
      w1 = v128.xor(turned(w1, 13), w0);
      x0 = i32x4.add(x0, x1);
      y0 = i32x4.add(y0, y1);
      z0 = i32x4.add(z0, z1);
      w0 = i32x4.add(w0, w1);
      x1 = v128.xor(turned(x1, 15), x0);
      y1 = v128.xor(turned(y1, 15), y0);
      z1 = v128.xor(turned(z1, 15), z0);
      w1 = v128.xor(turned(w1, 15), w0);
      x0 = i32x4.add(x0, x1);
      y0 = i32x4.add(y0, y1);
      z0 = i32x4.add(z0, z1);
      w0 = i32x4.add(w0, w1);
      x1 = v128.xor(turned(x1, 26), x0);
      y1 = v128.xor(turned(y1, 26), y0);
      z1 = v128.xor(turned(z1, 26), z0);
      w1 = v128.xor(turned(w1, 26), w0);
      x0 = i32x4.add(x0, x1);
      y0 = i32x4.add(y0, y1);
      z0 = i32x4.add(z0, z1);
      w0 = i32x4.add(w0, w1);
      x1 = v128.xor(turned(x1, 6), x0);
      y1 = v128.xor(turned(y1, 6), y0);
      z1 = v128.xor(turned(z1, 6), z0);
      w1 = v128.xor(turned(w1, 6), w0);
    } else {
      x0 = i32x4.add(x0, x1);
      y0 = i32x4.add(y0, y1);
      z0 = i32x4.add(z0, z1);
      w0 = i32x4.add(w0, w1);
      x1 = v128.xor(turned(x1, 17), x0);
      y1 = v128.xor(turned(y1, 17), y0);
      z1 = v128.xor(turned(z1, 17), z0);
      w1 = v128.xor(turned(w1, 17), w0);
      x0 = i32x4.add(x0, x1);
      y0 = i32x4.add(y0, y1);
      z0 = i32x4.add(z0, z1);
      w0 = i32x4.add(w0, w1);
      x1 = v128.xor(turned(x1, 29), x0);
      y1 = v128.xor(turned(y1, 29), y0);
      z1 = v128.xor(turned(z1, 29), z0);
      w1 = v128.xor(turned(w1, 29), w0);
      x0 = i32x4.add(x0, x1);
      y0 = i32x4.add(y0, y1);
      z0 = i32x4.add(z0, z1);
      w0 = i32x4.add(w0, w1);
      x1 = v128.xor(turned16(x1), x0);
      y1 = v128.xor(turned16(y1), y0);
      z1 = v128.xor(turned16(z1), z0);
      w1 = v128.xor(turned16(w1), w0);
      x0 = i32x4.add(x0, x1);
      y0 = i32x4.add(y0, y1);
      z0 = i32x4.add(z0, z1);
      w0 = i32x4.add(w0, w1);
      x1 = v128.xor(turned24(x1), x0);
      y1 = v128.xor(turned24(y1), y0);
      z1 = v128.xor(turned24(z1), z0);
      w1 = v128.xor(turned24(w1), w0);
    }
    // The words of the key take turns.
    const before = k0;
    k0 = k1;
    k1 = k2;
    k2 = before;
    const second = i32x4.add(k1, i32x4.splat(group));
    x0 = i32x4.add(x0, k0);
    x1 = i32x4.add(x1, second);
    y0 = i32x4.add(y0, k0);
    y1 = i32x4.add(y1, second);
    z0 = i32x4.add(z0, k0);
    z1 = i32x4.add(z1, second);
    w0 = i32x4.add(w0, k0);
    w1 = i32x4.add(w1, second);
  }
  storeWords(to, x0, x1);
  storeWords(to + 32, y0, y1);
  storeWords(to + 64, z0, z1);
  storeWords(to + 96, w0, w1);
}

/** The halves of a block stand one after the other. */
// @ts-ignore: decorator
@inline
function storeWords(to: usize, low: v128, high: v128): void {
  v128.store(to, v128.shuffle<i32>(low, high, 0, 4, 1, 5));
  v128.store(to, v128.shuffle<i32>(low, high, 2, 6, 3, 7), 16);
}

/* Scratch memory has a queue of words with their places, then 32 words, then 32 numbers. */

/** Bytes of the queue. */
export const QUEUE: usize = 8 * 516;
const NUMBERS: usize = 128;

/** ln x of normal numbers: x = 2ᵉ·m with m in [√½, √2), and 2·artanh((m − 1) / (m + 1)) as an odd series. */
// @ts-ignore: decorator
@inline
function ln(x: v128): v128 {
  const exponents = i64x2.sub(i64x2.shr_u(x, 52), i64x2.splat(1023));
  const m = v128.or(v128.and(x, i64x2.splat(0x000fffffffffffff)), f64x2.splat(1));
  const large = f64x2.gt(m, f64x2.splat(1.4142135623730951));
  const reduced = v128.bitselect(f64x2.mul(m, f64x2.splat(0.5)), m, large);
  const exponent = f64x2.add(f64x2.convert_low_i32x4_s(v128.shuffle<i32>(exponents, exponents, 0, 2, 0, 2)), v128.and(large, f64x2.splat(1)));
  const s = f64x2.div(f64x2.sub(reduced, f64x2.splat(1)), f64x2.add(reduced, f64x2.splat(1)));
  const z = f64x2.mul(s, s);
  let series = polynomial(z, 1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9);
  series = f64x2.add(f64x2.splat(1.0 / 7), f64x2.mul(z, series));
  series = f64x2.add(f64x2.splat(1.0 / 5), f64x2.mul(z, series));
  series = f64x2.add(f64x2.splat(1.0 / 3), f64x2.mul(z, series));
  series = f64x2.add(f64x2.splat(1), f64x2.mul(z, series));
  return f64x2.add(f64x2.mul(exponent, f64x2.splat(0.6931471805599453)), f64x2.mul(f64x2.add(s, s), series));
}

// @ts-ignore: decorator
@inline
function polynomial(r: v128, a: f64, b: f64, c: f64, d: f64): v128 {
  let p = f64x2.add(f64x2.mul(f64x2.splat(a), r), f64x2.splat(b));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(c));
  return f64x2.add(f64x2.mul(p, r), f64x2.splat(d));
}

/** (word + ½) / 2³² − ½ of two words: a word less 2³¹ is a whole number with a sign, which is quick to convert, and nothing rounds. */
// @ts-ignore: decorator
@inline
export function centered(pair: v128): v128 {
  const moved = f64x2.convert_low_i32x4_s(v128.xor(pair, i32x4.splat(0x80000000)));
  return f64x2.mul(f64x2.add(moved, f64x2.splat(0.5)), f64x2.splat(2.3283064365386963e-10));
}

/** Φ⁻¹ of q + ½ for two numbers q with |q| ≤ 0.425. */
// @ts-ignore: decorator
@inline
function middle(q: v128): v128 {
  const r = f64x2.sub(f64x2.splat(0.180625), f64x2.mul(q, q));
  const above = polynomial(r, 59.10937472, 159.29113202, 50.434271938, 3.3871327179);
  const below = polynomial(r, 67.1875636, 78.757757664, 17.895169469, 1);
  return f64x2.div(f64x2.mul(q, above), below);
}

/** Φ⁻¹ of q + ½ for two numbers q beyond. */
// @ts-ignore: decorator
@inline
function outer(q: v128): v128 {
  // The smaller of u and 1 − u: nothing rounds here, either.
  const tail = f64x2.sub(f64x2.splat(0.5), f64x2.abs(q));
  const r = f64x2.sub(f64x2.sqrt(f64x2.neg(ln(tail))), f64x2.splat(1.6));
  const above = polynomial(r, 0.17023821103, 1.3067284816, 2.75681539, 1.4234372777);
  const below = f64x2.add(
    f64x2.mul(f64x2.add(f64x2.mul(f64x2.splat(0.12021132975), r), f64x2.splat(0.7370016425)), r),
    f64x2.splat(1),
  );
  // The sign of q.
  return v128.or(f64x2.div(above, below), v128.and(q, f64x2.splat(-0.0)));
}

/* Distributions by number, as src/simd/random.ts lists them. */
const UNIFORM = 0;
const NORMAL = 1;
const BERNOULLI = 2;

/** a + b·z as float32, in the first two places. */
// @ts-ignore: decorator
@inline
function scaled(z: v128, a: f64, b: f64): v128 {
  return f32x4.demote_f64x2_zero(f64x2.add(f64x2.splat(a), f64x2.mul(f64x2.splat(b), z)));
}

// @ts-ignore: decorator
@inline
export function lastTwo(x: v128): v128 {
  return v128.shuffle<i64>(x, x, 1, 0);
}

/** The first two of one and the first two of another. */
// @ts-ignore: decorator
@inline
export function both(x: v128, y: v128): v128 {
  return v128.shuffle<i64>(x, y, 0, 2);
}

/** a + b·z of four numbers. */
// @ts-ignore: decorator
@inline
function scaledFour(first: v128, second: v128, a: f64, b: f64): v128 {
  return both(scaled(first, a, b), scaled(second, a, b));
}

/** a + b·z of four words: uniform with b the width of a step, normal with b the deviation, or b where a word is at most a, else 0. */
// @ts-ignore: decorator
@inline
function drawn(kind: i32, words: v128, a: f64, b: f64): v128 {
  if (kind == BERNOULLI) return v128.and(f32x4.splat(<f32>b), i32x4.le_u(words, i32x4.splat(<i32>(<u32>a))));
  if (kind == NORMAL) return scaledFour(middle(centered(words)), middle(centered(lastTwo(words))), a, b);
  const bits = i32x4.shr_u(words, 8);
  return scaledFour(f64x2.convert_low_i32x4_s(bits), f64x2.convert_low_i32x4_s(lastTwo(bits)), a, b);
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

/** The first and the last word with |(word + ½) / 2³² − ½| ≤ 0.425. */
const FIRST_MIDDLE: u32 = 322122547;
const LAST_MIDDLE: u32 = 3972844748;

/** How many numbers are drawn before those outside of the middle, which wait in a queue, are computed. */
const BLOCK = 512;

// @ts-ignore: decorator
@inline
function loop(kind: i32, how: i32, first: i32, n: i32, k0: i32, k1: i32, a: f64, b: f64, x: usize, y: usize, rate: f32, least: f32, greatest: f32, queue: usize): void {
  const key0 = i32x4.splat(k0);
  const key1 = i32x4.splat(k1);
  const words = queue + QUEUE;
  const numbers = words + NUMBERS;
  for (let block = 0; block < n; block += BLOCK) {
    let last = queue;
    const end = min(n, block + BLOCK);
    for (let i = block; i < end; i += 32) {
      drawWords(key0, key1, first + (i >> 1), words);
      const count = min(32, end - i);
      // The last of them, if they are fewer than 32, are changed elsewhere.
      const from = count == 32 ? at(x, i) : numbers;
      const to = count == 32 ? at(y, i) : numbers;
      if (count < 32 && how != DRAW) memory.copy(numbers, at(x, i), count << 2);
      let outside = 0;
      for (let j = 0; j < 32; j += 4) {
        const four = v128.load(at(words, j));
        const z = drawn(kind, four, a, b);
        const old = how == DRAW ? z : v128.load(at(from, j));
        v128.store(at(to, j), mixed(how, old, z, rate, least, greatest));
        if (kind == NORMAL) outside |= outsideMiddle(four) << j;
      }
      if (count < 32) memory.copy(at(y, i), numbers, count << 2);
      if (kind == NORMAL) last = queued(outside, words, i, count, last);
    }
    if (kind == NORMAL) seenTo(how, queue, last, a, b, x, y);
  }
}

/** A bit for each of four words that is outside of the middle. */
// @ts-ignore: decorator
@inline
function outsideMiddle(words: v128): i32 {
  return i32x4.bitmask(i32x4.gt_u(i32x4.sub(words, i32x4.splat(FIRST_MIDDLE)), i32x4.splat(LAST_MIDDLE - FIRST_MIDDLE)));
}

/** Puts those of the first `count` of 32 words that a bit is set for into the queue, each with its place, and gives the queue's end. */
// @ts-ignore: decorator
@inline
export function queued(bits: i32, words: usize, place: i32, count: i32, last: usize): usize {
  if (count < 32) bits &= (1 << count) - 1;
  while (bits) {
    const i = ctz(bits);
    bits &= bits - 1;
    store<u32>(last, load<u32>(at(words, i)));
    store<i32>(last, place + i, 4);
    last += 8;
  }
  return last;
}

/** Draws what waits in the queue, four at a time; after the last come words that are no longer needed. */
function seenTo(how: i32, queue: usize, last: usize, a: f64, b: f64, x: usize, y: usize): void {
  for (let q = queue; q < last; q += 32) {
    const words = v128.shuffle<i32>(v128.load(q), v128.load(q, 16), 0, 2, 4, 6);
    const z = scaledFour(outer(centered(words)), outer(centered(lastTwo(words))), a, b);
    put(how, load<i32>(q, 4), f32x4.extract_lane(z, 0), x, y);
    if (q + 8 < last) put(how, load<i32>(q, 12), f32x4.extract_lane(z, 1), x, y);
    if (q + 16 < last) put(how, load<i32>(q, 20), f32x4.extract_lane(z, 2), x, y);
    if (q + 24 < last) put(how, load<i32>(q, 28), f32x4.extract_lane(z, 3), x, y);
  }
}

// @ts-ignore: decorator
@inline
function put(how: i32, place: i32, z: f32, x: usize, y: usize): void {
  if (how == ADD) z = load<f32>(at(x, place)) + z;
  if (how == MULTIPLY) z = load<f32>(at(x, place)) * z;
  store<f32>(at(y, place), z);
}

/** n random numbers under the key (k0, k1), from block `first` on, to y; `queue` is scratch memory. */
export function draw(kind: i32, first: i32, n: i32, k0: i32, k1: i32, a: f64, b: f64, y: usize, queue: usize): void {
  if (kind == UNIFORM) loop(UNIFORM, DRAW, first, n, k0, k1, a, b, y, y, 0, 0, 0, queue);
  else if (kind == NORMAL) loop(NORMAL, DRAW, first, n, k0, k1, a, b, y, y, 0, 0, 0, queue);
  else loop(BERNOULLI, DRAW, first, n, k0, k1, a, b, y, y, 0, 0, 0, queue);
}

/** The bytes of the three numbers a, b and rate of an example. */
const OWN: usize = 24;

/**
 * y = x with noise added, times noise, or with a share of extremes in place of it, for examples of n numbers, each with three numbers at
 * `numbers`. Each begins at a new block, the first at `first`. `queue` is as for `draw`.
 */
export function corrupt(kind: i32, how: i32, rows: i32, first: i32, n: i32, k0: i32, k1: i32, numbers: usize, x: usize, y: usize, least: f32, greatest: f32, queue: usize): void {
  for (let row = 0; row < rows; row++) {
    const own = numbers + OWN * row;
    const start = first + row * ((n + 1) >> 1);
    corruptOne(kind, how, start, n, k0, k1, load<f64>(own), load<f64>(own, 8), at(x, row * n), at(y, row * n), <f32>load<f64>(own, 16), least, greatest, queue);
  }
}

function corruptOne(kind: i32, how: i32, first: i32, n: i32, k0: i32, k1: i32, a: f64, b: f64, x: usize, y: usize, rate: f32, least: f32, greatest: f32, queue: usize): void {
  if (how == ADD) {
    if (kind == NORMAL) loop(NORMAL, ADD, first, n, k0, k1, a, b, x, y, rate, least, greatest, queue);
    else loop(UNIFORM, ADD, first, n, k0, k1, a, b, x, y, rate, least, greatest, queue);
  } else if (how == MULTIPLY) {
    if (kind == NORMAL) loop(NORMAL, MULTIPLY, first, n, k0, k1, a, b, x, y, rate, least, greatest, queue);
    else loop(BERNOULLI, MULTIPLY, first, n, k0, k1, a, b, x, y, rate, least, greatest, queue);
  } else loop(UNIFORM, EXTREMES, first, n, k0, k1, a, b, x, y, rate, least, greatest, queue);
}

/** Φ⁻¹ of q + ½ for any two numbers q. */
export function normalOf(q: v128): v128 {
  const inside = f64x2.le(f64x2.abs(q), f64x2.splat(0.425));
  const z = middle(q);
  return i64x2.all_true(inside) ? z : v128.bitselect(z, outer(q), inside);
}
