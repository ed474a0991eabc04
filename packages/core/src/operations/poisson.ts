import { normalFromBits } from '../random.js';

/** Below this mean, the distribution function is summed term by term. */
const SUMMED = 10;

/** 1 / k! for k from 11 down to 0. */
const TAYLOR = [39916800, 3628800, 362880, 40320, 5040, 720, 120, 24, 6, 2, 1, 1].map((factorial) => 1 / factorial);

/**
 * e⁻ˣ for x from 0 to 10, by arithmetic only, since `Math.exp` may differ between engines: (e^(−x / 32))³², with Taylor's series to the
 * 11th power.
 */
function expOfNegative(x: number): number {
  const r = x * -0.03125;
  let power = TAYLOR.reduce((sum, coefficient) => sum * r + coefficient);
  for (let i = 0; i < 5; i++) power *= power;
  return power;
}

/**
 * A Poisson number of the given mean: the smallest k with P(0) + … + P(k) ≥ u, where u = (word + ½) / 2³². From a mean of 10 on, it is
 * the Cornish–Fisher expansion of the quantile, rounded down: its probabilities differ from the exact ones by less than 4e-5. Giles,
 * "Algorithm 955: approximation of the inverse Poisson cumulative distribution function", ACM TOMS 42, 2016. A mean below 0 gives 0,
 * NaN gives NaN, infinity gives infinity.
 */
export function poissonFromBits(word: number, mean: number): number {
  if (!(mean > 0 && mean < Infinity)) return mean < 0 ? 0 : mean;
  return mean < SUMMED ? summed((word + 0.5) * 2 ** -32, mean) : expanded(normalFromBits(word), mean);
}

function summed(u: number, mean: number): number {
  let probability = expOfNegative(mean);
  let sum = probability;
  let k = 0;
  while (sum < u) {
    k += 1;
    probability *= mean * (1 / k);
    sum += probability;
  }
  return k;
}

/** w is the normal number for the same u. */
function expanded(w: number, mean: number): number {
  const root = Math.sqrt(mean);
  const square = w * w;
  const first = (square + 2) * (1 / 6);
  const second = (w * (square + 2)) / (root * 72);
  const third = ((square * (1 / 270) + 7 / 810) * square - 8 / 405) / mean;
  return Math.max(0, Math.floor(mean + root * w + first - second + third));
}
