import { check } from '@autoencoders/core/operations';
import type { Series } from '@autoencoders/datasets';

/** How the columns of a series are scaled: `(value − center) / scale`, column by column. */
export interface Scaling {
  readonly center: readonly number[];
  readonly scale: readonly number[];
}

/** Ways to choose a scaling: by mean and standard deviation, or by median and interquartile range. */
export type ScalingKind = 'standard' | 'robust';

/** The scaling of the known values of a series. A column that does not vary is divided by 1. Throws for a column without values. */
export function fitScaling(series: Series, kind: ScalingKind = 'standard'): Scaling {
  const { values, channels = 1 } = series;
  const scalings = Array.from({ length: channels }, (_, column) => {
    const known: number[] = [];
    for (let at = column; at < values.length; at += channels) if (Number.isFinite(values[at])) known.push(values[at]!);
    check(known.length > 0, () => `fitScaling: column ${column} of the series has no values`);
    return kind === 'standard' ? standard(known) : robust(known);
  });
  return { center: scalings.map(({ center }) => center), scale: scalings.map(({ scale }) => scale) };
}

interface ColumnScaling {
  readonly center: number;
  readonly scale: number;
}

function standard(known: readonly number[]): ColumnScaling {
  const center = known.reduce((sum, value) => sum + value, 0) / known.length;
  const variance = known.reduce((sum, value) => sum + (value - center) ** 2, 0) / known.length;
  return { center, scale: usable(Math.sqrt(variance), center) };
}

/** 1.349 standard deviations of normally distributed values are their interquartile range. */
function robust(known: readonly number[]): ColumnScaling {
  const sorted = Float64Array.from(known).sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
  const spread = (at(0.75) - at(0.25)) / 1.349;
  // More than half of the values may be the same, as in a column that is mostly 0.
  return spread > 0 ? { center: at(0.5), scale: usable(spread, at(0.5)) } : { ...standard(known), center: at(0.5) };
}

/** Rounding alone makes a deviation of about 1e-16 times the values. */
const usable = (deviation: number, center: number): number => (deviation > 1e-12 * Math.abs(center) ? deviation : 1);

/** A series with scaled values. */
export function scaleSeries(series: Series, { center, scale }: Scaling): Series & { readonly values: Float64Array } {
  const columns = center.length;
  const values = Float64Array.from(series.values, (value, at) => (value - center[at % columns]!) / scale[at % columns]!);
  return { ...series, values };
}
