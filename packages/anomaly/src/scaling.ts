import { check } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { ArrayDataset, Shape } from '@autoencoders/core';
import type { Series } from '@autoencoders/datasets';

/**
 * How numbers are scaled, column by column: (x − center) / scale. The columns are those of a series, or the places on the last axis of an
 * example: the numbers of a row, the columns of a window, the channels of a picture. Plain JSON.
 */
export interface Scaling {
  readonly center: readonly number[];
  readonly scale: readonly number[];
}

/** Ways to choose a scaling: by mean and standard deviation, or by median and interquartile range. */
export type ScalingKind = 'standard' | 'robust';

/** How many columns examples of a shape have. */
export const columnsOf = (shape: Shape): number => shape.at(-1) ?? 1;

/**
 * The scaling of the known values of a series: those that are finite, and that no `mask` hides. A column that does not vary is divided by 1.
 * Throws for a column without values.
 *
 * @param kind Default `standard`.
 */
export function fitScaling(
  series: Pick<Series, 'values' | 'channels'> & Pick<ArrayDataset, 'mask'>,
  kind: ScalingKind = 'standard',
): Scaling {
  const { values, channels = 1 } = series;
  const scalings = kind === 'standard' ? standard(series, channels) : robust(series, channels);
  // Rounding alone makes a deviation of about 1e-7 times the values in float32, 1e-16 times in float64.
  const rounding = values instanceof Float32Array ? 1e-7 : 1e-12;
  const none = scalings.findIndex(({ count }) => count === 0);
  check(none < 0, () => `fitScaling: column ${none} has no values; leave it out`);
  return {
    center: scalings.map(({ center }) => center),
    scale: scalings.map(({ center, scale }) => (scale > rounding * Math.abs(center) ? scale : 1)),
  };
}

interface ColumnScaling {
  readonly center: number;
  readonly scale: number;
  readonly count: number;
}

type Given = Parameters<typeof fitScaling>[0];

const isKnown = ({ values, mask }: Given, at: number): boolean => mask?.[at] !== 0 && Number.isFinite(values[at]);

/** Mean and standard deviation. Welford 1962: exact even where the mean is large beside the deviation. */
function standard(given: Given, columns: number): readonly ColumnScaling[] {
  const [counts, means, squares] = [new Float64Array(columns), new Float64Array(columns), new Float64Array(columns)];
  for (let at = 0; at < given.values.length; at++) {
    if (!isKnown(given, at)) continue;
    const column = at % columns;
    const difference = given.values[at]! - means[column]!;
    means[column]! += difference / ++counts[column]!;
    squares[column]! += difference * (given.values[at]! - means[column]!);
  }
  return Array.from(means, (center, i) => ({ center, scale: Math.sqrt(squares[i]! / Math.max(1, counts[i]!)), count: counts[i]! }));
}

/** Median and interquartile range. 1.349 standard deviations of normally distributed values are their interquartile range. */
function robust(given: Given, columns: number): readonly ColumnScaling[] {
  return standard(given, columns).map(({ scale: deviation, count }, column) => {
    const known = new Float64Array(count);
    for (let at = column, i = 0; at < given.values.length; at += columns) if (isKnown(given, at)) known[i++] = given.values[at]!;
    known.sort();
    const at = (share: number): number => known[Math.round(share * (count - 1))]!;
    const spread = (at(0.75) - at(0.25)) / 1.349;
    // More than half of the values may be the same, as in a column that is mostly 0.
    return { center: at(0.5), scale: spread > 0 ? spread : deviation, count };
  });
}

/** Throws unless a scaling has finite numbers for each of so many columns. */
export function checkScaling(call: string, scaling: Scaling, columns: number): void {
  const numbers = (['center', 'scale'] as const).map((part) => (Object(scaling) as Partial<Scaling>)[part]);
  const fits = numbers.every((part) => Array.isArray(part) && part.length === columns && part.every(Number.isFinite));
  check(
    fits && !numbers[1]!.includes(0),
    () =>
      `${call}: the scaling must have ${columns} finite numbers as center, and ${columns} other than 0 as scale, one for each column, ` +
      `not ${show(numbers[0])} and ${show(numbers[1])}`,
  );
}

/** A series with scaled values. */
export function scaleSeries(series: Series, { center, scale }: Scaling): Series & { readonly values: Float64Array } {
  const columns = center.length;
  const values = Float64Array.from(series.values, (value, at) => (value - center[at % columns]!) / scale[at % columns]!);
  return { ...series, values };
}

/** Examples with scaled numbers. Missing cells become 0, the center. */
export function scaleExamples(examples: ArrayDataset, { center, scale }: Scaling): ArrayDataset {
  const { values, mask } = examples;
  const columns = center.length;
  const scaled = new Float32Array(values.length);
  for (let i = 0, j = 0; i < scaled.length; i++, j = j + 1 === columns ? 0 : j + 1)
    scaled[i] = mask?.[i] === 0 ? 0 : (values[i]! - center[j]!) / scale[j]!;
  return { ...examples, values: scaled };
}
