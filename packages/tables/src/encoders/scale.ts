import { normalCdf, normalQuantile } from './normal.js';
import { moments, quantile, reservoir } from './statistics.js';

/**
 * How a number becomes a feature. `standard`: (x − mean) / standard deviation. `minMax`: from 0 to 1. `robust`: (x − median) / interquartile
 * range. `quantile`: its rank as a normal score. `log1p`: sign(x)·ln(1 + |x|), then `standard`.
 */
export type NumberEncoding = 'standard' | 'minMax' | 'robust' | 'quantile' | 'log1p';

/** All encodings of numbers. */
export const NUMBER_ENCODINGS: readonly NumberEncoding[] = ['standard', 'minMax', 'robust', 'quantile', 'log1p'];

/** A fitted encoding of numbers, as JSON: (f(x) − shift) / scale, or the rank among `knots` as a normal score. */
export interface Scale {
  readonly encoding: NumberEncoding;
  readonly shift: number;
  readonly scale: number;
  /** Numbers at equal distances of rank. */
  readonly knots?: readonly number[] | undefined;
  /** The variance of the feature: the squared error of its mean. */
  readonly variance: number;
  /** The feature of a missing cell: that of the mean, or of the median for `robust` and `quantile`. */
  readonly fill: number;
}

const KNOTS = 256;
/** The share of the standard deviation below which an interquartile range is not used. */
const NARROW = 1e-6;
/** Ranks nearer to 0 or 1 would be too far out. */
const EDGE = 1e-7;
/** No feature is larger, so that its square is finite as a 32-bit float. Only a number far outside of the fitted ones comes so far. */
const LARGEST_FEATURE = 1e18;
/** e to a larger power is not finite. */
const LARGEST_POWER = 709;

const signedLog = (x: number): number => Math.sign(x) * Math.log1p(Math.abs(x));
const bounded = (feature: number): number => Math.max(-LARGEST_FEATURE, Math.min(LARGEST_FEATURE, feature));
/** A number that is finite, for features of any size. */
const finite = (x: number): number => Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, x));
const signedExp = (y: number): number => Math.sign(y) * Math.expm1(Math.min(LARGEST_POWER, Math.abs(y)));

/** Fits an encoding to numbers that come one by one. Quantiles are those of a sample, seeded by `seed`. */
export interface ScaleFitter {
  readonly add: (x: number) => void;
  readonly fit: () => Scale;
}

/** A fitter for the encoding. */
export function scaleFitter(encoding: NumberEncoding, seed: number): ScaleFitter {
  const seen = moments();
  const sample = encoding === 'robust' || encoding === 'quantile' ? reservoir(seed) : undefined;
  return {
    add(x) {
      seen.add(encoding === 'log1p' ? signedLog(x) : x);
      sample?.add(x);
    },
    fit() {
      const deviation = Math.sqrt(seen.variance());
      const affine = (shift: number, scale: number, centre: number = seen.mean()): Scale => {
        const divisor = scale > 0 ? scale : 1;
        return { encoding, shift, scale: divisor, variance: (deviation / divisor) ** 2, fill: (centre - shift) / divisor };
      };
      if (seen.count() === 0) return affine(0, 1, 0);
      if (encoding === 'minMax') return affine(seen.least(), seen.greatest() - seen.least());
      if (!sample) return affine(seen.mean(), deviation);
      const sorted = sample.sorted();
      if (encoding === 'quantile') return normalScores(sorted, seen.least(), seen.greatest());
      const [low, median, high] = [0.25, 0.5, 0.75].map((share) => quantile(sorted, share)) as [number, number, number];
      // Of a column that is mostly one number, the range of the middle half says nothing. Nor does it where even the deviation underflows to 0.
      return affine(median, deviation > 0 && high - low > NARROW * deviation ? high - low : deviation, median);
    },
  };
}

function normalScores(sorted: Float64Array, least: number, greatest: number): Scale {
  const count = Math.min(KNOTS, sorted.length);
  const knots = Array.from({ length: count }, (_, i) => quantile(sorted, count === 1 ? 0 : i / (count - 1)));
  [knots[0], knots[count - 1]] = [least, greatest];
  const shape = { encoding: 'quantile', shift: 0, scale: 1, knots, fill: 0 } as const;
  const seen = moments();
  const { encode } = scaleOf({ ...shape, variance: 1 });
  for (const x of sorted) seen.add(encode(x));
  return { ...shape, variance: seen.variance() };
}

/** A fitted encoding as functions from numbers to features, and back. */
export function scaleOf({ encoding, shift, scale, knots }: Scale): { encode: (x: number) => number; decode: (feature: number) => number } {
  if (knots)
    return {
      encode: (x) => normalQuantile(Math.min(1 - EDGE, Math.max(EDGE, rankOf(x, knots)))),
      decode: (feature) => quantile(knots, Math.min(1, Math.max(0, normalCdf(feature)))),
    };
  if (encoding === 'log1p')
    return { encode: (x) => bounded((signedLog(x) - shift) / scale), decode: (feature) => finite(signedExp(feature * scale + shift)) };
  return { encode: (x) => bounded((x - shift) / scale), decode: (feature) => finite(feature * scale + shift) };
}

/** The rank of x among the knots, from 0 to 1; the middle rank where several knots are equal to x. */
function rankOf(x: number, knots: readonly number[]): number {
  const last = knots.length - 1;
  if (last === 0) return 0.5;
  const below = firstPlace(knots, (knot) => knot >= x);
  const above = firstPlace(knots, (knot) => knot > x);
  if (above > below) return (below + above - 1) / 2 / last;
  if (below === 0) return 0;
  if (below > last) return 1;
  const [from, to] = [knots[below - 1]!, knots[below]!];
  return (below - 1 + (x - from) / (to - from)) / last;
}

/** The first place whose knot satisfies `test`, which is false before some place and true after it. */
function firstPlace(knots: readonly number[], test: (knot: number) => boolean): number {
  let [from, to] = [0, knots.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (test(knots[middle]!)) to = middle;
    else from = middle + 1;
  }
  return from;
}
