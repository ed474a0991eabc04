import { at, loadSome, splat, storeSome } from './vectors';

/* NaN stays NaN: f32x4.max and f32x4.min give NaN where either side is NaN. */

// @ts-ignore: decorator
@inline
function extreme(greater: bool, a: v128, b: v128): v128 {
  return greater ? f32x4.max(a, b) : f32x4.min(a, b);
}

// @ts-ignore: decorator
@inline
function each(greater: bool, n: i32, a: usize, aStep: i32, b: usize, bStep: i32, y: usize): void {
  const a0 = v128.load32_splat(a);
  const b0 = v128.load32_splat(b);
  const whole = n & ~3;
  for (let i = 0; i < whole; i += 4)
    v128.store(at(y, i), extreme(greater, aStep ? v128.load(at(a, i)) : a0, bStep ? v128.load(at(b, i)) : b0));
  const left = n - whole;
  const last = extreme(greater, aStep ? loadSome(at(a, whole), left) : a0, bStep ? loadSome(at(b, whole), left) : b0);
  storeSome(at(y, whole), last, left);
}

/** y[i] = the greater of a[i·aStep] and b[i·bStep]; a step is 1, or 0 for one number throughout. */
export function maximum(n: i32, a: usize, aStep: i32, b: usize, bStep: i32, y: usize): void {
  each(true, n, a, aStep, b, bStep, y);
}

/** y[i] = the smaller of a[i·aStep] and b[i·bStep], with steps as in `maximum`. */
export function minimum(n: i32, a: usize, aStep: i32, b: usize, bStep: i32, y: usize): void {
  each(false, n, a, aStep, b, bStep, y);
}

/** y = x, but not below `least` nor above `greatest`. */
export function clip(n: i32, x: usize, y: usize, least: f32, greatest: f32): void {
  const low = splat(least);
  const high = splat(greatest);
  const whole = n & ~3;
  for (let i = 0; i < whole; i += 4) v128.store(at(y, i), f32x4.min(f32x4.max(v128.load(at(x, i)), low), high));
  const left = n - whole;
  storeSome(at(y, whole), f32x4.min(f32x4.max(loadSome(at(x, whole), left), low), high), left);
}
