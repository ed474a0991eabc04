import { exp, expBelow, log, log1pOfShare } from './functions';
import { sumRows } from './reductions';
import { abs, at, read, splat, total64, widened, write } from './vectors';

/* Losses by number, as src/simd/losses.ts lists them. */
const SQUARED = 0;
const ABSOLUTE = 1;
const HUBER = 2;
const LOGISTIC = 3;

/** After so many groups of four, the float32 sums are added to float64. */
const BLOCK = 128;

/**
 * scale · Σ f(p, t) over predictions p and targets t, added to `result`, and its gradient to p: with d = p − t, f is d², |d|,
 * Huber's, or, for logits p, softplus(p) − t·p, the cross-entropy of σ(p), whose gradient is σ(p) − t.
 */
export function pointwiseLoss(
  kind: i32,
  n: i32,
  prediction: usize,
  target: usize,
  gradient: usize,
  scale: f64,
  delta: f32,
  result: usize,
): void {
  if (kind == SQUARED) loop(SQUARED, n, prediction, target, gradient, scale, delta, result);
  else if (kind == ABSOLUTE) loop(ABSOLUTE, n, prediction, target, gradient, scale, delta, result);
  else if (kind == HUBER) loop(HUBER, n, prediction, target, gradient, scale, delta, result);
  else loop(LOGISTIC, n, prediction, target, gradient, scale, delta, result);
}

// @ts-ignore: decorator
@inline
function loop(kind: i32, n: i32, prediction: usize, target: usize, gradient: usize, scale: f64, delta: f32, result: usize): void {
  const s = splat(<f32>scale);
  let all = f64x2.splat(0);
  for (let i = 0; i < n; i += 4 * BLOCK) {
    const end = min(n, i + 4 * BLOCK);
    let some = splat(0);
    let j = i;
    if (kind == LOGISTIC) {
      // As `sigmoids` does, sixteen numbers at a time.
      for (; j + 16 <= end; j += 16) {
        const first = logisticAt(at(prediction, j), at(target, j), at(gradient, j), s);
        const second = logisticAt(at(prediction, j + 4), at(target, j + 4), at(gradient, j + 4), s);
        const third = logisticAt(at(prediction, j + 8), at(target, j + 8), at(gradient, j + 8), s);
        const fourth = logisticAt(at(prediction, j + 12), at(target, j + 12), at(gradient, j + 12), s);
        some = f32x4.add(f32x4.add(f32x4.add(f32x4.add(some, first), second), third), fourth);
      }
    }
    for (; j < end; j += 4) {
      const left = end - j;
      const p = read(at(prediction, j), left);
      const t = read(at(target, j), left);
      let value: v128;
      let slope: v128;
      if (kind == LOGISTIC) {
        const e = expBelow(f32x4.neg(abs(p)));
        value = logisticLoss(p, t, e);
        slope = logisticSlope(p, t, e);
        // The lanes beyond the end have p = t = 0, which would count as ln 2.
        if (left < 4) value = v128.and(value, within(left));
      } else {
        const d = f32x4.sub(p, t);
        if (kind == SQUARED) {
          value = f32x4.mul(d, d);
          slope = f32x4.add(d, d);
        } else {
          const distance = abs(d);
          if (kind == ABSOLUTE) {
            value = distance;
            // ±1, 0 at 0, NaN for NaN.
            const sign = v128.bitselect(splat(1), d, i32x4.splat(0x7fffffff));
            slope = v128.bitselect(sign, d, v128.or(f32x4.lt(d, splat(0)), f32x4.gt(d, splat(0))));
          } else {
            const bound = splat(delta);
            const near = f32x4.pmin(distance, bound);
            // With m = min(|d|, δ): m² / 2 + δ·(|d| − m), which is both branches at once.
            value = f32x4.add(f32x4.mul(splat(0.5), f32x4.mul(near, near)), f32x4.mul(bound, f32x4.sub(distance, near)));
            slope = f32x4.pmax(f32x4.pmin(d, bound), f32x4.neg(bound));
          }
        }
      }
      some = f32x4.add(some, value);
      write(at(gradient, j), f32x4.mul(slope, s), left);
    }
    all = f64x2.add(all, widened(some));
  }
  store<f64>(result, load<f64>(result) + scale * total64(all));
}

/** softplus(p) − t·p = max(p, 0) + ln(1 + e) − t·p, with e = e^−|p|. */
// @ts-ignore: decorator
@inline
function logisticLoss(p: v128, t: v128, e: v128): v128 {
  return f32x4.sub(f32x4.add(f32x4.pmax(p, splat(0)), log1pOfShare(e)), f32x4.mul(t, p));
}

/** σ(p) − t, where σ(|p|) is 1 / (1 + e). */
// @ts-ignore: decorator
@inline
function logisticSlope(p: v128, t: v128, e: v128): v128 {
  const above = f32x4.div(splat(1), f32x4.add(splat(1), e));
  return f32x4.sub(v128.bitselect(f32x4.mul(e, above), above, f32x4.lt(p, splat(0))), t);
}

/** The loss of four numbers. Writes its gradient times s. */
// @ts-ignore: decorator
@inline
function logisticAt(prediction: usize, target: usize, gradient: usize, s: v128): v128 {
  const p = v128.load(prediction);
  const t = v128.load(target);
  const e = expBelow(f32x4.neg(abs(p)));
  v128.store(gradient, f32x4.mul(logisticSlope(p, t, e), s));
  return logisticLoss(p, t, e);
}

/** Ones in the bits of the first `count` of four. */
// @ts-ignore: decorator
@inline
function within(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
}

/** scale · Σ ½ (μ² + σ² − 1 − ln σ²), added to `result`, and its gradients to μ and to ln σ². */
export function gaussianKl(n: i32, mean: usize, logVar: usize, dMean: usize, dLogVar: usize, scale: f64, result: usize): void {
  const s = splat(<f32>scale);
  const half = splat(0.5);
  let all = f64x2.splat(0);
  for (let i = 0; i < n; i += 4) {
    const left = n - i;
    const m = read(at(mean, i), left);
    const l = read(at(logVar, i), left);
    const excess = f32x4.sub(exp(l), splat(1));
    all = f64x2.add(all, widened(f32x4.mul(half, f32x4.add(f32x4.mul(m, m), f32x4.sub(excess, l)))));
    write(at(dMean, i), f32x4.mul(m, s), left);
    write(at(dLogVar, i), f32x4.mul(f32x4.mul(half, excess), s), left);
  }
  store<f64>(result, load<f64>(result) + scale * total64(all));
}

/** Keeps the logarithms finite for a unit that is off, or on, in the whole batch. */
const TINY: f32 = 1e-7;

/** Σⱼ KL(ρ ‖ ρ̂ⱼ) with ρ̂ⱼ the mean of column j and ρ·ln ρ + (1 − ρ)·ln(1 − ρ) as `entropy`, added to `result`, and its gradient to the codes. */
export function sparsityKl(rows: i32, columns: i32, codes: usize, gradient: usize, rho: f64, entropy: f64, result: usize, slopes: usize): void {
  sumRows(rows, columns, codes, slopes, 1.0 / rows);
  const share = splat(1 / <f32>rows);
  const r = splat(<f32>rho);
  const rest = splat(<f32>(1 - rho));
  let crossed = f64x2.splat(0);
  for (let j = 0; j < columns; j += 4) {
    const left = columns - j;
    const active = read(at(slopes, j), left);
    const on = f32x4.add(active, splat(TINY));
    // In this order: 1 + TINY by itself is rounded, by a sixth of TINY.
    const off = f32x4.add(f32x4.sub(splat(1), active), splat(TINY));
    const cross = f32x4.add(f32x4.mul(r, log(on)), f32x4.mul(rest, log(off)));
    crossed = f64x2.add(crossed, widened(left < 4 ? v128.and(cross, within(left)) : cross));
    write(at(slopes, j), f32x4.mul(share, f32x4.sub(f32x4.div(rest, off), f32x4.div(r, on))), left);
  }
  store<f64>(result, load<f64>(result) + columns * entropy - total64(crossed));
  for (let i = 0; i < rows; i++) memory.copy(at(gradient, i * columns), slopes, <usize>columns << 2);
}
