import { at, splat } from './vectors';

/** Whether all numbers are finite: x − x is 0 only for finite numbers. */
export function allFinite(n: i32, x: usize): bool {
  const zero = splat(0);
  let odd = zero;
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const v = v128.load(at(x, i));
    odd = v128.or(odd, f32x4.ne(f32x4.sub(v, v), zero));
  }
  let finite = !v128.any_true(odd);
  for (; i < n; i++) {
    const v = load<f32>(at(x, i));
    finite = finite && v - v == 0;
  }
  return finite;
}
