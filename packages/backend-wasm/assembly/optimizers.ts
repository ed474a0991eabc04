import { at, read, splat, write } from './vectors';

/**
 * Adam with decoupled weight decay on one variable: m ← β₁m + (1 − β₁)g and v ← β₂v + (1 − β₂)g² in place, and
 * next = keep·w − scale·m / (root·√v + ε). The scalars hold the learning rate and the corrections of the means' bias.
 */
export function adam(
  n: i32,
  gradient: usize,
  m: usize,
  v: usize,
  weight: usize,
  next: usize,
  beta1: f64,
  beta2: f64,
  scale: f64,
  root: f64,
  epsilon: f64,
  keep: f64,
): void {
  const b1 = splat(<f32>beta1);
  const c1 = splat(<f32>(1 - beta1));
  const b2 = splat(<f32>beta2);
  const c2 = splat(<f32>(1 - beta2));
  const s = splat(<f32>scale);
  const r = splat(<f32>root);
  const e = splat(<f32>epsilon);
  const k = splat(<f32>keep);
  for (let i = 0; i < n; i += 4) {
    const left = n - i;
    const g = read(at(gradient, i), left);
    const first = f32x4.add(f32x4.mul(read(at(m, i), left), b1), f32x4.mul(g, c1));
    const second = f32x4.add(f32x4.mul(read(at(v, i), left), b2), f32x4.mul(f32x4.mul(g, g), c2));
    write(at(m, i), first, left);
    write(at(v, i), second, left);
    const step = f32x4.div(f32x4.mul(first, s), f32x4.add(f32x4.mul(f32x4.sqrt(second), r), e));
    write(at(next, i), f32x4.sub(f32x4.mul(read(at(weight, i), left), k), step), left);
  }
}

/** Gradient descent on one variable: v ← μv + g in place, and next = w − ηv, or w − η(g + μv) with `nesterov`; v may be absent (0). */
export function sgd(
  n: i32,
  gradient: usize,
  velocity: usize,
  weight: usize,
  next: usize,
  learningRate: f64,
  momentum: f64,
  nesterov: bool,
): void {
  const rate = splat(<f32>learningRate);
  const mu = splat(<f32>momentum);
  for (let i = 0; i < n; i += 4) {
    const left = n - i;
    const g = read(at(gradient, i), left);
    let direction = g;
    if (velocity) {
      const v = f32x4.add(f32x4.mul(read(at(velocity, i), left), mu), g);
      write(at(velocity, i), v, left);
      direction = nesterov ? f32x4.add(g, f32x4.mul(v, mu)) : v;
    }
    write(at(next, i), f32x4.sub(read(at(weight, i), left), f32x4.mul(direction, rate)), left);
  }
}
