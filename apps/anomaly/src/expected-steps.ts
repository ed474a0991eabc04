import type { AnomalyEvent } from '@autoencoders/anomaly';
import { figure } from '@autoencoders/app-kit/parts';
import type { ColumnDetail, Expected, SeriesFindings } from './findings.js';
import { quantile } from './service/expected.js';

/** How many similar steps say what is usual. */
const SIMILAR = 20;

/**
 * The columns of an event, the one to blame first, with what each adds to its score, and with its value at the highest score beside what is usual
 * there.
 */
export function columnsOf(findings: SeriesFindings, { start, end, peak, columns = [] }: AnomalyEvent): readonly ColumnDetail[] {
  const { values, parts, columns: names } = findings;
  return columns.map(({ column, share }) => {
    const value = values[peak * names.length + column]!;
    const cell = Number.isNaN(value) ? '' : figure(value, 4);
    const added = Array.from({ length: end - start }, (_, i) => parts[(start + i) * names.length + column]!);
    const contribution = added.reduce((sum, part) => sum + (part || 0), 0);
    return { name: names[column]!, cell, contribution, share, expected: expectedAt(findings, peak, column) };
  });
}

/**
 * What is usual in a column at a step: its values in the 20 learned steps that are most alike in the other columns, each measured by its standard
 * deviation. NaN where nothing was learned from this series, or where there is no other column.
 */
function expectedAt({ values, columns, looked: { start } }: SeriesFindings, step: number, column: number): Expected {
  const width = columns.length;
  const learned = (c: number): Float64Array => Float64Array.from({ length: start }, (_, i) => values[i * width + c]!);
  const distances = new Float64Array(start);
  for (let c = 0; c < width; c++) {
    if (c === column) continue;
    const [own, now] = [learned(c), values[step * width + c]!];
    const scale = deviation(own) || 1;
    if (!Number.isNaN(now)) own.forEach((value, i) => (distances[i]! += ((value - now) / scale) ** 2));
  }
  const cells = learned(column);
  const order = Array.from(distances.keys()).sort((a, b) => distances[a]! - distances[b]!);
  const near = width > 1 ? sorted(order.slice(0, SIMILAR).map((i) => cells[i]!)) : sorted([]);
  const all = sorted(cells);
  return {
    kind: 'numbers',
    range: [quantile(near, 0.1), quantile(near, 0.5), quantile(near, 0.9)],
    all: [quantile(all, 0.01), quantile(all, 0.99)],
    value: values[step * width + column]!,
  };
}

const sorted = (values: ArrayLike<number>): Float64Array =>
  Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();

function deviation(values: Float64Array): number {
  const known = values.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  return Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length);
}
