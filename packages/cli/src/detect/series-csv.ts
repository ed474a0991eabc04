import type { SeriesDetection } from '@autoencoders/anomaly';
import { toCsv } from '@autoencoders/tables';
import type { ColumnValues, Schema } from '@autoencoders/tables';
import { number } from './scores-csv.js';
import { BLAMED } from './found.js';
import type { DetectSeries } from './series-data.js';

/** Steps that are turned into text at a time. */
const STEPS = 1000;

/**
 * The scores as CSV, a line for each step: its number, counted from 1, its time, its score, its p-value and 1 for an alarm. A step without a
 * score has empty cells. With several columns, those to blame; with `keep`, the values, too.
 */
export function* seriesCsv(
  { series, columns, table, reading }: DetectSeries,
  found: SeriesDetection,
  keep: boolean,
): Generator<string, void> {
  const { time } = reading;
  const { length } = found.values;
  const schema: Schema = {
    ...reading.schema,
    columns: [...reading.schema.columns.filter(({ name }) => name !== time?.name), ...(time ? [time] : [])],
  };
  for (let first = 0; first < length || first === 0; first += STEPS) {
    const end = Math.min(first + STEPS, length);
    const each = <T>(f: (step: number) => T): T[] => Array.from({ length: end - first }, (_, i) => f(first + i));
    const ours: Record<string, ColumnValues> = {
      step: each((step) => String(step + 1)),
      score: each((step) => number(found.values[step])),
      p_value: each((step) => number(found.pValues[step])),
      alarm: each((step) => (Number.isNaN(found.values[step]) ? '' : String(found.alarms[step]))),
      ...(columns.length > 1 && blamed(found, columns, first, end)),
    };
    const own = (name: string): string => (Object.hasOwn(ours, name) ? `own_${name}` : name);
    const { step, ...rest } = ours;
    const kept = keep
      ? columns.map((name, c) => [own(name), Float64Array.from(each((row) => series.values[row * columns.length + c]!))] as const)
      : [];
    const times = time && table.times ? { [own(time.name)]: table.times.subarray(first, end) } : {};
    yield toCsv({ rows: end - first, columns: { step: step!, ...times, ...rest, ...Object.fromEntries(kept) } }, schema, {
      heading: first === 0,
    });
  }
}

/** The columns to blame for each step, and their shares of the score. */
function blamed({ contributions }: SeriesDetection, columns: readonly string[], first: number, end: number): Record<string, ColumnValues> {
  const most = Math.min(BLAMED, columns.length);
  const names = Array.from({ length: most }, (): (string | null)[] => []);
  const shares = Array.from({ length: most }, (): string[] => []);
  for (let step = first; step < end; step++) {
    const shared = stepShares(contributions?.subarray(step * columns.length, (step + 1) * columns.length) ?? []);
    for (let place = 0; place < most; place++) {
      names[place]!.push(shared[place] ? columns[shared[place]!.column]! : null);
      shares[place]!.push(number(shared[place]?.share));
    }
  }
  return Object.fromEntries(
    names.flatMap((each, place) => [
      [`column_${place + 1}`, each],
      [`share_${place + 1}`, shares[place]!],
    ]),
  );
}

/** The columns of a step by their shares of its score, the largest first. None without a score. */
export function stepShares(contributions: ArrayLike<number>): readonly { readonly column: number; readonly share: number }[] {
  const all = Array.from(contributions);
  const total = all.reduce((sum, value) => sum + value, 0);
  if (!(total > 0)) return [];
  return all.map((value, column) => ({ column, share: value / total })).sort((a, b) => b.share - a.share);
}
