import { logGamma } from './log-gamma.js';

/**
 * The chance that a χ² distribution with `degrees` degrees of freedom gives more than `x`: Q(degrees / 2, x / 2), the regularised upper
 * incomplete gamma function. By its series below the mean, by its continued fraction above. Source: DLMF 8.7.1 and 8.9.2.
 */
export function chiSquaredTail(x: number, degrees: number): number {
  if (x <= 0) return 1;
  const [a, z] = [degrees / 2, x / 2];
  const front = Math.exp(a * Math.log(z) - z - logGamma(a));
  return z < a + 1 ? 1 - front * series(a, z) : front * fraction(a, z);
}

/** P(a, z) without its factor. */
function series(a: number, z: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= z / (a + n);
    sum += term;
  }
  return sum;
}

/** Q(a, z) without its factor, by Lentz's method. For z > a + 1 no denominator is 0. */
function fraction(a: number, z: number): number {
  let b = z + 1 - a;
  let c = Infinity;
  let d = 1 / b;
  let result = d;
  for (let n = 1; n < 10_000; n++) {
    const term = n * (a - n);
    b += 2;
    d = 1 / (b + term * d);
    c = b + term / c;
    result *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return result;
}
