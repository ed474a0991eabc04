/*
 * Four float32 at a time. The same source gives two modules: with the relaxed SIMD proposal a multiplication and an
 * addition are one instruction, where the machine has it.
 */

/** a · b + c. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** The sizes of four numbers. The engine makes several instructions of `f32x4.abs`. */
// @ts-ignore: decorator
@inline
export function abs(x: v128): v128 {
  return v128.and(x, i32x4.splat(0x7fffffff));
}

// @ts-ignore: decorator
@inline
export function splat(value: f32): v128 {
  return f32x4.splat(value);
}

/** The address of number `i`. */
// @ts-ignore: decorator
@inline
export function at(base: usize, i: i32): usize {
  return base + (<usize>i << 2);
}

/** The sum of the four. */
// @ts-ignore: decorator
@inline
export function total(x: v128): f32 {
  return f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3));
}

/** The first `count` numbers from `from`, and zeros up to four. */
export function loadSome(from: usize, count: i32): v128 {
  let x = f32x4.splat(0);
  if (count > 0) x = v128.load32_zero(from);
  if (count > 1) x = f32x4.replace_lane(x, 1, load<f32>(from, 4));
  if (count > 2) x = f32x4.replace_lane(x, 2, load<f32>(from, 8));
  return x;
}

/** Writes the first `count` of the four. */
export function storeSome(to: usize, x: v128, count: i32): void {
  if (count > 0) store<f32>(to, f32x4.extract_lane(x, 0));
  if (count > 1) store<f32>(to, f32x4.extract_lane(x, 1), 4);
  if (count > 2) store<f32>(to, f32x4.extract_lane(x, 2), 8);
}

/** Four numbers, or as many as are left and zeros. */
// @ts-ignore: decorator
@inline
export function read(from: usize, left: i32): v128 {
  return left >= 4 ? v128.load(from) : loadSome(from, left);
}

/** Writes four numbers, or as many as are left. */
// @ts-ignore: decorator
@inline
export function write(to: usize, x: v128, left: i32): void {
  if (left >= 4) v128.store(to, x);
  else storeSome(to, x, left);
}

/** Two numbers of float64 for the sum of the four. */
// @ts-ignore: decorator
@inline
export function widened(x: v128): v128 {
  return f64x2.add(f64x2.promote_low_f32x4(x), f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 0)));
}

/** The sum of the two. */
// @ts-ignore: decorator
@inline
export function total64(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

/** Copies numbers. */
// @ts-ignore: decorator
@inline
export function copy(from: usize, to: usize, count: i32): void {
  let i = 0;
  for (; i + 16 <= count; i += 16) {
    const p = at(from, i);
    const q = at(to, i);
    const a = v128.load(p);
    const b = v128.load(p, 16);
    const c = v128.load(p, 32);
    const d = v128.load(p, 48);
    v128.store(q, a);
    v128.store(q, b, 16);
    v128.store(q, c, 32);
    v128.store(q, d, 48);
  }
  for (; i + 4 <= count; i += 4) v128.store(at(to, i), v128.load(at(from, i)));
  for (; i < count; i++) store<f32>(at(to, i), load<f32>(at(from, i)));
}

/** Writes zeros. */
// @ts-ignore: decorator
@inline
export function clear(to: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) v128.store(at(to, i), f32x4.splat(0));
  for (; i < count; i++) store<f32>(at(to, i), 0);
}

/** Adds numbers to others. */
// @ts-ignore: decorator
@inline
export function add(from: usize, to: usize, count: i32): void {
  let i = 0;
  for (; i + 16 <= count; i += 16) {
    const p = at(from, i);
    const q = at(to, i);
    const a = f32x4.add(v128.load(q), v128.load(p));
    const b = f32x4.add(v128.load(q, 16), v128.load(p, 16));
    const c = f32x4.add(v128.load(q, 32), v128.load(p, 32));
    const d = f32x4.add(v128.load(q, 48), v128.load(p, 48));
    v128.store(q, a);
    v128.store(q, b, 16);
    v128.store(q, c, 32);
    v128.store(q, d, 48);
  }
  for (; i + 4 <= count; i += 4) v128.store(at(to, i), f32x4.add(v128.load(at(to, i)), v128.load(at(from, i))));
  for (; i < count; i++) store<f32>(at(to, i), load<f32>(at(to, i)) + load<f32>(at(from, i)));
}
