import { check } from '@autoencoders/core/operations';
import type { Series } from '@autoencoders/datasets';
import { isUsed, printSchema, readSchema, toCsv } from '@autoencoders/tables';
import type { Column, Schema } from '@autoencoders/tables';
import { counted } from '../format.js';
import { isListOf, isNumber, isRecord, isText } from '../json.js';
import { spanText, stepsOf } from '../series/describe-series.js';
import { interleaved, readSeries, seriesSchema } from '../series/read-series.js';
import type { SeriesTable } from '../series/read-series.js';
import { withoutGaps } from '../source/reading.js';
import { dialectText } from '../tables/describe-table.js';
import { openTableOf } from '../tables/table-for.js';
import { lines, text } from '../text.js';
import type { Text } from '../text.js';
import type { DetectOptions } from './options.js';

/** How a series is read of a table. A detector's file keeps it. */
export interface SeriesReading {
  /** The columns of numbers are used, and no others. */
  readonly schema: Schema;
  /** The column of date-times that orders the rows. Undefined where the order of the file counts. */
  readonly time?: Column | undefined;
  readonly resample?: number | undefined;
  readonly longestStep?: number | undefined;
}

/** Whether a value from JSON has the parts of a reading. What its schema holds is checked when a table is read. */
export function isSeriesReading(value: unknown): value is SeriesReading {
  if (!isRecord(value) || !isRecord(value.schema) || !isListOf(value.schema.columns, isColumn)) return false;
  const { time, resample, longestStep } = value;
  return (time === undefined || isColumn(time)) && [resample, longestStep].every((each) => each === undefined || isNumber(each));
}

const isColumn = (value: unknown): value is Column => isRecord(value) && isText(value.name) && isText(value.kind);

/** A series as a detector takes it, and as it came. */
export interface DetectSeries {
  readonly name: string;
  readonly series: Series;
  readonly columns: readonly string[];
  readonly table: SeriesTable;
  readonly reading: SeriesReading;
}

/** A series to learn from, and what was found out of it. */
export interface TrainingSeries extends DetectSeries {
  readonly about: Text;
}

/** The names of the columns of a series. */
export const columnsOf = ({ schema }: Pick<SeriesReading, 'schema'>): readonly string[] =>
  schema.columns.filter(isUsed).map(({ name }) => name);

/** Reads a series as `reading` says. */
export async function readSeriesAs(path: string, reading: SeriesReading, { array }: Pick<DetectOptions, 'array'>): Promise<DetectSeries> {
  const { schema, time, resample, longestStep } = reading;
  const source = await openTableOf(path, withoutGaps({ array }));
  const table = await readSeries(source, { schema, time }, { resample, longestStep });
  const columns = columnsOf(reading);
  const cells = columns.map((name) => table.table.columns[name] as Float64Array);
  const series = { name: table.name, values: interleaved(cells, table.table.rows), channels: columns.length, times: table.times };
  return { name: table.name, series, columns, table, reading };
}

type Asked = Pick<DetectOptions, 'columns' | 'ignore' | 'array' | 'label' | 'time' | 'resample' | 'longestStep'>;

/** Reads the series to learn from: the columns of numbers, in the order of the column of date-times, if there is one. */
export async function readTrainingSeries(path: string, given: Asked): Promise<TrainingSeries> {
  const { columns, ignore, array, label, resample, longestStep } = given;
  check(label === undefined, () => `--label ${label}: the steps of a series have no labels here; leave it out`);
  const { schema: all, dialect } = await readSchema(await openTableOf(path, withoutGaps({ array })), { columns, ignore });
  const { schema, time } = seriesSchema(all, path, given.time);
  const read = await readSeriesAs(path, { schema, time, resample, longestStep }, given);
  return { ...read, about: text`${dialectText(dialect)}${lines(printSchema(schema))}\n\n${describe(read)}\n` };
}

function describe({ table, columns, reading }: DetectSeries): Text {
  const { time } = reading;
  const steps = stepsOf(table, reading);
  const order = time ? text`in the order of ${time.name}` : 'in the order of the file';
  const gaps =
    steps &&
    (steps.gaps > 0 ? `, ${counted(steps.gaps, 'gap')} of up to ${spanText(steps.longest)}, which no window crosses` : ', without gaps');
  const merged = table.merged > 0 && text`; ${counted(table.merged, 'row')} had the time of another row, so they were averaged`;
  return text`${counted(table.table.rows, 'step')} of ${counted(columns.length, 'column')}, ${order}${steps ? text`; steps of ${spanText(steps.usual)}${gaps}` : ''}${merged}\n`;
}

/** When a step was, as the file writes it: a time, or the number of the step from 1. */
export function stepText({ table, reading: { time, schema } }: Pick<DetectSeries, 'table' | 'reading'>, step: number): string {
  if (!time || !table.times) return String(step + 1);
  const cells = { rows: 1, columns: { [time.name]: Float64Array.of(table.times[step]!) } };
  return toCsv(cells, { ...schema, columns: [time] }, { heading: false }).trim();
}
