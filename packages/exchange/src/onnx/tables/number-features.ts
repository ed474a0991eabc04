import type { CyclicPart, FittedNumbers, Scale } from '@autoencoders/tables';
import { arithmetic } from '../arithmetic.js';
import type { Arithmetic } from '../arithmetic.js';
import type { Graph } from '../graph.js';

/*
 * The features of numbers and date-times: docs/file-format.md, "The encoder of a table". They are computed in 64 bits.
 */

/** No feature is larger, as in @autoencoders/tables. */
const LARGEST_FEATURE = 1e18;
/** Ranks nearer to 0 or 1 would be too far out. */
const EDGE = 1e-7;
const DAY = 86_400;

/** The features of a column of numbers `[batch, 1]`, float64 with NaN for missing cells: `[batch, 1 + 2·cyclic]`, float32, and whether each row is known. */
export function numberFeatures(
  g: Graph,
  x: string,
  { scale, cyclic = [] }: FittedNumbers,
): { readonly features: string; readonly known: string } {
  const m = arithmetic(g, 'double');
  const missing = m.isNaN(x);
  const scaled = m.where(missing, scale.fill, scaledNumber(g, m, x, scale));
  const parts = cyclic.map((part) => m.where(missing, 0, CYCLES[part](g, m, x)));
  const all = parts.length > 0 ? g.node('Concat', [scaled, ...parts], { axis: 1 }) : scaled;
  return { features: m.cast(all, 'float'), known: m.cast(m.not(missing), 'float') };
}

function scaledNumber(g: Graph, m: Arithmetic, x: string, { encoding, shift, scale, knots }: Scale): string {
  if (knots) return normalQuantile(m, m.max(EDGE, m.min(1 - EDGE, rank(g, m, x, knots))));
  const y = encoding === 'log1p' ? m.mul(m.sign(x), log1p(m, m.abs(x))) : x;
  return m.max(-LARGEST_FEATURE, m.min(LARGEST_FEATURE, m.div(m.sub(y, shift), scale)));
}

/** ln(1 + x) for x ≥ 0 without rounding 1 + x: Kahan's ln(u)·x / (u − 1) with u = 1 + x. Where x is so large that u = x, it is ln(u). */
function log1p(m: Arithmetic, x: string): string {
  const u = m.add(x, 1);
  const log = m.log(u);
  return m.where(m.equal(u, 1), x, m.where(m.less(1e17, x), log, m.div(m.mul(log, x), m.sub(u, 1))));
}

/** The rank of x among the knots, from 0 to 1; the middle rank where several knots are equal to x. */
function rank(g: Graph, m: Arithmetic, x: string, knots: readonly number[]): string {
  const last = knots.length - 1;
  if (last === 0) return m.add(m.mul(m.cast(m.isNaN(x), 'double'), 0), 0.5);
  const row = m.row('knots', knots);
  const count = (condition: string): string => m.sum(m.cast(condition, 'double'));
  const [below, above] = [count(m.less(row, x)), count(m.lessOrEqual(row, x))];
  const knot = (place: string): string => {
    const within = m.cast(m.max(0, m.min(last, place)), 'int64');
    return g.node('Gather', [g.constant('sorted', Float64Array.from(knots), [knots.length]), within], { axis: 0 });
  };
  const [from, to] = [knot(m.sub(below, 1)), knot(below)];
  const gap = m.sub(to, from);
  const between = m.add(m.sub(below, 1), m.div(m.sub(x, from), m.where(m.equal(gap, 0), 1, gap)));
  const outside = m.where(m.less(below, 1), 0, m.where(m.less(last, below), last, between));
  const middle = m.div(m.sub(m.add(below, above), 1), 2);
  return m.div(m.where(m.less(below, above), middle, outside), last);
}

const CENTRE = {
  above: [-39.6968302866538, 220.946098424521, -275.928510446969, 138.357751867269, -30.6647980661472, 2.50662827745924],
  below: [-54.4760987982241, 161.585836858041, -155.698979859887, 66.8013118877197, -13.2806815528857, 1],
};
const TAIL = {
  above: [-0.00778489400243029, -0.322396458041136, -2.40075827716184, -2.54973253934373, 4.37466414146497, 2.93816398269878],
  below: [0.00778469570904146, 0.32246712907004, 2.445134137143, 3.75440866190742, 1],
};

/** Φ⁻¹(u): Acklam's rational approximation, to 1.2e-9. That is less than float32 can tell. */
function normalQuantile(m: Arithmetic, u: string): string {
  const q = m.min(u, m.sub(1, u));
  const ratio = (x: string, { above, below }: typeof TAIL): string => m.div(m.polynomial(x, above), m.polynomial(x, below));
  const tail = ratio(m.sqrt(m.mul(m.log(q), -2)), TAIL);
  const offset = m.sub(q, 0.5);
  const centre = m.mul(offset, ratio(m.square(offset), CENTRE));
  const lower = m.where(m.less(q, 0.02425), tail, centre);
  return m.where(m.less(u, 0.5), lower, m.neg(lower));
}

const remainder = (m: Arithmetic, x: string, period: number): string => m.sub(x, m.mul(m.floor(m.div(x, period)), period));
const days = (m: Arithmetic, seconds: string): string => m.floor(m.div(seconds, DAY));

/** The sine and the cosine, `[batch, 2]`, of where seconds since 1970 are in the cycle. */
const CYCLES: Readonly<Record<CyclicPart, (g: Graph, m: Arithmetic, seconds: string) => string>> = {
  hour(g, m, seconds) {
    const angle = m.mul(m.div(remainder(m, seconds, DAY), DAY), 2 * Math.PI);
    return g.node('Concat', [m.sin(angle), m.sin(m.add(angle, Math.PI / 2))], { axis: 1 });
  },
  weekday: (g, m, seconds) => onCircle(g, m, remainder(m, m.add(days(m, seconds), 4), 7), 7),
  month: (g, m, seconds) => onCircle(g, m, month(m, days(m, seconds)), 12),
};

/** The sine and the cosine of a place among `count`, from a table, so that they are the encoder's to the last bit. */
function onCircle(g: Graph, m: Arithmetic, place: string, count: number): string {
  const angles = Array.from({ length: count }, (_, i) => 2 * Math.PI * (i / count));
  const table = g.constant(`circle.${count}`, Float64Array.from(angles.flatMap((angle) => [Math.sin(angle), Math.cos(angle)])), [count, 2]);
  const known = m.where(m.isNaN(place), 0, place);
  return g.node('Gather', [table, g.node('Reshape', [m.cast(known, 'int64'), g.ints([-1])])]);
}

/**
 * The month, from 0, of days since 1970 in UTC. Years begin in March here, in eras of 400 years:
 * https://howardhinnant.github.io/date_algorithms.html#civil_from_days
 */
function month(m: Arithmetic, day: string): string {
  const whole = (x: string, by: number): string => m.floor(m.div(x, by));
  const dayOfEra = remainder(m, m.add(day, 719_468), 146_097);
  const leapDays = m.sub(m.add(whole(dayOfEra, 36_524), m.sub(0, whole(dayOfEra, 1460))), whole(dayOfEra, 146_096));
  const year = whole(m.add(dayOfEra, leapDays), 365);
  const before = m.sub(m.add(m.mul(year, 365), whole(year, 4)), whole(year, 100));
  const marchBased = whole(m.add(m.mul(m.sub(dayOfEra, before), 5), 2), 153);
  return remainder(m, m.add(marchBased, 2), 12);
}
