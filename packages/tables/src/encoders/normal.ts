/**
 * Φ(x), the standard normal distribution function, to 1e-15: Hart 1968 as in West, "Better approximations to cumulative normal
 * functions", Wilmott Magazine, 2005.
 */
export function normalCdf(x: number): number {
  const z = Math.abs(x);
  if (z > 37) return x > 0 ? 1 : 0;
  const density = Math.exp((-z * z) / 2);
  const tail = z < 7.07106781186547 ? (density * near(z)) / nearDivisor(z) : density / far(z) / 2.506628274631;
  return x > 0 ? 1 - tail : tail;
}

const horner = (coefficients: readonly number[], z: number): number => coefficients.reduce((sum, c) => sum * z + c, 0);
const near = (z: number): number =>
  horner(
    [0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931, 220.206867912376],
    z,
  );
const nearDivisor = (z: number): number =>
  horner(
    [
      0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831, 793.826512519948,
      440.413735824752,
    ],
    z,
  );
const far = (z: number): number => z + 1 / (z + 2 / (z + 3 / (z + 4 / (z + 0.65))));

const CENTRE = {
  above: [-39.6968302866538, 220.946098424521, -275.928510446969, 138.357751867269, -30.6647980661472, 2.50662827745924],
  below: [-54.4760987982241, 161.585836858041, -155.698979859887, 66.8013118877197, -13.2806815528857, 1],
};
const TAIL = {
  above: [-0.00778489400243029, -0.322396458041136, -2.40075827716184, -2.54973253934373, 4.37466414146497, 2.93816398269878],
  below: [0.00778469570904146, 0.32246712907004, 2.445134137143, 3.75440866190742, 1],
};

/** Φ⁻¹(u) for u between 0 and 1: Acklam's rational approximation, then one step of Newton's method on Φ. */
export function normalQuantile(u: number): number {
  const q = Math.min(u, 1 - u);
  let x: number;
  if (q < 0.02425) {
    const r = Math.sqrt(-2 * Math.log(q));
    x = horner(TAIL.above, r) / horner(TAIL.below, r);
  } else {
    const r = (q - 0.5) ** 2;
    x = ((q - 0.5) * horner(CENTRE.above, r)) / horner(CENTRE.below, r);
  }
  const step = (normalCdf(x) - q) * Math.sqrt(2 * Math.PI) * Math.exp((x * x) / 2);
  return u < 0.5 ? x - step : step - x;
}
