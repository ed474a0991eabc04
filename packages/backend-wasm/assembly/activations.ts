import { elu, erf, exp, expm1Below, sigmoid, softplus, tanh } from './functions';
import { at, loadSome, read, splat, storeSome, write } from './vectors';

/* Activations by number, as src/simd/activations.ts lists them. */
const LINEAR = 0;
const RELU = 1;
const RELU6 = 2;
const LEAKY_RELU = 3;
const ELU = 4;
const SIGMOID = 5;
const TANH = 6;
const SOFTPLUS = 7;
const GELU = 8;

/** The activation of x. `kind` is known where this is inlined, so that one case is left. */
// @ts-ignore: decorator
@inline
function value(kind: i32, x: v128, slope: v128): v128 {
  if (kind == RELU) return f32x4.max(x, splat(0));
  if (kind == RELU6) return f32x4.min(f32x4.max(x, splat(0)), splat(6));
  if (kind == LEAKY_RELU) return v128.bitselect(f32x4.mul(x, slope), x, f32x4.lt(x, splat(0)));
  if (kind == ELU) return elu(x);
  if (kind == SIGMOID) return sigmoid(x);
  if (kind == TANH) return tanh(x);
  if (kind == SOFTPLUS) return softplus(x);
  if (kind == GELU) return f32x4.mul(f32x4.mul(x, splat(0.5)), f32x4.add(splat(1), erf(f32x4.mul(x, splat(0.7071067811865475)))));
  return x;
}

/** dy times the slope there, from the activation's own output y; for GELU, from its input. */
// @ts-ignore: decorator
@inline
function passedBack(kind: i32, dy: v128, y: v128, slope: v128): v128 {
  const one = splat(1);
  const zero = splat(0);
  // Where y is not above 0, it is 0 or NaN, and dy · y then 0 or NaN, too.
  if (kind == RELU) return v128.bitselect(dy, f32x4.mul(dy, y), f32x4.gt(y, zero));
  if (kind == RELU6) return v128.bitselect(dy, f32x4.mul(dy, f32x4.mul(y, zero)), v128.and(f32x4.gt(y, zero), f32x4.lt(y, splat(6))));
  if (kind == LEAKY_RELU) return v128.bitselect(dy, f32x4.mul(dy, slope), f32x4.gt(y, zero));
  if (kind == ELU) return v128.bitselect(dy, f32x4.mul(dy, f32x4.add(y, one)), f32x4.gt(y, zero));
  if (kind == SIGMOID) return f32x4.mul(dy, f32x4.mul(y, f32x4.sub(one, y)));
  if (kind == TANH) return f32x4.mul(dy, f32x4.sub(one, f32x4.mul(y, y)));
  // y = ln(1 + eˣ), so σ(x) = 1 − e⁻ʸ.
  if (kind == SOFTPLUS) return f32x4.neg(f32x4.mul(dy, expm1Below(f32x4.neg(y))));
  if (kind == GELU) {
    const cumulative = f32x4.mul(splat(0.5), f32x4.add(one, erf(f32x4.mul(y, splat(0.7071067811865475)))));
    const density = f32x4.mul(splat(0.3989422804014327), exp(f32x4.mul(splat(-0.5), f32x4.mul(y, y))));
    return f32x4.mul(dy, f32x4.add(cumulative, f32x4.mul(y, density)));
  }
  return dy;
}

// @ts-ignore: decorator
@inline
function each(kind: i32, n: i32, x: usize, y: usize, slope: f32): void {
  const s = splat(slope);
  let i = 0;
  for (; i + 4 <= n; i += 4) v128.store(at(y, i), value(kind, v128.load(at(x, i)), s));
  if (i < n) storeSome(at(y, i), value(kind, loadSome(at(x, i), n - i), s), n - i);
}

/**
 * y = σ(x), or σ(x + bias) if `bias` is not 0. Sixteen numbers at a time, so that a processor loads the constants of σ once for all of them: that
 * takes half the time.
 */
function sigmoids(n: i32, x: usize, bias: usize, y: usize): void {
  let i = 0;
  for (; i + 16 <= n; i += 16) {
    const from = at(x, i);
    const to = at(y, i);
    let x0 = v128.load(from);
    let x1 = v128.load(from, 16);
    let x2 = v128.load(from, 32);
    let x3 = v128.load(from, 48);
    if (bias) {
      const b = at(bias, i);
      x0 = f32x4.add(x0, v128.load(b));
      x1 = f32x4.add(x1, v128.load(b, 16));
      x2 = f32x4.add(x2, v128.load(b, 32));
      x3 = f32x4.add(x3, v128.load(b, 48));
    }
    x0 = sigmoid(x0);
    x1 = sigmoid(x1);
    x2 = sigmoid(x2);
    x3 = sigmoid(x3);
    v128.store(to, x0);
    v128.store(to, x1, 16);
    v128.store(to, x2, 32);
    v128.store(to, x3, 48);
  }
  for (; i < n; i += 4) {
    const some = read(at(x, i), n - i);
    write(at(y, i), sigmoid(bias ? f32x4.add(some, read(at(bias, i), n - i)) : some), n - i);
  }
}

/** y = f(x), which may lie in the same place. */
export function activate(kind: i32, n: i32, x: usize, y: usize, slope: f32): void {
  if (kind == RELU) each(RELU, n, x, y, slope);
  else if (kind == RELU6) each(RELU6, n, x, y, slope);
  else if (kind == LEAKY_RELU) each(LEAKY_RELU, n, x, y, slope);
  else if (kind == ELU) each(ELU, n, x, y, slope);
  else if (kind == SIGMOID) sigmoids(n, x, 0, y);
  else if (kind == TANH) each(TANH, n, x, y, slope);
  else if (kind == SOFTPLUS) each(SOFTPLUS, n, x, y, slope);
  else if (kind == GELU) each(GELU, n, x, y, slope);
  else if (x != y) memory.copy(y, x, <usize>n << 2);
}

// @ts-ignore: decorator
@inline
function eachBack(kind: i32, n: i32, dy: usize, y: usize, dx: usize, slope: f32): void {
  const s = splat(slope);
  let i = 0;
  for (; i + 4 <= n; i += 4) v128.store(at(dx, i), passedBack(kind, v128.load(at(dy, i)), v128.load(at(y, i)), s));
  if (i < n) storeSome(at(dx, i), passedBack(kind, loadSome(at(dy, i), n - i), loadSome(at(y, i), n - i), s), n - i);
}

/** dx = dy · f′, from y = f(x), or for GELU from x; dx may lie where dy lies. */
export function activationGradient(kind: i32, n: i32, dy: usize, y: usize, dx: usize, slope: f32): void {
  if (kind == RELU) eachBack(RELU, n, dy, y, dx, slope);
  else if (kind == RELU6) eachBack(RELU6, n, dy, y, dx, slope);
  else if (kind == LEAKY_RELU) eachBack(LEAKY_RELU, n, dy, y, dx, slope);
  else if (kind == ELU) eachBack(ELU, n, dy, y, dx, slope);
  else if (kind == SIGMOID) eachBack(SIGMOID, n, dy, y, dx, slope);
  else if (kind == TANH) eachBack(TANH, n, dy, y, dx, slope);
  else if (kind == SOFTPLUS) eachBack(SOFTPLUS, n, dy, y, dx, slope);
  else if (kind == GELU) eachBack(GELU, n, dy, y, dx, slope);
}

/** y ← f(y + bias) for rows of as many numbers as the bias has; without a bias, y ← f(y). */
export function biasActivate(kind: i32, rows: i32, columns: i32, y: usize, bias: usize, slope: f32): void {
  if (bias == 0) {
    activate(kind, rows * columns, y, y, slope);
  } else if (columns == 1) {
    const b = v128.load32_splat(bias);
    for (let i = 0; i < rows; i += 4) write(at(y, i), f32x4.add(read(at(y, i), rows - i), b), rows - i);
    activate(kind, rows, y, y, slope);
  } else {
    // A row at a time, so that it is still in the cache when the activation comes.
    for (let r = 0; r < rows; r++) {
      const row = at(y, r * columns);
      if (kind == RELU) addTo(true, columns, bias, row);
      else if (kind == SIGMOID) sigmoids(columns, row, bias, row);
      else {
        addTo(false, columns, bias, row);
        if (kind != LINEAR) activate(kind, columns, row, row, slope);
      }
    }
  }
}

/**
 * y ← y + x, or its positive part, and NaN where the sum is NaN. `pmax` is one instruction where `max` is six. It would keep −0, which no sum of
 * products is.
 */
// @ts-ignore: decorator
@inline
function addTo(positive: bool, n: i32, x: usize, y: usize): void {
  const zero = splat(0);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const sum = f32x4.add(v128.load(at(y, i)), v128.load(at(x, i)));
    v128.store(at(y, i), positive ? f32x4.pmax(sum, zero) : sum);
  }
  if (i == n) return;
  const sum = f32x4.add(loadSome(at(y, i), n - i), loadSome(at(x, i), n - i));
  storeSome(at(y, i), positive ? f32x4.pmax(sum, zero) : sum, n - i);
}
