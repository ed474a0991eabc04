type Values = readonly (number | null | undefined)[];

/** How to draw the vertical axis of curves. */
export interface CurveRange {
  readonly low: number;
  readonly high: number;
  /** `logarithmic` for values that differ by much all the way, `cut` where the first values lie above `high`, otherwise `whole`. */
  readonly scale: 'whole' | 'cut' | 'logarithmic';
}

/** The share of a curve at its start that may be cut, and the values that it must have for that. */
const START = 0.1;
const FEWEST = 5;
/** The start is cut where it takes so many times the room of the rest. */
const TALL = 2.5;
/** From this ratio of the largest value to the smallest on, a logarithmic axis shows more. */
const WIDE = 20;

/**
 * A range in which curves that fall quickly at first can still be told apart later. Where the values of the first tenth of a curve
 * take more than 2.5 times the room of the others, the axis ends a little above the others. Where the others differ by a factor of 20
 * or more, and all values are positive, it is logarithmic.
 *
 * @param curves The values of each curve, in order. Values that are missing or not finite do not count.
 * @param marks Values that must be inside the range, such as that of a horizontal line.
 */
export function curveRange(curves: readonly Values[], marks: readonly number[] = []): CurveRange {
  const known = curves.map((curve) => curve.filter((value): value is number => Number.isFinite(value)));
  const all = [...known.flat(), ...marks];
  const late = [...known.flatMap((curve) => (curve.length < FEWEST ? curve : curve.slice(Math.ceil(START * curve.length)))), ...marks];
  const [low, high] = [least(all), greatest(all)];
  if (all.length === 0 || low === high) return { low, high, scale: 'whole' };
  if (low > 0 && greatest(late) >= WIDE * least(late)) return { low, high, scale: 'logarithmic' };
  const top = greatest(late) + 0.1 * (greatest(late) - low);
  return high - low > TALL * (top - low) && top > low ? { low, high: top, scale: 'cut' } : { low, high, scale: 'whole' };
}

const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity);
const greatest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity);
